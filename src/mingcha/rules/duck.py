"""The engine for many packages: DuckDB in memory, without access to anything else."""

from __future__ import annotations

from threading import Timer
from typing import TYPE_CHECKING, Any

import numpy as np

from mingcha.facts.schema import SQL_TYPES, TABLES
from mingcha.rules.schema import ALL_TABLES, CATALOGUE_TABLES, DERIVED, catalogue_rows
from mingcha.rules.sqlite import SqliteTables
from mingcha.rules.tables import BLANKS, MAX_ROWS, QueryError, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.catalogue import Catalogue
    from mingcha.facts.factset import FactSet
    from mingcha.facts.schema import Table

# Wall-clock guard of one query, in seconds, far above what an honest rule needs.
_SECONDS = 120.0
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "2GB",
    "max_temp_directory_size": "0KB",
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class DuckTables:
    """Tables of many packages; see `tables.Tables`."""

    def __init__(self, facts: Sequence[FactSet], catalogue: Catalogue) -> None:
        import duckdb

        self._error = duckdb.Error
        # DuckDB has hundreds of functions, the clock among them: a query must first pass SQLite's authorizer.
        self._dialect = SqliteTables((), catalogue)
        self._base = duckdb.connect(":memory:", config=_CONFIG)
        # Column types are taken from all values: by default a sample decides, and a late value then fails.
        self._base.execute("set pandas_analyze_sample = 1000000000")
        self._add_functions()
        for table in ALL_TABLES.values():
            columns = ", ".join(f'"{column.name}" {SQL_TYPES[column.type]}' for column in table.columns)
            self._base.execute(f'create table "{table.name}" ({columns})')
        for name, rows in catalogue_rows(catalogue).items():
            self._insert(CATALOGUE_TABLES[name], list(zip(*rows, strict=True)))
        for table in TABLES.values():
            rows_of = [row for each in facts for row in each.rows[table.name]]
            self._insert(table, [[row.get(column.name) for row in rows_of] for column in table.columns])
        for derived in DERIVED.values():
            self._base.execute(f'create table "{derived.name}" as {derived.sql}')
        self._base.execute("set lock_configuration = true")

    def columns(self, sql: str) -> list[str]:
        """Plan one SELECT; see `tables.Tables`."""
        return [column[0] for column in self._run(f"select * from (\n{sql}\n) limit 0").description]  # noqa: S608 - checked

    def query(self, sql: str) -> Rows:
        """Run one SELECT; see `tables.Tables`."""
        result = self._run(sql)
        names = [column[0] for column in result.description]
        found = result.fetchmany(MAX_ROWS + 1)
        if len(found) > MAX_ROWS:
            raise QueryError(f"more than {MAX_ROWS} rows")
        return [dict(zip(names, row, strict=True)) for row in found]

    def close(self) -> None:
        """Give the memory back."""
        self._dialect.close()
        self._base.close()

    def _run(self, sql: str) -> Any:
        self._dialect.check(sql)
        guard = Timer(_SECONDS, self._base.interrupt)
        guard.daemon = True
        guard.start()
        try:
            statements = self._base.extract_statements(sql)
            if len(statements) != 1 or statements[0].type.name != "SELECT":
                raise QueryError("not a single SELECT")
            return self._base.execute(statements[0])
        except self._error as error:
            raise QueryError(" ".join(str(error).split())) from error
        finally:
            guard.cancel()

    def _insert(self, table: Table, columns: Sequence[Sequence[Any]]) -> None:
        if not columns or not columns[0]:
            return
        arrays = {}
        for column, values in zip(table.columns, columns, strict=True):
            arrays[column.name] = np.empty(len(values), dtype=object)
            arrays[column.name][:] = values
        self._base.register("incoming", arrays)
        self._base.execute(f'insert into "{table.name}" select * from incoming')  # noqa: S608 - our own name
        self._base.unregister("incoming")

    def _add_functions(self) -> None:
        blanks = BLANKS.replace("'", "''")
        self._base.execute(f"create macro is_blank(x) as trim(x, '{blanks}') = ''")
        self._base.execute(
            "create macro joined(x, separator) as nullif(array_to_string(list_sort(list_distinct(list(x::varchar))), separator), '')"
        )
