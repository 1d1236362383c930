"""The calendar of working days: a year at a glance; officers of the ministry set single days and enter yearly notices."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.casework.limits import settle_limits
from mingcha.platform.ledger.chain import record
from mingcha.platform.office.access import page, person
from mingcha.platform.office.forms import DayInput
from mingcha.platform.office.paging import as_key
from mingcha.platform.people.models import BodyKind, Role
from mingcha.platform.words import both, choose, many
from mingcha.platform.workdays.calendar import WEEKEND
from mingcha.platform.workdays.current import current, enter_notice
from mingcha.platform.workdays.models import DayException

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from mingcha.platform.workdays.calendar import Calendar, Day

FIRST, LAST = 2019, 2199
EDITING = (Role.OFFICER, Role.DECIDER)
_MONTHS = 12


class DayForm(forms.Form):
    """A day that is free or worked against what the table says, and why."""

    day = forms.DateField(label=both("日期", "Day"), widget=DayInput())
    kind = forms.ChoiceField(label=both("安排", "Kind"), choices=DayException.Kind.choices)
    name = forms.CharField(label=both("名称", "Name"), max_length=40, help_text=both("如春节、临时放假", "e.g. the holiday"))
    source = forms.CharField(label=both("依据和理由", "Source and reason"), max_length=200, widget=forms.Textarea({"rows": 3}))


class NoticeForm(forms.Form):
    """The State Council's notice, as pasted."""

    text = forms.CharField(
        label=both("通知全文", "Text of the notice"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 16}),
        help_text=both("《国务院办公厅关于…年部分节假日安排的通知》全文", "the whole notice on the holidays of a year"),
    )


@page(roles=tuple(Role.values))
def year(request: HttpRequest) -> HttpResponse:
    """Show a year: every day, whether it is worked, and how certain that is."""
    user, today = person(request), timezone.localdate()
    asked = as_key(request.GET.get("year", ""))
    shown = asked if FIRST <= asked <= LAST else today.year
    known = current()
    named = [day for day in _days(known, shown) if day.name != WEEKEND and (not day.working or day.source)]
    context = {
        "year": shown,
        "before": shown - 1 if shown > FIRST else None,
        "after": shown + 1 if shown < LAST else None,
        "months": [_month(known, shown, number, today) for number in range(1, _MONTHS + 1)],
        "announced": known.is_announced(date(shown, 1, 1)),
        "named": named,
        "set_days": {row.day for row in DayException.objects.filter(day__year=shown)},
        "editing": user.acts_as(*EDITING) and user.body.kind == BodyKind.MINISTRY,
        "weekdays": [choose(*names) for names in zip("一二三四五六日", ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True)],
    }
    return render(request, "office/calendar.html", context)


@page(roles=EDITING, kinds=(BodyKind.MINISTRY,))
def day(request: HttpRequest) -> HttpResponse:
    """Set a day to free or worked, with a reason."""
    form = DayForm(request.POST or None, initial={"day": request.GET.get("day", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with transaction.atomic():
            DayException.objects.update_or_create(day=data["day"], defaults={name: data[name] for name in ("kind", "name", "source")})
            told = {"kind": data["kind"], "title": data["name"], "reason": data["source"]}
            record(kind="day-set", subject=f"day:{data['day']}", at=timezone.now(), actor=person(request), data=told)
        messages.success(request, choose(f"已设定{data['day']}。", f"{data['day']} is set."))
        return HttpResponseRedirect(_of(data["day"].year))
    return _ask(request, form, Text("设定一日", "Set a day"))


@page(roles=EDITING, kinds=(BodyKind.MINISTRY,))
def unset(request: HttpRequest, day: str) -> HttpResponse:
    """Take back what was set for a day, so that the shipped table holds again."""
    row = get_object_or_404(DayException, day=_parse(day))
    if request.method == "POST":
        with transaction.atomic():
            row.delete()
            record(kind="day-unset", subject=f"day:{row.day}", at=timezone.now(), actor=person(request), data={"title": row.name})
        messages.success(request, choose(f"已撤销{row.day}的设定。", f"{row.day} follows the table again."))
        return HttpResponseRedirect(_of(row.day.year))
    return _ask(request, forms.Form(), Text(f"撤销{row.day}的设定", f"Take back what was set for {row.day}"))


@page(roles=EDITING, kinds=(BodyKind.MINISTRY,))
def notice(request: HttpRequest) -> HttpResponse:
    """Enter a State Council notice as pasted; its year is certain from then on."""
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                days = enter_notice(form.cleaned_data["text"])
                told = {"title": days[0].source, "days": len(days)}
                subject = f"year:{days[-1].day.year}"
                record(kind="year-entered", subject=subject, at=timezone.now(), actor=person(request), data=told)
                settle_limits(at=timezone.now())
        except ValueError as error:
            form.add_error("text", forms.ValidationError(str(error)))
        else:
            messages.success(request, choose(f"已录入{len(days)}日。", f"{many(len(days), 'day')} entered."))
            return HttpResponseRedirect(_of(days[-1].day.year))
    return _ask(request, form, Text("录入放假通知", "Enter a holiday notice"))


def _days(known: Calendar, year: int) -> list[Day]:
    return [known.look(date(year, month, number)) for month in range(1, 13) for number in range(1, calendar.monthrange(year, month)[1] + 1)]


def _month(known: Calendar, year: int, month: int, today: date) -> dict[str, Any]:
    weeks = [
        [_cell(known.look(day), today) if day.month == month else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    return {"title": choose(f"{month}月", calendar.month_name[month]), "weeks": weeks}


def _cell(day: Day, today: date) -> dict[str, Any]:
    """Return what a day shows: its mark is a word, so that nothing is said by colour alone."""
    named = day.name != WEEKEND
    mark = "" if day.working else choose("休", "off") if named else ""
    if day.working and day.source:
        mark = choose("班", "on")
    return {
        "day": day.day,
        "mark": mark,
        "kind": "worked" if mark and day.working else "free" if named and not day.working else "weekend" if not day.working else "",
        "name": day.name,
        "certain": day.certain,
        "today": day.day == today,
    }


def _of(year: int) -> str:
    return f"{reverse('office:calendar')}?year={year}"


def _parse(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _ask(request: HttpRequest, form: forms.Form, title: Text) -> HttpResponse:
    context = {"form": form, "title": title, "back": reverse("office:calendar"), "back_title": Text("工作日历", "Working days")}
    return render(request, "office/form.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("calendar/", year, name="calendar"),
    path("calendar/day/", day, name="calendar-day"),
    path("calendar/day/<slug:day>/", unset, name="calendar-unset"),
    path("calendar/notice/", notice, name="calendar-notice"),
]
