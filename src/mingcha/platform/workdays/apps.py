"""The app of the working days."""

from __future__ import annotations

from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    """Holidays and make-up working days that officers add to the table that is shipped."""

    name = "mingcha.platform.workdays"
    label = "workdays"
    default_auto_field = "django.db.models.BigAutoField"
