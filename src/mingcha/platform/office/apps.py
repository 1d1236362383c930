"""The app of the officers' pages."""

from __future__ import annotations

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Officers' pages."""

    name = "mingcha.platform.office"
    label = "office"
