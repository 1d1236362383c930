"""From paper to file: one module per form of file, the same bytes for the same paper."""
