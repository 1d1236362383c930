"""Writes docs/facts.md from the schema of the fact tables."""

from __future__ import annotations

from pathlib import Path

from mingcha.facts.schema import SCHEMA_VERSION, SQL_TYPES, TABLES

TARGET = Path(__file__).resolve().parent.parent / "docs" / "facts.md"


def render() -> str:
    """Return the page."""
    lines = [
        "# Fact tables",
        "",
        f"Version {SCHEMA_VERSION}. Written by `python -m scripts.write_facts` from `src/mingcha/facts/schema.py`; do not edit.",
        "Rules are SQL over these tables and those of the catalogue. Every column but `package` may be null.",
    ]
    for table in TABLES.values():
        lines += ["", f"## {table.name}", "", table.doc, "", "| column | type | meaning |", "|---|---|---|"]
        lines += [f"| {column.name} | {SQL_TYPES[column.type]} | {column.doc} |" for column in table.columns]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
