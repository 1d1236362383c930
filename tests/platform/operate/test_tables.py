from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection

from mingcha.platform.operate import tables
from mingcha.platform.operate.home import HomeError

if TYPE_CHECKING:
    from tests.platform.world import World


@pytest.mark.django_db
def test_every_table_comes_after_those_that_refer_to_it() -> None:
    order = list(tables.tables())
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    assert set(order) == set(models)
    assert order.index("documents_file") < order.index("documents_document")
    assert order.index("ledger_entry") < order.index("people_user") < order.index("people_body")
    with connection.cursor() as cursor:
        for table, columns in tables.tables().items():
            known = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            # What the database works out by itself is not copied.
            assert set(columns) == known - _made(cursor, table), table


def _made(cursor: Any, table: str) -> set[str]:
    """Return the columns that PostgreSQL makes of others."""
    if connection.vendor != "postgresql":
        return set()
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'ALWAYS'", [table])
    return {name for (name,) in cursor.fetchall()}


def test_rows_survive_dump_and_load(world: World) -> None:
    if connection.vendor != "postgresql":
        assert not hasattr(connection.connection.cursor(), "copy")  # SQLite is copied as a file
        return
    columns = tables.tables()

    def dumped() -> dict[str, bytes]:
        files = {}
        for table, names in columns.items():
            tables.dump(table, names, stream := io.BytesIO())
            files[table] = stream.getvalue()
        return files

    def digests() -> dict[str, str]:
        return {table: hashlib.sha256(b"\n".join(sorted(rows.split(b"\n")))).hexdigest() for table, rows in dumped().items()}

    before, files = digests(), dumped()
    assert files["people_body"].count(b"\n") == len(world.bodies)
    tables.load(columns, lambda table: io.BytesIO(files[table]))
    assert digests() == before
    assert tables.migrations() != []
    body = apps.get_model("people.Body").objects.create(kind="lab", name="新")
    assert body.pk == max(each.pk for each in world.bodies.values()) + 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns", [{"people_user": ['"id") FROM PROGRAM \'id\' --"']}, {"people_user": ["id; --"]}, {"pg_authid": ["oid"]}]
)
def test_a_manifest_brings_no_statements_of_its_own(columns: dict[str, list[str]]) -> None:
    with pytest.raises(HomeError, match="that are none"):
        tables.load(columns, lambda _table: io.BytesIO())
