from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection

from mingcha.platform.operate.references import COLUMNS, referenced

if TYPE_CHECKING:
    from tests.platform.world import World

# Columns of that length that name no file, and what they name.
_OTHERS = {
    ("registry.Certificate", "sha256"): "a certificate",
    ("testing.Scan", "rules"): "a rule pack",
    ("testing.Finding", "fingerprint"): "a finding",
    ("ledger.Entry", "evidence"): "what another column names as well",
    ("ledger.Entry", "previous"): "an entry",
    ("ledger.Entry", "hash"): "an entry",
    ("ledger.Head", "hash"): "an entry",
    ("casework.Lead", "receipt"): "a receipt number",
    ("people.Allowance", "key"): "who did something",
    ("api.ApiToken", "hash"): "a token",
    ("api.Answer", "request"): "a request",
}


def test_every_column_that_may_hold_a_hash_is_known() -> None:
    models = [model for model in apps.get_models() if model.__module__.startswith("mingcha.")]
    hashes = {
        (model._meta.label, field.name)
        for model in models
        for field in model._meta.concrete_fields
        if getattr(field, "max_length", 0) == 64
    }
    assert hashes == set(COLUMNS) | set(_OTHERS)


def test_the_files_of_the_world_are_referred_to(world: World) -> None:
    def rows(query: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    assert referenced(rows) == [world.version.package_id]
