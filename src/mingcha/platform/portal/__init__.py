"""The public site: notices, search, complaints, verification of documents, statistics."""
