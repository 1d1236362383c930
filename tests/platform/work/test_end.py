from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bench.queue_trial.models import Done
from django.db import OperationalError

from mingcha.model import Text
from mingcha.platform.work import lease
from mingcha.platform.work.models import Unit, UnitState
from mingcha.platform.work.queue import enqueue

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

pytestmark = pytest.mark.django_db


def _started(name: str, claim: Callable[..., Unit | None], now: datetime) -> Unit:
    enqueue(name, "u", {}, now=now)
    unit = claim(name)
    assert unit is not None
    return unit


def test_a_result_that_cannot_be_recorded_fails_the_unit_and_leaves_nothing(
    kind: Callable[..., str], claim: Callable[..., Unit | None], now: datetime
) -> None:
    told = []

    def record(unit: Unit) -> None:
        told.append(unit.state)
        Done.objects.create(unit=len(told))
        if unit.state == UnitState.DONE:
            raise ValueError("没有\0这一行")

    unit = _started(kind(record=record), claim, now)
    assert lease.finish(unit.owner, {"n": 1}, now=now)
    unit.refresh_from_db()
    assert (unit.state, unit.result) == (UnitState.FAILED, None)
    assert unit.why_en == "the result could not be recorded: ValueError: 没有�这一行"
    assert told == ["done", "failed"]
    assert list(Done.objects.values_list("unit", flat=True)) == [2]


def test_a_failure_that_cannot_be_recorded_still_ends_the_unit(
    kind: Callable[..., str], claim: Callable[..., Unit | None], now: datetime
) -> None:
    def record(unit: Unit) -> None:
        raise LookupError(unit.key)

    unit = _started(kind(record=record), claim, now)
    assert lease.fail(unit.owner, Text("坏", "bad"), now=now)
    unit.refresh_from_db()
    assert (unit.state, unit.why_en) == (UnitState.FAILED, "bad; the result could not be recorded: LookupError: u")


def test_a_database_that_is_away_ends_nothing(kind: Callable[..., str], claim: Callable[..., Unit | None], now: datetime) -> None:
    def record(unit: Unit) -> None:
        raise OperationalError(unit.key)

    unit = _started(kind(record=record), claim, now)
    with pytest.raises(OperationalError):
        lease.finish(unit.owner, None, now=now)
    unit.refresh_from_db()
    assert (unit.state, lease.held([unit.owner])) == (UnitState.RUNNING, {unit.owner: False})


def test_a_unit_whose_kind_is_gone_can_still_be_ended(running: Unit, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    Unit.objects.filter(pk=running.pk).update(kind="no more")
    assert lease.finish(running.owner, 1, now=now)
    running.refresh_from_db()
    assert (running.state, running.result) == (UnitState.DONE, 1)
