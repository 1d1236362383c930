"""The platform's one store of files: packages, policies, reports, facts, evidence, documents."""

from __future__ import annotations

from django.conf import settings

from mingcha.platform.store import Store


def store() -> Store:
    """Return the store at the address of the settings."""
    return Store(settings.STORE)
