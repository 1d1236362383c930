"""What is tested: apps, versions, packages, SDKs, stores' listings, certificates, policies."""
