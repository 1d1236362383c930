"""Fetches pages from the network for people; the engine never does."""
