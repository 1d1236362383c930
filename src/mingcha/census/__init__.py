"""Many packages: each read in its own sandboxed child, none lost."""
