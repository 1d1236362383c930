"""The app of the platform's own upkeep."""

from __future__ import annotations

from django.apps import AppConfig


class OperateConfig(AppConfig):
    """Has no tables; its units are found by the queue."""

    name = "mingcha.platform.operate"
    label = "operate"
