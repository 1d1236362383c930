"""Reads a privacy policy or an SDK list into disclosures, checks of its form and rows of third parties."""
