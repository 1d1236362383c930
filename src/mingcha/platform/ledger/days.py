"""Which entries of the event log belong to which days. An entry may have a moment before that of the entry before it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Min
from django.utils import timezone

from mingcha.platform.ledger.models import Day, Entry

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet


def note(at: datetime, number: int) -> None:
    """Remember that the newest entry, which has this number, is of that moment; called with the chain's head locked."""
    day = timezone.localtime(at).date()
    if not Day.objects.filter(day=day).update(last=number):
        Day.objects.create(day=day, first=number, last=number)


def since(entries: QuerySet[Entry], day: date) -> QuerySet[Entry]:
    """Return the entries of that day and later ones."""
    first = Day.objects.filter(day__gte=day).aggregate(first=Min("first"))["first"]
    return entries.none() if first is None else entries.filter(number__gte=first, at__gte=_midnight(day))


def until(entries: QuerySet[Entry], day: date) -> QuerySet[Entry]:
    """Return the entries of that day and earlier ones."""
    last = Day.objects.filter(day__lte=day).aggregate(last=Max("last"))["last"]
    return entries.none() if last is None else entries.filter(number__lte=last, at__lt=_midnight(day + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
