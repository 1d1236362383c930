"""The database refuses to change or delete an issued document and its files.

On SQLite a later migration that alters one of the two tables makes it anew, without its triggers: it must end by running
`freeze` again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_MESSAGE = "an issued document is never changed"
_OF_FILE = "SELECT state FROM documents_document WHERE id = {row}.document_id"

SQLITE = [
    ("documents_document_update", "UPDATE ON documents_document", "OLD.state = 'issued'"),
    ("documents_document_delete", "DELETE ON documents_document", "OLD.state = 'issued'"),
    ("documents_file_insert", "INSERT ON documents_file", f"({_OF_FILE.format(row='NEW')}) = 'issued'"),
    (
        "documents_file_update",
        "UPDATE ON documents_file",
        f"'issued' IN (({_OF_FILE.format(row='OLD')}), ({_OF_FILE.format(row='NEW')}))",
    ),
    ("documents_file_delete", "DELETE ON documents_file", f"({_OF_FILE.format(row='OLD')}) = 'issued'"),
]
POSTGRESQL = f"""
CREATE FUNCTION documents_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION documents_refuse_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND ({_OF_FILE.format(row="OLD")}) = 'issued' OR TG_OP <> 'DELETE' AND ({_OF_FILE.format(row="NEW")}) = 'issued' THEN
    RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER documents_document_frozen BEFORE UPDATE OR DELETE ON documents_document
  FOR EACH ROW WHEN (OLD.state = 'issued') EXECUTE FUNCTION documents_refuse();
CREATE TRIGGER documents_file_frozen BEFORE INSERT OR UPDATE OR DELETE ON documents_file
  FOR EACH ROW EXECUTE FUNCTION documents_refuse_file();
CREATE TRIGGER documents_document_kept BEFORE TRUNCATE ON documents_document FOR EACH STATEMENT EXECUTE FUNCTION documents_refuse();
CREATE TRIGGER documents_file_kept BEFORE TRUNCATE ON documents_file FOR EACH STATEMENT EXECUTE FUNCTION documents_refuse();
"""
POSTGRESQL_BACK = """
DROP TRIGGER documents_document_frozen ON documents_document;
DROP TRIGGER documents_file_frozen ON documents_file;
DROP TRIGGER documents_document_kept ON documents_document;
DROP TRIGGER documents_file_kept ON documents_file;
DROP FUNCTION documents_refuse;
DROP FUNCTION documents_refuse_file;
"""


def freeze(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL)
    else:
        for name, when, condition in SQLITE:
            editor.execute(f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END")


def thaw(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_BACK)
    else:
        for name, *_ in SQLITE:
            editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
