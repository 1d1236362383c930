"""The app of the official documents."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents that an authority or a laboratory issues."""

    name = "mingcha.platform.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
