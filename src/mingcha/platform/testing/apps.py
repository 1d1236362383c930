"""The app of scans, findings and checklists."""

from __future__ import annotations

from django.apps import AppConfig


class TestingConfig(AppConfig):
    """Scans, findings, tests."""

    name = "mingcha.platform.testing"
    label = "testing"
