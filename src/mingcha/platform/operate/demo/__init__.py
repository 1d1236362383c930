"""A demonstration: invented companies, apps of the project's own, and their cases over the last weeks, step by step."""
