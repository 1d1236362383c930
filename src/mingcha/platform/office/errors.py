"""Error pages in the product's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _show(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "office/error.html", {"status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Show that the request was wrong."""
    return _show(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Show that the person may not see this."""
    return _show(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Show that there is no such page, or none that the person may see."""
    return _show(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show that something broke here."""
    return _show(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Show that the form was too old or came from elsewhere."""
    return _show(request, 403)
