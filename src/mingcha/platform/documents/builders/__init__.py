"""From content to paper: one module per kind of document, pure functions of content and stamp."""
