"""The engine for few packages: SQLite in memory, able to read and to do nothing else."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from mingcha.facts.schema import TABLES
from mingcha.rules.schema import ALL_TABLES, CATALOGUE_TABLES, DERIVED, READABLE, catalogue_rows
from mingcha.rules.tables import BLANKS, FUNCTIONS, MAX_ROWS, QueryError, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mingcha.catalogue import Catalogue
    from mingcha.facts.factset import FactSet
    from mingcha.facts.schema import Table

# Steps of SQLite's virtual machine between two looks at the budget, and the budget of one query: some ten seconds.
_STEPS, _LOOKS = 100_000, 5_000
_encode = json.JSONEncoder(ensure_ascii=False).encode
_TYPES = {"text": "TEXT", "list": "BLOB", "int": "INTEGER", "bool": "INTEGER", "float": "REAL"}


class SqliteTables:
    """Tables of few packages; see `tables.Tables`."""

    def __init__(self, facts: Sequence[FactSet], catalogue: Catalogue) -> None:
        self._base = sqlite3.connect(":memory:", isolation_level=None)
        self._base.execute("pragma case_sensitive_like = on")
        self._base.execute("pragma temp_store = memory")
        self._base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        self._base.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000)
        self._add_functions()
        self._base.execute("begin")
        for table in ALL_TABLES.values():
            columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in table.columns)
            self._base.execute(f'create table "{table.name}" ({columns})')
        for name, rows in catalogue_rows(catalogue).items():
            self._insert(CATALOGUE_TABLES[name], rows)
        for table in TABLES.values():
            self._insert(table, _fact_rows(table, facts))
        for derived in DERIVED.values():
            self._base.execute(f'create table "{derived.name}" as {derived.sql}')
        self._base.execute("commit")
        self._base.set_authorizer(_authorize)
        self._left = 0
        self._base.set_progress_handler(self._look, _STEPS)

    def columns(self, sql: str) -> list[str]:
        """Plan one SELECT; see `tables.Tables`."""
        self.check(sql)
        return [column[0] for column in self._run(f"select * from (\n{sql}\n) limit 0").description]  # noqa: S608 - checked

    def check(self, sql: str) -> None:
        """Plan one SELECT of the shared dialect; QueryError when it is anything else."""
        self._run(f"explain {sql}")

    def query(self, sql: str) -> Rows:
        """Run one SELECT; see `tables.Tables`."""
        cursor = self._run(sql)
        if cursor.description is None:
            raise QueryError("not a SELECT")
        names = [column[0] for column in cursor.description]
        try:
            found = cursor.fetchmany(MAX_ROWS + 1)
        except sqlite3.Error as error:
            raise QueryError(str(error)) from error
        if len(found) > MAX_ROWS:
            raise QueryError(f"more than {MAX_ROWS} rows")
        return [dict(zip(names, map(_value, row), strict=True)) for row in found]

    def close(self) -> None:
        """Give the memory back."""
        self._base.close()

    def _run(self, sql: str) -> sqlite3.Cursor:
        self._left = _LOOKS
        try:
            return self._base.execute(sql)
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise QueryError(str(error)) from error

    def _look(self) -> int:
        self._left -= 1
        return self._left < 0

    def _insert(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            marks = ",".join("?" * len(table.columns))
            self._base.executemany(f'insert into "{table.name}" values ({marks})', rows)  # noqa: S608 - our own name

    def _add_functions(self) -> None:
        add: Callable[..., None] = self._base.create_function
        add("list_contains", 2, _list_contains, deterministic=True)
        add("starts_with", 2, _starts_with, deterministic=True)
        add("is_blank", 1, _is_blank, deterministic=True)
        self._base.create_aggregate("joined", 2, _Joined)  # type: ignore[arg-type]  # the stub wants one signature


def _fact_rows(table: Table, facts: Sequence[FactSet]) -> list[list[Any]]:
    names = [column.name for column in table.columns]
    lists = [at for at, column in enumerate(table.columns) if column.type == "list"]
    rows = [[row.get(name) for name in names] for each in facts for row in each.rows[table.name]]
    for at in lists:
        for row in rows:
            if row[at] is not None:
                row[at] = _encode(row[at]).encode()
    return rows


def _authorize(action: int, first: str | None, second: str | None, _base: str | None, _inner: str | None) -> int:
    if action == sqlite3.SQLITE_SELECT:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ:
        return sqlite3.SQLITE_OK if first in READABLE else sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and second in FUNCTIONS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _value(stored: Any) -> Any:
    """Return a value as the facts have it: the only binary values are lists, as JSON."""
    return json.loads(stored) if isinstance(stored, bytes) else stored


def _list_contains(values: bytes | None, value: str | None) -> bool | None:
    return None if values is None or value is None else value in json.loads(values)


def _starts_with(text: str | None, prefix: str | None) -> bool | None:
    return None if text is None or prefix is None else text.startswith(prefix)


def _is_blank(text: str | None) -> bool | None:
    return None if text is None else not text.strip(BLANKS)


class _Joined:
    """The aggregate joined(values, separator)."""

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._separator = ""

    def step(self, value: str | None, separator: str) -> None:
        self._separator = separator
        if value is not None:
            self._values.add(str(value))

    def finalize(self) -> str | None:
        return self._separator.join(sorted(self._values)) if self._values else None
