"""Which entries of the event log belong to which days. An entry may have a moment before that of the entry before it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Min
from django.utils import timezone

from mingcha.platform.ledger.models import Day, Entry

if TYPE_CHECKING:
    from django.db.models import QuerySet

# In every time zone, with a few days to either side, moments that Python and the databases know.
_FIRST, _LAST = date(1900, 1, 1), date(9000, 1, 1)


def note(at: datetime, number: int) -> None:
    """Remember that the newest entry, which has this number, is of that moment; called with the chain's head locked."""
    day = timezone.localtime(at).date()
    if not Day.objects.filter(day=day).update(last=number):
        Day.objects.create(day=day, first=number, last=number)


def since(entries: QuerySet[Entry], day: date) -> QuerySet[Entry]:
    """Return the entries of that day and later ones."""
    first = Day.objects.filter(day__gte=day).aggregate(first=Min("first"))["first"]
    return entries.none() if first is None else entries.filter(number__gte=first, at__gte=midnight(day))


def until(entries: QuerySet[Entry], day: date) -> QuerySet[Entry]:
    """Return the entries of that day and earlier ones."""
    last = Day.objects.filter(day__lte=day).aggregate(last=Max("last"))["last"]
    return entries.none() if last is None else entries.filter(number__lte=last, at__lt=midnight(day, later=1))


def midnight(day: date, *, later: int = 0) -> datetime:
    """Return the moment at which the day, or one so many days later, begins; of days beyond what databases hold, the nearest."""
    held = min(max(day, _FIRST), _LAST) + timedelta(days=later)
    return timezone.make_aware(datetime.combine(held, time()))
