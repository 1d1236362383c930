"""Kinds of units for one test, and a clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from bench.queue_trial.models import Done

from mingcha.platform.work import handler as handlers
from mingcha.platform.work import lease
from mingcha.platform.work.models import Lane, Unit, UnitState
from mingcha.platform.work.queue import enqueue

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=30)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return a function that makes a kind for this test of what a `Handler` holds, and gives its name."""

    def make(name: str = "probe", run: Callable[[handlers.Task], Any] = lambda task: task.payload, **parts: Any) -> str:
        monkeypatch.setitem(handlers._HANDLERS, name, handlers.Handler(name, run, **parts))
        return name

    return make


@pytest.fixture
def recorded() -> list[tuple[str, str]]:
    """Return what `recording` was told, in order."""
    return []


@pytest.fixture
def recording(kind: Callable[..., str], recorded: list[tuple[str, str]]) -> str:
    """Return a kind whose recorder notes key and state and writes a row of the trial for every end."""

    def record(unit: Unit) -> None:
        recorded.append((unit.key, unit.state))
        Done.objects.create(unit=unit.pk)

    return kind("recording", record=record)


@pytest.fixture
def claim() -> Callable[..., Unit | None]:
    """Return a function that leases the next unit of a kind at `NOW`."""

    def take(name: str, *, now: datetime = NOW, lanes: tuple[int, ...] = tuple(Lane)) -> Unit | None:
        return lease.claim(worker="w", now=now, lease=LEASE, kinds=[name], lanes=lanes)

    return take


@pytest.fixture
def running(recording: str, claim: Callable[..., Unit | None]) -> Unit:
    """Return a unit of the kind `recording` that is leased."""
    enqueue(recording, "u", {}, now=NOW)
    unit = claim(recording)
    assert unit is not None
    assert unit.state == UnitState.RUNNING
    return unit
