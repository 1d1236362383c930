"""`python -m mingcha`: the command line."""

from __future__ import annotations

from mingcha.cli import main

main()
