from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.work.health import Health, look
from mingcha.platform.work.models import Lane, Unit, UnitState
from mingcha.platform.work.queue import enqueue

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NONE = timedelta(0)


def _problems(now: datetime) -> list[str]:
    return [text.en for text in look(now).problems]


def test_an_empty_queue_is_well(now: datetime) -> None:
    assert look(now) == Health(0, 0, 0, 0, NONE, NONE)
    assert look(now).problems == ()


def test_what_waits_is_counted_from_when_it_is_due(recording: str, now: datetime) -> None:
    enqueue(recording, "a", {}, now=now, lane=Lane.CAMPAIGN)
    enqueue(recording, "b", {}, now=now, not_before=now + MINUTE)
    enqueue(recording, "c", {}, now=now, not_before=now + 9 * MINUTE)
    found = look(now + 3 * MINUTE)
    assert (found.due, found.running, found.waits, found.person_waits) == (2, 0, 3 * MINUTE, 2 * MINUTE)


def test_nobody_at_work_is_noticed(recording: str, now: datetime) -> None:
    enqueue(recording, "a", {}, now=now)
    assert _problems(now + 2 * MINUTE) == []
    assert _problems(now + 3 * MINUTE) == ["no worker is at work on the queue"]


def test_a_worker_that_died_alone_is_noticed(running: Unit, now: datetime) -> None:
    assert _problems(now + 2 * MINUTE) == []
    assert _problems(now + 3 * MINUTE) == ["no worker is at work on the queue"]
    assert look(now + 3 * MINUTE).unnoticed == 1


def test_people_who_wait_long_are_noticed_although_work_goes_on(recording: str, running: Unit, now: datetime) -> None:
    late = now + 12 * MINUTE
    Unit.objects.filter(pk=running.pk).update(lease_until=late)
    enqueue(recording, "slow", {}, now=now, lane=Lane.CAMPAIGN)
    assert _problems(late) == []
    enqueue(recording, "person", {}, now=now)
    assert _problems(late) == ["interactive units have waited for 12 minutes"]


@pytest.mark.parametrize(
    ("waited", "told"), [(90 * MINUTE, "90分钟"), (125 * MINUTE, "2小时"), (47 * 60 * MINUTE, "47小时"), (50 * 60 * MINUTE, "2天")]
)
def test_a_long_wait_is_told_in_hours_or_days(running: Unit, now: datetime, waited: timedelta, told: str) -> None:
    Unit.objects.filter(pk=running.pk).update(lease_until=now + waited)
    enqueue(running.kind, "person", {}, now=now)
    assert [text.zh for text in look(now + waited).problems] == [f"即时任务已等待{told}"]


def test_quarantine_is_told(running: Unit, now: datetime) -> None:
    Unit.objects.filter(pk=running.pk).update(state=UnitState.QUARANTINED)
    assert _problems(now) == ["units in quarantine: 1"]
