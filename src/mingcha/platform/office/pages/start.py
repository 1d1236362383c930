"""The start page: what waits for the person; and the search over everything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.platform.casework import todo
from mingcha.platform.casework.limits import RETURN_DAY
from mingcha.platform.casework.scope import visible_cases, visible_leads
from mingcha.platform.office.access import page, person
from mingcha.platform.office.paging import COUNTED, count
from mingcha.platform.people.models import Role
from mingcha.platform.registry.scope import visible_apps

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHOWN = 10
_NUMBER = re.compile(r"[CL]-\d{4}-\d{1,6}", re.IGNORECASE)


@page(roles=tuple(Role.values))
def start(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person and which days are due."""
    user, today = person(request), timezone.localdate()
    cases, leads, late, near = (
        todo.waiting(user, today).select_related("bureau", "version"),
        todo.new_leads(user).select_related("body"),
        todo.late(user, today),
        todo.near(user, today),
    )
    unanswered = todo.unanswered(user, today)
    context = {
        "today": today,
        "cases": cases[:SHOWN],
        "leads": leads[:SHOWN],
        "late": late[:SHOWN],
        "near": near[:SHOWN],
        "unanswered": unanswered[:SHOWN],
        "counts": {
            name: _counted(count(rows))
            for name, rows in (("cases", cases), ("leads", leads), ("late", late), ("near", near), ("unanswered", unanswered))
        },
        "monthly": todo.monthly_return(user, today),
        "missing": todo.missing_returns(user, today),
        "return_day": today.replace(day=RETURN_DAY),
        "may_enter": user.acts_as(Role.OFFICER),
    }
    return render(request, "office/start.html", context)


def _counted(number: int) -> int | str:
    return number if number <= COUNTED else f"{COUNTED}+"


@page()
def search(request: HttpRequest) -> HttpResponse:
    """Find cases, leads and apps by number, name, package name or hash; a number leads straight to its page."""
    user, words = person(request), request.GET.get("q", "").strip()[:100]
    if _NUMBER.fullmatch(words):
        for rows, name in ((visible_cases(user), "case"), (visible_leads(user), "lead")):
            if row := rows.filter(number=words.upper()).first():
                return HttpResponseRedirect(reverse(f"office:{name}", args=[row.pk]))
    known = visible_apps(user)
    apps = (known.filter(package_name__begins=words) | known.filter(name__has=words)).order_by("-pk")[:SHOWN] if words else ()
    packages = known.filter(versions__package=words.lower()).distinct()[:SHOWN] if re.fullmatch("[0-9a-fA-F]{64}", words) else ()
    cases = list(visible_cases(user).filter(title__has=words).order_by("-pk")[:SHOWN]) if words else []
    if (found := {app.pk for app in (*apps, *packages)}) and len(cases) < SHOWN:
        more = visible_cases(user).filter(app__in=found).exclude(pk__in=[case.pk for case in cases]).order_by("-pk")
        cases += more[: SHOWN - len(cases)]
    context = {
        "q": words,
        "cases": cases,
        "leads": visible_leads(user).filter(name__has=words).order_by("-pk")[:SHOWN] if words else (),
        "apps": apps,
        "packages": packages,
    }
    return render(request, "office/search.html", context)


urlpatterns = [path("", start, name="start"), path("search/", search, name="search")]
