"""Language and theme, kept in a cookie and with the signed-in person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mingcha.platform.office.context import THEMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_YEAR = 365 * 24 * 3600


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and go back to the page."""
    chosen = request.POST.get("language", "")
    return _remember(request, "language", settings.LANGUAGE_COOKIE_NAME, chosen, [code for code, _ in settings.LANGUAGES])


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch the theme and go back to the page."""
    return _remember(request, "theme", "mingcha_theme", request.POST.get("theme", ""), list(THEMES))


def _remember(request: HttpRequest, field: str, cookie: str, chosen: str, known: list[str]) -> HttpResponse:
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in known:
        response.set_cookie(cookie, chosen, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
        if request.user.is_authenticated:
            setattr(request.user, field, chosen)
            request.user.save(update_fields=[field])
    return response
