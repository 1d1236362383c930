"""What every request passes: bounds; and of a signed-in person own language, own password, second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from mingcha.platform.people.accounts import has_second_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

# Pages a person who has yet to set these up may still open: to do so, to sign out, and what such pages load.
_OPEN = ("/accounts/", "/static/", "/language/", "/theme/")


class Bounds:
    """Refuses an address with a NUL character, which PostgreSQL cannot hold, and from strangers what is longer than `MAX_PUBLIC_BYTES`.

    Neither is read any further. The API reads nothing before it knows the token, and has a bound of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponse(status=400)
        length = request.META.get("CONTENT_LENGTH") or "0"
        long = not length.isdecimal() or int(length) > settings.MAX_PUBLIC_BYTES
        if long and not request.path.startswith("/api/") and not request.user.is_authenticated:
            return HttpResponse(status=413)
        return self.get_response(request)


class Preferences:
    """Shows pages in the language that a signed-in person chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        return self.get_response(request)


class OwnPassword:
    """Sends a person who came in with a one-time password to the page that changes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.once and not request.path.startswith(_OPEN):
            return redirect("account_change_password")
        return self.get_response(request)


class SecondFactor:
    """Sends a person who must have a second factor and has none to the page that sets it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            settings.SECOND_FACTOR_REQUIRED
            and user.is_authenticated
            and user.needs_second_factor
            and not request.path.startswith(_OPEN)
            and not has_second_factor(user)
        ):
            return redirect("mfa_index")
        return self.get_response(request)
