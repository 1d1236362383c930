"""Testing: scans and their findings, tests given to labs, checklists over all criteria, batches."""
