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
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from mingcha.platform.casework.models import Case

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
    unanswered, shown = todo.unanswered(user, today), list(cases[:SHOWN])
    context = {
        "today": today,
        "cases": shown,
        "leads": leads[:SHOWN],
        "late": _others(late, shown),
        "near": _others(near, shown),
        "unanswered": unanswered[:SHOWN],
        "papers": todo.to_issue(user).select_related("drafted_by", "notice")[:SHOWN],
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


def _others(rows: QuerySet[Case], shown: list[Case]) -> list[Case]:
    """Return the first cases that are not shown already."""
    return list(rows.exclude(pk__in=[case.pk for case in shown])[:SHOWN])


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
    sha256 = re.sub(r"[:\s]", "", words).lower()  # as tools print the hash of a certificate: AB:CD:…
    is_hash = re.fullmatch("[0-9a-f]{64}", sha256) is not None
    packages = known.filter(versions__package=sha256).distinct()[:SHOWN] if is_hash else ()
    signed = known.filter(versions__signatures__certificate=sha256).distinct()[:SHOWN] if is_hash else ()
    cases = list(visible_cases(user).filter(title__has=words).order_by("-pk")[:SHOWN]) if words else []
    if (found := {app.pk for app in (*apps, *packages, *signed)}) and len(cases) < SHOWN:
        more = visible_cases(user).filter(app__in=found).exclude(pk__in=[case.pk for case in cases]).order_by("-pk")
        cases += more[: SHOWN - len(cases)]
    context = {
        "q": words,
        "cases": cases,
        "leads": visible_leads(user).filter(name__has=words).order_by("-pk")[:SHOWN] if words else (),
        "apps": apps,
        "packages": packages,
        "signed": signed,
    }
    return render(request, "office/search.html", context)


urlpatterns = [path("", start, name="start"), path("search/", search, name="search")]
