"""The app of bodies and users."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Bodies and users."""

    name = "mingcha.platform.people"
    label = "people"

    def ready(self) -> None:
        """Log sign-ins; let names be searched."""
        from mingcha.platform.people import signins  # noqa: F401, PLC0415 - connects to signals, which need loaded apps
        from mingcha.platform.search import register  # noqa: PLC0415 - as above

        register()
