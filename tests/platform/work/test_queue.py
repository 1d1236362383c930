from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from mingcha.model import Text
from mingcha.platform.work import lease
from mingcha.platform.work.models import Lane, Unit, UnitState
from mingcha.platform.work.queue import CANCELLED, cancel, count_units, enqueue, retry, schedule

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_the_same_key_is_the_same_unit(recording: str, now: datetime) -> None:
    first = enqueue(recording, "a", {"n": 1}, now=now, lane=Lane.CAMPAIGN)
    again = enqueue(recording, "a", {"n": 2}, now=now + HOUR)
    assert (again.pk, again.payload, again.lane) == (first.pk, {"n": 1}, Lane.CAMPAIGN)
    assert Unit.objects.count() == 1


def test_an_unknown_kind_is_refused(now: datetime) -> None:
    with pytest.raises(KeyError):
        enqueue("nobody does this", "a", {}, now=now)
    assert Unit.objects.count() == 0


def test_a_unit_is_there_when_what_it_is_about_is(recording: str, now: datetime) -> None:
    with transaction.atomic():
        enqueue(recording, "a", {}, now=now)
        transaction.set_rollback(True)
    assert Unit.objects.count() == 0


def test_cancelling_one_that_waits_ends_and_records_it(recording: str, recorded: list[tuple[str, str]], now: datetime) -> None:
    unit = enqueue(recording, "a", {}, now=now)
    assert cancel(unit, now=now)
    unit.refresh_from_db()
    assert (unit.state, unit.why_zh, unit.why_en, unit.ended_at) == (UnitState.CANCELLED, CANCELLED.zh, CANCELLED.en, now)
    assert not cancel(unit, now=now)
    assert recorded == [("a", "cancelled")]


def test_cancelling_one_that_runs_asks_for_its_end(running: Unit, recorded: list[tuple[str, str]], now: datetime) -> None:
    assert cancel(running, now=now, why=Text("误传", "wrong file"))
    assert lease.held([running.owner]) == {running.owner: True}
    assert recorded == []
    assert lease.end_cancelled(running.owner, now=now)
    running.refresh_from_db()
    assert (running.state, running.why_zh, running.cancel_asked) == (UnitState.CANCELLED, "误传", False)
    assert recorded == [("u", "cancelled")]


def test_retrying_starts_from_the_beginning(running: Unit, claim: Callable[..., Unit | None], now: datetime) -> None:
    assert not retry(running, now=now)
    lease.fail(running.owner, Text("坏", "bad"), now=now)
    assert retry(running, now=now + HOUR, lane=Lane.ROUTINE)
    running.refresh_from_db()
    assert (running.state, running.attempts, running.why_zh, running.result) == (UnitState.QUEUED, 0, "", None)
    assert (running.lane, running.ended_at, running.percent) == (Lane.ROUTINE, None, 0)
    assert claim("recording") is None
    assert claim("recording", now=now + HOUR) == running


def test_a_periodic_unit_waits_for_its_time_and_comes_back(
    recording: str, recorded: list[tuple[str, str]], claim: Callable[..., Unit | None], now: datetime
) -> None:
    unit = schedule(recording, every=HOUR, first=now + HOUR, now=now)
    assert schedule(recording, every=2 * HOUR, first=now, now=now).pk == unit.pk
    assert claim(recording) is None
    late = now + 6 * HOUR
    started = claim(recording, now=late)
    assert started is not None
    assert lease.finish(started.owner, None, now=late)
    unit.refresh_from_db()
    # 10:00, 12:00, 14:00 and 16:00; it is 15:00.
    assert (unit.state, unit.attempts, unit.not_before, unit.every) == (UnitState.QUEUED, 0, now + 7 * HOUR, 2 * HOUR)
    assert recorded == [(f"periodic:{recording}", "done")]


def test_counts_are_by_state_and_lane(recording: str, running: Unit, now: datetime) -> None:
    for number in range(3):
        enqueue(recording, f"c{number}", {}, now=now, lane=Lane.CAMPAIGN)
    assert count_units() == {("running", Lane.INTERACTIVE): 1, ("queued", Lane.CAMPAIGN): 3}
