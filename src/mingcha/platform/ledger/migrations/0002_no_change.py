"""The database itself refuses to change or delete an entry of the event log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_REFUSAL = "the event log is append-only"
_SQLITE = [
    f"CREATE TRIGGER ledger_no_{action.lower()} BEFORE {action} ON ledger_entry BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for action in ("UPDATE", "DELETE")
]
_POSTGRES = [
    (
        "CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ),
    "CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
]
_DROP = {
    "sqlite": ["DROP TRIGGER ledger_no_update", "DROP TRIGGER ledger_no_delete"],
    "postgresql": [
        "DROP TRIGGER ledger_no_change ON ledger_entry",
        "DROP TRIGGER ledger_no_truncate ON ledger_entry",
        "DROP FUNCTION ledger_refuse()",
    ],
}


def guard(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Set the triggers."""
    for sql in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRES:
        editor.execute(sql)


def release(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    for sql in _DROP[editor.connection.vendor]:
        editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(guard, release)]
