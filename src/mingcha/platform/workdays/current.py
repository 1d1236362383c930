"""The calendar that holds today: the shipped table with what officers entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingcha.platform.workdays.calendar import shipped
from mingcha.platform.workdays.deadline import add_working_days
from mingcha.platform.workdays.models import AnnouncedYear, DayException
from mingcha.platform.workdays.notice import read_notice, require_all_holidays

if TYPE_CHECKING:
    from datetime import date

    from mingcha.platform.workdays.calendar import Calendar, Day
    from mingcha.platform.workdays.deadline import Deadline


def current() -> Calendar:
    """Return the calendar with all entered days and years; ask once for a page full of deadlines."""
    return shipped().with_changes(
        days=[exception.to_day() for exception in DayException.objects.all()],
        years=AnnouncedYear.objects.values_list("year", flat=True),
    )


def suggest(start: date, n: int) -> Deadline:
    """Return the end of a period of `n` working days after `start` by the current calendar (see `add_working_days`)."""
    return add_working_days(start, n, current())


@transaction.atomic
def enter_notice(text: str) -> list[Day]:
    """Enter a State Council notice as pasted, in place of what was entered for its days; return its days.

    Raises ValueError, in Chinese and English, when the text is no such notice, or not a whole one; nothing is entered then.
    """
    year, days = read_notice(text)
    require_all_holidays(days)
    for day in days:
        kind = DayException.Kind.WORKING if day.working else DayException.Kind.HOLIDAY
        DayException.objects.update_or_create(day=day.day, defaults={"kind": kind, "name": day.name, "source": day.source})
    AnnouncedYear.objects.update_or_create(year=year, defaults={"source": days[0].source})
    return days
