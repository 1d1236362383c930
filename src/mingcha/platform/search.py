"""Finding words within names, Chinese ones of a character or two included, in tables of millions of rows.

PostgreSQL's own trigrams know no words of two characters, and under some locales no Chinese at all. So beside each name stands
a generated column, which no model knows, with all single characters and pairs of it: a name that has the words has all pairs
of the words. SQLite, which small platforms use, looks at every row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, TextField
from django.db.models.lookups import IContains, IStartsWith, Lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.apps.registry import Apps
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.models.sql.compiler import SQLCompiler

_FUNCTION = """CREATE OR REPLACE FUNCTION mingcha_pairs(said text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT array_agg(DISTINCT substr(lower(said), at, size))
FROM generate_series(1, 2) size, generate_series(1, length(said) - size + 1) at $$"""
_PAIR = 2
_SUFFIX = "_pairs"


class Has(Lookup):
    """`field__has`: as `icontains`, for fields whose words are indexed (`index`)."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Return the condition of databases without such an index."""
        return IContains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Return the condition: what the index finds, and of that what really has the words, where they are more than a pair."""
        column, values = self.process_lhs(compiler, connection)
        words = str(self.rhs)
        if not words:
            return self.as_sql(compiler, connection)
        pairs = [words[at : at + _PAIR] for at in range(max(1, len(words) - 1))]
        beside = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{connection.ops.quote_name(self.lhs.target.column + _SUFFIX)}"
        # Of several pairs the planner thinks that few names have all, which is near enough; the rest is looked at.
        told: list[Any] = ["\n".join(pairs)]
        sql = f"{beside} @> string_to_array(lower(%s), chr(10))"
        if len(words) > _PAIR:
            sql = f"({sql} AND lower({column}) LIKE lower(%s))"
            told = [*told, *values, f"%{connection.ops.prep_for_like_query(words)}%"]
        return sql, told


class Begins(Lookup):
    """`field__begins`: as `istartswith`, by the index for beginnings where there is one."""

    lookup_name = "begins"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Return the condition of databases without such an index."""
        return IStartsWith(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Return the condition."""
        column, values = self.process_lhs(compiler, connection)
        return f"lower({column}) LIKE lower(%s)", (*values, f"{connection.ops.prep_for_like_query(str(self.rhs))}%")


def register() -> None:
    """Give text fields the lookups `has` and `begins`."""
    for field in (CharField, TextField):
        for lookup in (Has, Begins):
            field.register_lookup(lookup)


def index(app: str, *, words: Sequence[str] = (), beginnings: Sequence[str] = ()) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """Return a step of a migration that makes the indexes for `has` and `begins` of the fields `model.field` on PostgreSQL."""

    def make(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "postgresql":
            return
        editor.execute(_FUNCTION)
        for name in words:
            table, column = _place(apps, app, name)
            said = f'ADD COLUMN "{column}{_SUFFIX}" text[] GENERATED ALWAYS AS (mingcha_pairs("{column}")) STORED'
            editor.execute(f'ALTER TABLE "{table}" {said}')
            editor.execute(f'CREATE INDEX "{table}_{column}_words" ON "{table}" USING GIN ("{column}{_SUFFIX}")')
        for name in beginnings:
            table, column = _place(apps, app, name)
            editor.execute(f'CREATE INDEX "{table}_{column}_begins" ON "{table}" (lower("{column}") text_pattern_ops)')

    return make


def leave(_apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Do nothing: the indexes go with their tables."""


def _place(apps: Apps, app: str, name: str) -> tuple[str, str]:
    """Return table and column of `model.field`."""
    model, _, field = name.partition(".")
    meta = apps.get_model(app, model)._meta  # noqa: SLF001 - Django's documented way to a model's table
    return meta.db_table, str(meta.get_field(field).column)
