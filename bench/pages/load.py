"""Filling tables by COPY. Indexes and constraints are taken away before and made again afterwards."""

from __future__ import annotations

import json
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import Model

_AT_ONCE = 2000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_CONSTRAINTS = """select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint
    where contype in ('f', 'u') and connamespace = 'public'::regnamespace order by contype desc, conname"""
_INDEXES = """select quote_ident(indexname), indexdef from pg_indexes i where schemaname = 'public' and not exists
    (select from pg_constraint c where c.conname = i.indexname) order by indexname"""


class Encoded(str):
    """Text of a COPY, ready to be sent."""

    __slots__ = ()


def encode(value: Any) -> str:
    """Return a value as the text format of COPY has it."""
    if value is None:
        return "\\N"
    if isinstance(value, Encoded):
        return value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (list, dict)):
        value = json.dumps(value, ensure_ascii=False)
    return str(value).translate(_ESCAPES)


def encode_row(values: Iterable[Any]) -> Encoded:
    """Return several columns of a row as one."""
    return Encoded("\t".join(map(encode, values)))


def fill(model: type[Model], names: Sequence[str], rows: Iterable[Iterable[Any]], **same: Any) -> int:
    """Write rows with these fields, and `same` in every row; other fields get their default. Return how many there were."""
    left = {field.attname: field.get_default() for field in model._meta.concrete_fields if field.attname not in {*names, *same}}
    fixed = same | {name: value for name, value in left.items() if name != "id"}
    tail = encode_row(fixed.values())
    columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in (*names, *fixed))
    end = f"\t{tail}\n" if fixed else "\n"
    number, rows = 0, iter(rows)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
        while chunk := list(islice(rows, _AT_ONCE)):
            copy.write("".join(["\t".join(map(encode, row)) + end for row in chunk]))
            number += len(chunk)
    return number


@contextmanager
def bare() -> Iterator[None]:
    """Have no index but primary keys, and no constraint between tables, while the block runs; then analyse everything."""
    with connection.cursor() as cursor:
        cursor.execute(_CONSTRAINTS)
        constraints = cursor.fetchall()
        cursor.execute(_INDEXES)
        indexes = cursor.fetchall()
        for table, name, _ in reversed(constraints):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        _set_sequences(cursor)
        cursor.execute("VACUUM ANALYZE")


def _set_sequences(cursor: Any) -> None:
    cursor.execute(
        """select table_name, pg_get_serial_sequence(quote_ident(table_name), column_name), column_name
        from information_schema.columns where table_schema = 'public' and is_identity = 'YES'"""
    )
    for table, sequence, column in cursor.fetchall():
        sql = f'SELECT setval(%s, coalesce((SELECT max("{column}") FROM "{table}"), 0) + 1, false)'  # noqa: S608 - names of the catalogue
        cursor.execute(sql, [sequence])
