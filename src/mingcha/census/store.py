"""Facts as Parquet: one file per table in a folder, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mingcha.facts.factset import FactSet
from mingcha.facts.schema import SQL_TYPES, TABLES
from mingcha.model import MingchaError

if TYPE_CHECKING:
    from collections.abc import Iterable


def save_facts(all_facts: Iterable[FactSet], folder: Path) -> None:
    """Write every table of all packages to `folder`/<table>.parquet, in the order given; of equal packages the first."""
    import json  # noqa: PLC0415 - start-up time
    import tempfile  # noqa: PLC0415 - start-up time

    import duckdb

    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    kept: set[str] = set()
    for facts in all_facts:
        if facts.package in kept:
            continue
        kept.add(facts.package)
        for name, found in facts.rows.items():
            rows[name] += found
    with duckdb.connect(config={"threads": 1}) as base, tempfile.TemporaryDirectory() as scratch:
        for name, table in TABLES.items():
            lines = Path(scratch, f"{name}.json")
            lines.write_text("".join(json.dumps(row) + "\n" for row in rows[name]), encoding="utf-8")
            columns = ", ".join(f"'{column.name}': '{SQL_TYPES[column.type]}'" for column in table.columns)
            source = f"read_json('{_quote(lines)}', format='newline_delimited', columns={{{columns}}})"
            base.execute(  # names come from our own schema, paths are quoted
                f"copy (select * from {source}) to '{_quote(folder / name)}.parquet' (format parquet, compression zstd)"  # noqa: S608 - see above
            )


def load_facts(folder: Path) -> list[FactSet]:
    """Read what `save_facts` wrote, packages in the order of their file; MingchaError when a table is missing or foreign."""
    import duckdb

    found: dict[str, FactSet] = {}
    with duckdb.connect(config={"threads": 1}) as base:
        for name, table in TABLES.items():
            columns = [column.name for column in table.columns]
            names = ", ".join(f'"{column}"' for column in columns)
            try:
                rows = base.execute(f"select {names} from read_parquet('{_quote(folder / name)}.parquet')").fetchall()  # noqa: S608 - our own names
            except duckdb.Error as wrong:
                line = str(wrong).partition("\n")[0]
                raise MingchaError(f"{folder}: 不是可读的事实文件夹 / not a readable folder of facts: {line}") from wrong
            for row in rows:
                facts = found.setdefault(row[0], FactSet(row[0]))
                facts.add(name, **dict(zip(columns[1:], row[1:], strict=True)))
    return list(found.values())


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")
