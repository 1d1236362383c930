"""The app of the public site."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Public site."""

    name = "mingcha.platform.portal"
    label = "portal"
