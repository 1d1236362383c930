"""Bodies (ministry, bureaus, labs, stores …), the people in them, and what each may see."""
