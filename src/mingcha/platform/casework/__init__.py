"""Leads, cases and the steps of a case, from the first lead to the bad list."""
