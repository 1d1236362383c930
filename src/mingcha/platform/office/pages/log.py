"""The event log for auditors and deciders of the ministry: the table, one entry, and the proof that nothing was changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import django_filters
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mingcha.model import Text
from mingcha.platform.ledger.chain import record
from mingcha.platform.ledger.days import since, until
from mingcha.platform.ledger.models import Entry
from mingcha.platform.office.access import page, person
from mingcha.platform.office.forms import DayInput
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.office.templatetags.history import kinds, title
from mingcha.platform.people.models import BodyKind, Role
from mingcha.platform.words import both
from mingcha.platform.work.models import Unit
from mingcha.platform.work.queue import enqueue

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from mingcha.platform.people.models import User

ROLES, KINDS = (Role.AUDITOR, Role.DECIDER), (BodyKind.MINISTRY,)


class LogFilter(django_filters.FilterSet):
    """What the log can be narrowed by."""

    kind = django_filters.ChoiceFilter(choices=kinds, label=both("事项", "Event"), empty_label=both("全部", "All"))
    actor = django_filters.CharFilter("actor_name", "exact", label=both("操作人用户名", "User name"))
    subject = django_filters.CharFilter("subject", "startswith", label=both("对象", "Subject"))
    since = django_filters.DateFilter(method="since_day", label=both("不早于", "From"), widget=DayInput())
    until = django_filters.DateFilter(method="until_day", label=both("不晚于", "To"), widget=DayInput())

    class Meta:
        model = Entry
        fields = ()

    def since_day(self, rows: QuerySet[Entry], _name: str, value: date) -> QuerySet[Entry]:
        """Return the entries of that day and later ones."""
        return since(rows, value)

    def until_day(self, rows: QuerySet[Entry], _name: str, value: date) -> QuerySet[Entry]:
        """Return the entries of that day and earlier ones."""
        return until(rows, value)


def _context(_user: User) -> dict[str, Any]:
    return {"proof": _proof(), "head": Entry.objects.order_by("-number").first()}


TABLE = Table(
    name="log",
    title=Text("事件日志", "Event log"),
    rows=lambda _user: Entry.objects.all(),
    filters=LogFilter,
    columns=(
        Column(Text("序号", "Number"), "number", "number"),
        Column(Text("时间", "At"), "at", "day"),
        Column(Text("操作人", "Who"), "actor_name"),
        Column(Text("事项", "Event"), lambda entry: title(entry.kind)),
        Column(Text("对象", "Subject"), "subject", "mono", narrow=True),
        Column(Text("哈希", "Hash"), lambda entry: entry.hash[:16], "mono", narrow=True),
    ),
    address=lambda entry: reverse("office:log-entry", args=[entry.number]),
    template="office/log.html",
    context=_context,
)


@page(roles=ROLES, kinds=KINDS)
def log(request: HttpRequest) -> HttpResponseBase:
    """Show the event log, newest first, with the outcome of its last check."""
    return show(request, TABLE)


@page(roles=ROLES, kinds=KINDS)
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show an entry with all that it says and its hashes."""
    row = get_object_or_404(Entry, number=number)
    context = {"entry": row, "title": title(row.kind), "data": json.dumps(row.data, ensure_ascii=False, indent=2, sort_keys=True)}
    return render(request, "office/entry.html", context)


@page(roles=ROLES, kinds=KINDS)
def verify(request: HttpRequest) -> HttpResponse:
    """Have the chain verified by a worker; a check that is under way is not started twice."""
    last = _proof()
    if last is None or last.is_over:
        now = timezone.now()
        number = record(kind="log-check-asked", subject="log:", at=now, actor=person(request)).number
        enqueue("verify-log", f"verify-log:{number}", {}, now=now)
    return HttpResponseRedirect(reverse("office:log"))


def _proof() -> Unit | None:
    return Unit.objects.filter(kind="verify-log").order_by("-pk").first()


urlpatterns = [
    path("log/", log, name="log"),
    path("log/<int:number>/", entry, name="log-entry"),
    path("log/verify/", require_POST(verify), name="log-verify"),
]
