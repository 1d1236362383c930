from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.utils import timezone

from mingcha.platform.ledger import days
from mingcha.platform.ledger.chain import record
from mingcha.platform.ledger.models import Day, Entry

pytestmark = pytest.mark.django_db

FIRST = date(2026, 3, 2)
# In the order in which they were written: the last of each line lies before the one before it, twice on another day.
MOMENTS = ("02 00:00", "02 23:59", "03 00:00", "02 23:58", "05 09:00", "05 08:00", "07 12:00", "05 10:00", "07 12:01")


def _write() -> None:
    for words in MOMENTS:
        at = timezone.make_aware(datetime.strptime(f"2026-03-{words}", "%Y-%m-%d %H:%M"))  # noqa: DTZ007 - made aware around it
        record(kind="test", subject="case:1", at=at)


def test_days_give_what_the_moments_give() -> None:
    _write()
    of_day = {entry.number: timezone.localtime(entry.at).date() for entry in Entry.objects.all()}
    asked = [FIRST + timedelta(days=more) for more in range(-1, 8)]
    for low, high in product(asked, asked):
        found = days.until(days.since(Entry.objects.all(), low), high)
        assert sorted(found.values_list("number", flat=True)) == sorted(n for n, day in of_day.items() if low <= day <= high)


def test_a_day_keeps_its_first_and_last_entry() -> None:
    _write()
    assert [(day.day.day, day.first, day.last) for day in Day.objects.order_by("day")] == [(2, 1, 4), (3, 3, 3), (5, 5, 8), (7, 7, 9)]


def test_a_log_without_entries_has_none_of_any_day() -> None:
    assert not days.since(Entry.objects.all(), FIRST).exists()
    assert not days.until(Entry.objects.all(), FIRST).exists()


def test_no_day_of_the_calendar_is_beyond_it() -> None:
    _write()
    every = Entry.objects.order_by("number")
    assert list(days.until(days.since(every, date.min), date.max)) == list(every)
    assert (list(days.since(every, date.max)), list(days.until(every, date.min))) == ([], [])
