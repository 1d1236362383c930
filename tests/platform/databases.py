"""SQLite and PostgreSQL as databases of a test: `default` becomes one of them, with the tables made once in a session."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.db import connections
from tests.platform.postgres import PORT, USER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Settings = dict[str, Any]
DEFAULT = "default"


def sqlite(folder: Path) -> Settings:
    """Return the settings of a database file with the options that the platform has."""
    name = str(folder / "test.sqlite3")
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options, "TEST": {"NAME": name}}


def postgresql(host: str, name: str = "postgres") -> Settings:
    """Return the settings of a database of the server with that socket folder (`postgres.serve`)."""
    return {"ENGINE": "django.db.backends.postgresql", "NAME": name, "USER": USER, "HOST": host, "PORT": PORT}


def make(settings: Settings) -> Settings:
    """Make the test database of these settings with its tables; return the settings that lead to it."""
    with use(settings):
        name = connections[DEFAULT].creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        set_log_guard(on=False)
        if connections[DEFAULT].vendor == "postgresql":
            # As above: a flush truncates every table. What freezes issued documents row by row stays.
            with connections[DEFAULT].cursor() as cursor:
                for table in ("document", "file"):
                    cursor.execute(f"DROP TRIGGER documents_{table}_kept ON documents_{table}")
    return {**settings, "NAME": name}


def set_log_guard(*, on: bool) -> None:
    """Let the database refuse changes to the event log, or not: between tests its rows are taken away."""
    migration = import_module("mingcha.platform.ledger.migrations.0002_no_change")
    with connections[DEFAULT].schema_editor() as editor:
        (migration.guard if on else migration.release)(None, editor)


def clear() -> None:
    """Take all rows away after a test that issued documents outside a transaction: SQLite guards them row by row."""
    if connections[DEFAULT].vendor != "sqlite":
        return
    migration = import_module("mingcha.platform.documents.migrations.0002_frozen")
    with connections[DEFAULT].schema_editor() as editor:
        migration.thaw(None, editor)
    call_command("flush", interactive=False, verbosity=0)
    with connections[DEFAULT].schema_editor() as editor:
        migration.freeze(None, editor)


@contextmanager
def use(settings: Settings) -> Iterator[None]:
    """Make a database the default one of all threads while the block runs."""
    before = connections.settings[DEFAULT]
    _swap(connections.configure_settings({DEFAULT: settings})[DEFAULT])
    try:
        yield
    finally:
        _swap(before)


def _swap(settings: Settings) -> None:
    connections[DEFAULT].close()
    connections.settings[DEFAULT] = settings
    del connections[DEFAULT]
