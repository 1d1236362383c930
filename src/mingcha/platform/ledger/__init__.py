"""What happened: an append-only log in which each entry seals the one before it."""
