"""Pages for those who work on cases: officers, labs, reviewers, companies, stores."""
