"""A country's worth of rows for `bench_pages.py`, and how long each page takes with them."""
