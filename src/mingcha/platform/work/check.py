"""Refuses a database on which two workers could take the same unit at once."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import connections, router


def check_transactions(**_: Any) -> list[CheckMessage]:
    """Return an error unless the units' database can lock rows, or (SQLite) begins transactions by taking the write lock."""
    connection = connections[router.db_for_write(apps.get_model("work", "Unit"))]
    if connection.features.has_select_for_update_skip_locked:
        return []
    mode = connection.settings_dict.get("OPTIONS", {}).get("transaction_mode")
    if connection.vendor == "sqlite" and mode in {"IMMEDIATE", "EXCLUSIVE"}:
        return []
    return [Error("SQLite needs OPTIONS transaction_mode IMMEDIATE; other databases need SKIP LOCKED", id="work.E001")]
