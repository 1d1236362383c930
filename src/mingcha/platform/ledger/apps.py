"""The app of the event log."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Innermost app: everything else may write to it."""

    name = "mingcha.platform.ledger"
    label = "ledger"
