"""Package formats: bytes in, bounded entries and typed contents out.

Nothing here runs code, writes files or trusts a length that a package declares.
"""
