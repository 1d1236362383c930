"""The app of leads and cases."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Leads, cases, notices."""

    name = "mingcha.platform.casework"
    label = "casework"
