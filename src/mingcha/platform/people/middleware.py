"""What every request passes: encoding and bounds; and of a signed-in person own language, own password, second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from mingcha.platform.people.accounts import has_second_factor
from mingcha.platform.people.directory import has_expired
from mingcha.platform.words import choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

# Pages a person who has yet to set these up may still open: to do so, to sign out, and what such pages load.
_OPEN = ("/accounts/", "/static/", "/language/", "/theme/")
_DIGITS = 20


class Encoding:
    """Refuses, unread, an address or cookie with a NUL character, which PostgreSQL cannot hold."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = (request.path, *request.COOKIES.values())
        if "%00" in request.META.get("QUERY_STRING", "") or any("\0" in each for each in told):
            return HttpResponse(status=400)
        return self.get_response(request)


class Bounds:
    """Refuses, unread, from strangers what is longer than `MAX_PUBLIC_BYTES`, and from others what no package can be.

    The API reads nothing before it knows the token, and has a bound of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/") and not self._is_bounded(request):
            return HttpResponse(status=413)
        return self.get_response(request)

    def _is_bounded(self, request: HttpRequest) -> bool:
        told = request.META.get("CONTENT_LENGTH") or "0"
        length = int(told) if told.isdecimal() and len(told) < _DIGITS else settings.MAX_PACKAGE_BYTES * 2
        if length <= settings.MAX_PUBLIC_BYTES:
            return True
        return length <= settings.MAX_PACKAGE_BYTES + settings.MAX_PUBLIC_BYTES and request.user.is_authenticated


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
    """Sends a person who came in with a one-time password to the page that changes it; one whose password is too old, out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.once:
            if has_expired(user, timezone.now()):
                logout(request)
                words = choose("一次性密码已过期，请联系系统管理员。", "The one-time password has expired: ask for another.")
                messages.error(request, words)
                return redirect("account_login")
            if not request.path.startswith(_OPEN):
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
