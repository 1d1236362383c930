"""Real scans as units of the trial."""
