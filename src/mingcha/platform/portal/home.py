"""The front page of the public site, help, and the accessibility statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import path

from mingcha.platform.people.models import Body, BodyKind
from mingcha.platform.portal.notices import issued_notices

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SHOWN = 8


def home(request: HttpRequest) -> HttpResponse:
    """Show the newest notices, and what can be done here."""
    return render(request, "portal/home.html", {"notices": issued_notices().order_by("-issued_on", "-pk")[:_SHOWN]})


def guide(request: HttpRequest) -> HttpResponse:
    """Show how to use the site."""
    return render(request, "portal/help.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement, and whom to tell of an obstacle."""
    centre = Body.objects.filter(kind=BodyKind.COMPLAINTS, active=True).first()
    return render(request, "portal/accessibility.html", {"centre": centre})


urlpatterns = [
    path("", home, name="home"),
    path("help/", guide, name="help"),
    path("accessibility/", accessibility, name="accessibility"),
]
