from __future__ import annotations

from datetime import date

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.db import IntegrityError, transaction

from mingcha.platform.workdays.calendar import Day
from mingcha.platform.workdays.models import AnnouncedYear, DayException

pytestmark = pytest.mark.django_db


def test_an_exception_becomes_a_day_of_the_calendar() -> None:
    exception = DayException.objects.create(day=date(2027, 2, 20), kind="working", name="春节调休上班", source="通知")
    assert exception.to_day() == Day(date(2027, 2, 20), working=True, name="春节调休上班", source="通知")
    assert str(exception) == "2027-02-20 春节调休上班"


def test_a_day_and_a_year_stand_once_and_kinds_are_known() -> None:
    DayException.objects.create(day=date(2027, 2, 20), kind="working", name="x", source="x")
    AnnouncedYear.objects.create(year=2027, source="x")
    assert str(AnnouncedYear.objects.get()) == "2027"
    for wrong in (
        lambda: DayException.objects.create(day=date(2027, 2, 20), kind="holiday", name="x", source="x"),
        lambda: DayException.objects.create(day=date(2027, 2, 21), kind="maybe", name="x", source="x"),
        lambda: AnnouncedYear.objects.create(year=2027, source="y"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
