"""明察 Mingcha: facts, findings and reports about mobile apps, for the MIIT campaign on users' rights."""

__version__ = "0.1.0"
