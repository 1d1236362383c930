"""`mingcha platform backup`: database, files and key while the platform runs, as they were at one moment.

The database is copied first, as of one moment; the files that it refers to are never changed afterwards, so copying them later
gives the same state.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from mingcha import __version__
from mingcha.platform.files import store
from mingcha.platform.operate import home as homes
from mingcha.platform.operate import tables
from mingcha.platform.operate.archive import Writer
from mingcha.platform.operate.references import referenced

if TYPE_CHECKING:
    from datetime import datetime

    from mingcha.platform.operate.references import Rows

_HEAD = "SELECT number, hash FROM ledger_head WHERE id = 1"


@dataclass(frozen=True, slots=True)
class Backup:
    """What was saved: files of the store, those that the store has lost or damaged, the log's head, the manifest's SHA-256."""

    files: int
    missing: tuple[str, ...]
    number: int
    head: str
    manifest: str


def back_up(home: Path, target: Path, *, now: datetime) -> Backup:
    """Write a backup to a new folder, or to a new file whose name ends in .tar. HomeError when the place is taken."""
    with Writer(target) as writer, tempfile.TemporaryDirectory(dir=home, prefix="backup-") as scratch:
        for name in (homes.KEY, homes.READY, homes.DEMONSTRATION):
            if (home / name).is_file():
                writer.add_file(f"home/{name}", home / name)
        save = _save_sqlite if connection.vendor == "sqlite" else _save_postgresql
        told, hashes = save(writer, Path(scratch))
        missing = [sha256 for sha256 in hashes if not _save_object(writer, sha256)]
        told |= {"product": "mingcha", "version": __version__, "at": now.isoformat(), "missing": missing}
        manifest = writer.finish(told)
    number, head = told["ledger"]
    return Backup(len(hashes) - len(missing), tuple(missing), number, head, manifest)


def _save_sqlite(writer: Writer, scratch: Path) -> tuple[dict[str, Any], list[str]]:
    copy = scratch / homes.DATABASE
    copy.touch(homes.PRIVATE_FILE)
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source, closing(sqlite3.connect(copy)) as target:
        # All pages in one go: in WAL mode this reads one state and keeps no writer waiting.
        source.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode = DELETE")
        told, hashes = _look(lambda query: target.execute(query).fetchall())
    writer.add_file(f"database/{homes.DATABASE}", copy)
    return {"engine": "sqlite", **told}, hashes


def _save_postgresql(writer: Writer, scratch: Path) -> tuple[dict[str, Any], list[str]]:
    columns = tables.tables()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

        def rows(query: str) -> list[Any]:
            cursor.execute(query)
            return list(cursor.fetchall())

        told, hashes = _look(rows)
        for table, names in columns.items():
            path = scratch / table
            with path.open("wb") as file:
                tables.dump(table, names, file)
            writer.add_file(f"database/{table}", path)
            path.unlink()
    return {"engine": "postgresql", "columns": columns, **told}, hashes


def _look(rows: Rows) -> tuple[dict[str, Any], list[str]]:
    head = next(iter(rows(_HEAD)), (0, ""))
    migrations = [list(row) for row in rows("SELECT app, name FROM django_migrations ORDER BY app, name")]
    return {"ledger": list(head), "migrations": migrations}, referenced(rows)


def _save_object(writer: Writer, sha256: str) -> bool:
    """Copy an object of the store; False when it is not there or damaged, which is told and not hidden."""
    files = store()
    if not files.verify(sha256):
        return False
    with files.open(sha256) as stream:
        writer.add(f"store/{sha256}", stream, files.size(sha256))
    return True
