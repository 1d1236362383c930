"""Facts: small typed tables that say what a package holds. Rules are SQL over them; a new rule never re-opens a package."""
