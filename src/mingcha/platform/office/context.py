"""What every page shows: name of the product, menu, language, theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from mingcha.platform.office.menu import menu
from mingcha.platform.portal.nav import nav

if TYPE_CHECKING:
    from django.http import HttpRequest

THEMES = ("system", "light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    theme = request.COOKIES.get("mingcha_theme") or (user.theme if signed_in and user else "system")
    return {
        "menu": menu(request) if signed_in and request.user.is_active else (),
        "public_pages": () if signed_in else nav(request),
        "theme": theme if theme in THEMES else "system",
        "english": request.LANGUAGE_CODE.startswith("en") if hasattr(request, "LANGUAGE_CODE") else False,
        "demonstration": not settings.SECOND_FACTOR_REQUIRED,
    }
