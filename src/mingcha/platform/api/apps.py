"""The app of the API."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tokens and answers of the API."""

    name = "mingcha.platform.api"
    label = "api"

    def ready(self) -> None:
        """End tokens with the access that they rest on."""
        from mingcha.platform.api import tokens  # noqa: F401, PLC0415 - connects to signals, which need loaded apps
