"""Official documents: what they say (`builders`), how they look (`writers`), and how they are numbered, issued and proved (`issue`)."""
