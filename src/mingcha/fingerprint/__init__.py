"""Recognises SDKs whose code was renamed: hashes of rare strings and of class shapes, and the database that holds them.

A fingerprint is a 64-bit number; no text of anybody's code is kept. `skeleton` brings bytecode of both kinds into one form,
`features` hashes it, `database` stores and finds, `ingest` and `build` make a database, `match` compares.
"""
