"""The app of the queue."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules

from mingcha.platform.work.check import check_transactions


class WorkConfig(AppConfig):
    """Finds the handlers: a module or package `units` in any installed app."""

    name = "mingcha.platform.work"
    label = "work"

    def ready(self) -> None:
        """Register handlers and the check of the database's settings."""
        autodiscover_modules("units")
        checks.register(check_transactions, checks.Tags.database)
