"""The app of the API."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tokens and answers of the API."""

    name = "mingcha.platform.api"
    label = "api"
