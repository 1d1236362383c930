"""Which objects of the store the database refers to: every column that holds the SHA-256 of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    Rows = Callable[[str], Iterable[Sequence[Any]]]

# Model and field.
COLUMNS = (
    ("registry.Package", "sha256"),
    ("registry.Policy", "sha256"),
    ("testing.Scan", "report"),
    ("testing.Scan", "facts"),
    ("testing.EvidenceFile", "sha256"),
    ("casework.CaseFile", "sha256"),
    ("documents.File", "sha256"),
)


def referenced(rows: Rows) -> list[str]:
    """Return the SHA-256 of every file that is referred to, in order; `rows` answers an SQL query."""
    found: set[str] = set()
    for model, field in COLUMNS:
        meta = apps.get_model(model)._meta  # noqa: SLF001 - Django's documented way to a model's table
        column = meta.get_field(field).column
        found.update(row[0] for row in rows(f"SELECT DISTINCT {column} FROM {meta.db_table} WHERE {column} <> ''"))  # noqa: S608 - names of our own tables
    return sorted(found)
