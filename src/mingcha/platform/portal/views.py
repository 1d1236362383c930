"""The public site: what was announced, without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from mingcha.platform.casework.models import Notice

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SHOWN = 20


def home(request: HttpRequest) -> HttpResponse:
    """Show the newest notices."""
    notices = Notice.objects.exclude(issued_on=None).select_related("body").order_by("-issued_on", "-pk")[:_SHOWN]
    return render(request, "portal/home.html", {"notices": notices})
