"""The rows of a PostgreSQL database as one file per table, in COPY's text form, which every later version of the server reads."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from mingcha.platform.operate.home import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable

# Kept by the migrations themselves.
_MIGRATIONS = "django_migrations"
# What a manifest may name: it becomes part of a statement, and Django leaves a name in quotation marks as it is.
_COLUMN = re.compile(r"[a-z0-9_]+")


def tables() -> dict[str, list[str]]:
    """Return the columns of every table of the platform, each table after those that refer to it.

    In that order they can be filled: references are looked at when the transaction ends, but what the database refuses once a
    row is issued (`documents.migrations.0002_frozen`) must be there before it.
    """
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True) if model._meta.managed}  # noqa: SLF001 - Django's documented way to a model's table
    ordered: list[str] = []

    def place(table: str, above: tuple[str, ...] = ()) -> None:
        if table in ordered or table in above:
            return
        for other, model in models.items():
            if any(field.related_model is models[table] for field in model._meta.concrete_fields if field.is_relation):  # noqa: SLF001 - as above
                place(other, (*above, table))
        ordered.append(table)

    for table in sorted(models):
        place(table)
    return {table: [field.column for field in models[table]._meta.concrete_fields if field.column] for table in ordered}  # noqa: SLF001 - as above


def dump(table: str, columns: list[str], target: IO[bytes]) -> None:
    """Write the rows of a table."""
    with connection.cursor() as cursor, cursor.copy(_copy(table, columns, "TO STDOUT")) as copy:
        for data in copy:
            target.write(data)


@transaction.atomic
def load(columns: dict[str, list[str]], open_table: Callable[[str], IO[bytes]]) -> None:
    """Fill the migrated, unused tables with the rows of a dump, in place of what migrations put there."""
    known = tables()
    mine = list(known)
    if any(not _COLUMN.fullmatch(name) for names in columns.values() for name in names) or not set(columns) <= set(known):
        raise HomeError("备份清单中的表或列有误 / the backup names tables or columns that are none")
    with connection.cursor() as cursor:
        for table in mine:
            cursor.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608 - a table of our own
        for table in sorted(columns, key=mine.index):
            with open_table(table) as stream, cursor.copy(_copy(table, columns[table], "FROM STDIN")) as copy:
                while chunk := stream.read(1024 * 1024):
                    copy.write(chunk)
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def migrations() -> list[list[str]]:
    """Return the migrations that the database has, as [app, name], in order."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {_MIGRATIONS} ORDER BY app, name")  # noqa: S608 - a constant
        return [list(row) for row in cursor.fetchall()]


def _models() -> list[Any]:
    return list(apps.get_models(include_auto_created=True))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _copy(table: str, columns: list[str], way: str) -> str:
    return f"COPY {_quoted(table)} ({', '.join(map(_quoted, columns))}) {way}"
