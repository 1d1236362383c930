"""The queue for administrators: how it is, what stands in it, and starting again what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.ledger.chain import record
from mingcha.platform.office.access import page, person
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import Role
from mingcha.platform.testing.scans import retry_scan
from mingcha.platform.words import both, choose
from mingcha.platform.work.health import look
from mingcha.platform.work.models import Lane, Unit, UnitState
from mingcha.platform.work.queue import COUNTED, count_units, retry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from mingcha.platform.people.models import User

ROLES = (Role.ADMINISTRATOR,)
# What may be started again: what was done is not done twice.
AGAIN = (UnitState.FAILED, UnitState.QUARANTINED, UnitState.CANCELLED)
_KINDS = {
    "scan": both("自动检测", "scan"),
    "lapse": both("登记逾期", "lapse of time limits"),
    "verify-log": both("验证事件日志", "check of the event log"),
    "clear-expired": both("清理过期数据", "clearing of what has expired"),
}


class UnitFilter(django_filters.FilterSet):
    """What the units can be narrowed by."""

    state = django_filters.ChoiceFilter(choices=UnitState.choices, label=both("状态", "State"), empty_label=both("全部", "All"))
    lane = django_filters.ChoiceFilter(choices=Lane.choices, label=both("通道", "Lane"), empty_label=both("全部", "All"))
    kind = django_filters.ChoiceFilter(choices=tuple(_KINDS.items()), label=both("类型", "Kind"), empty_label=both("全部", "All"))
    key = django_filters.CharFilter("key", "startswith", label=both("键", "Key"))

    class Meta:
        model = Unit
        fields = ()


def _counted(number: int) -> int | str:
    return number if number <= COUNTED else f"{COUNTED}+"


def _context(_user: User) -> dict[str, Any]:
    counts = count_units()
    rows = [
        {"state": state, "label": label, "counts": [_counted(counts.get((state, lane), 0)) for lane in Lane.values]}
        for state, label in UnitState.choices
        if any(counts.get((state, lane)) for lane in Lane.values)
    ]
    return {"health": look(timezone.now()), "lanes": [label for _, label in Lane.choices], "states": rows}


def _kind(unit: Unit) -> str:
    return str(_KINDS.get(unit.kind, unit.kind))


TABLE = Table(
    name="queue",
    title=Text("任务队列", "Queue"),
    rows=lambda _user: Unit.objects.all(),
    filters=UnitFilter,
    columns=(
        Column(Text("键", "Key"), "key", "mono"),
        Column(Text("类型", "Kind"), _kind),
        Column(Text("状态", "State"), "state", "badge"),
        Column(Text("通道", "Lane"), "get_lane_display", narrow=True),
        Column(Text("启动次数", "Starts"), "attempts", "number", narrow=True),
        Column(Text("原因", "Why"), lambda unit: choose(unit.why_zh, unit.why_en)[:120], narrow=True),
        Column(Text("入队时间", "Queued at"), "enqueued_at", "moment"),
    ),
    address=lambda unit: reverse("office:unit", args=[unit.pk]),
    template="office/queue.html",
    context=_context,
)


@page(roles=ROLES)
def queue(request: HttpRequest) -> HttpResponseBase:
    """Show how the queue is, and its units."""
    return show(request, TABLE)


@page(roles=ROLES)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit: where it is, how often it was started, why it ended."""
    row = get_object_or_404(Unit, pk=pk)
    return render(request, "office/unit.html", {"unit": row, "kind": _kind(row), "may_retry": row.state in AGAIN})


@page(roles=ROLES)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a unit again that failed, was cancelled or stands in quarantine."""
    row, back = get_object_or_404(Unit, pk=pk, state__in=AGAIN), reverse("office:unit", args=[pk])
    if request.method == "POST":
        now = timezone.now()
        if retry_scan(row, now=now) if row.kind == "scan" else retry(row, now=now):
            record(kind="unit-retried", subject=f"unit:{row.pk}", at=now, actor=person(request), data={"title": row.key})
            messages.success(request, choose("已重新排队。", "Queued again."))
        return HttpResponseRedirect(back)
    context = {
        "form": forms.Form(),
        "title": Text("重新执行", "Start again"),
        "lead": Text("启动次数归零，重新排队。", "It is queued once more, its starts counted anew."),
        "back": back,
        "back_title": Text(row.key, row.key),
    }
    return render(request, "office/form.html", context)


urlpatterns = [
    path("queue/", queue, name="queue"),
    path("queue/<int:pk>/", unit, name="unit"),
    path("queue/<int:pk>/retry/", again, name="unit-retry"),
]
