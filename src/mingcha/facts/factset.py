"""The facts of one package as rows by table, checked against the schema when they are added."""

from __future__ import annotations

from typing import Any, Self

from mingcha.facts.schema import TABLES

Row = dict[str, Any]

_COLUMNS = {name: frozenset(column.name for column in table.columns) for name, table in TABLES.items()}


def _storable(value: Any) -> Any:
    """Make text what every store can hold: lone surrogates and NUL become visible escapes."""
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if not isinstance(value, str) or (value.isascii() and "\0" not in value):
        return value
    return value.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


class FactSet:
    """Rows by table name for one package; a column that is not given is null.

    `package` is the SHA-256 of the file in lower-case hex and is put into every row.
    """

    def __init__(self, package: str) -> None:
        self.package = package
        self.rows: dict[str, list[Row]] = {name: [] for name in TABLES}

    def add(self, table: str, **columns: Any) -> None:
        """Append a row; an unknown table or column raises KeyError."""
        unknown = columns.keys() - _COLUMNS[table]
        if unknown:
            raise KeyError(f"{table}: {', '.join(sorted(unknown))}")
        self.rows[table].append({"package": self.package, **{name: _storable(value) for name, value in columns.items()}})

    def limit(self, code: str, where: str, zh: str, en: str) -> None:
        """Record something that could not be read, or that a well-formed package does not have."""
        self.add("limit", code=code, where=where, zh=zh, en=en)

    def cover(self, kind: str, state: str, zh: str | None = None, en: str | None = None) -> None:
        """Say how much of one kind of evidence was seen; anything but complete carries a reason."""
        self.add("coverage", kind=kind, state=state, why_zh=zh, why_en=en)

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form; `from_wire` reads it back."""
        return {"package": self.package, "rows": {name: rows for name, rows in self.rows.items() if rows}}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Self:
        """Rebuild from `to_wire`; KeyError when a table or column is not in the schema."""
        facts = cls(wire["package"])
        for name, rows in wire["rows"].items():
            allowed = _COLUMNS[name]
            if any(not row.keys() <= allowed or row.get("package") != facts.package for row in rows):
                raise KeyError(f"{name}: a row of another form or package")
            facts.rows[name] = rows
        return facts
