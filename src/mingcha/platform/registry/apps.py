"""The app of the registry."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Apps, SDKs, packages."""

    name = "mingcha.platform.registry"
    label = "registry"
