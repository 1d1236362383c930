from __future__ import annotations

import os
import signal
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from bench.bench_queue import trial
from bench.queue_trial.models import Done
from django.db import OperationalError, connections
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.work import lease
from mingcha.platform.work.handler import Task, TryAgainError
from mingcha.platform.work.models import Lane, Unit, UnitState
from mingcha.platform.work.queue import cancel, enqueue
from mingcha.platform.work.worker import Settings, Worker, run_worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Kind = Callable[..., str]

# Other processes look on, so nothing may stay in an open transaction.
pytestmark = pytest.mark.django_db(transaction=True)
QUICK = Settings(processes=2, poll=0.02, look=0.05, drain=10.0, kept_free=1)


def _add(kind: str, *numbers: int, lane: Lane = Lane.INTERACTIVE, **payload: Any) -> list[Unit]:
    return [enqueue(kind, f"{kind}:{n}", {"n": n, **payload}, now=timezone.now(), lane=lane) for n in numbers]


def _states() -> dict[str, str]:
    return dict(Unit.objects.values_list("key", "state"))


def _run_beside(worker: Worker, then: Callable[[], object]) -> None:
    """Run a worker in this thread, which forks, and something else in another one once the first unit runs."""

    def watch() -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end and not Unit.objects.filter(state=UnitState.RUNNING).exists():
            time.sleep(0.01)
        then()
        connections.close_all()

    other = threading.Thread(target=watch)
    other.start()
    worker.run(until_empty=True)
    other.join(timeout=30)


def test_every_unit_is_done_and_recorded_once(recording: str, recorded: list[tuple[str, str]]) -> None:
    units = _add(recording, *range(12))
    run_worker(settings=QUICK, until_empty=True)
    assert sorted(recorded) == sorted((unit.key, "done") for unit in units)
    assert sorted(Done.objects.values_list("unit", flat=True)) == [unit.pk for unit in units]
    assert list(Unit.objects.order_by("id").values_list("result", flat=True)) == [{"n": n} for n in range(12)]


def test_poison_is_put_away_after_three_starts_and_harms_nobody(kind: Kind) -> None:
    def run(task: Task) -> int:
        if task.payload["n"] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return int(task.payload["n"])

    poison, *others = _add(kind(run=run), *range(6))
    run_worker(settings=QUICK, until_empty=True)
    poison.refresh_from_db()
    assert (poison.state, poison.attempts) == (UnitState.QUARANTINED, 3)
    assert poison.why_en == "3 starts came to nothing: its process died (SIGKILL)"
    assert {unit.key: "done" for unit in others}.items() <= _states().items()


def test_a_failure_and_a_later_try(kind: Kind) -> None:
    def run(task: Task) -> int:
        if task.payload["n"] == 0:
            raise ValueError("never")
        if task.attempt == 1:
            raise TryAgainError(Text("再等", "later"), after=0.0)
        return task.attempt

    bad, patient = _add(kind(run=run), 0, 1)
    run_worker(settings=QUICK, until_empty=True)
    bad.refresh_from_db()
    patient.refresh_from_db()
    assert (bad.state, bad.attempts) == (UnitState.FAILED, 1)
    assert (patient.state, patient.result) == (UnitState.DONE, 2)


def test_a_unit_that_is_cancelled_while_it_runs_is_ended(kind: Kind) -> None:
    [unit] = _add(kind(run=lambda _task: time.sleep(60)), 1)
    began = time.monotonic()
    _run_beside(Worker(QUICK), lambda: cancel(unit, now=timezone.now()))
    assert _states() == {unit.key: "cancelled"}
    assert time.monotonic() - began < 20


def test_progress_is_seen_by_others(kind: Kind) -> None:
    seen: list[tuple[int, str]] = []

    def run(task: Task) -> None:
        task.report(30, Text("三成", "a third"))
        time.sleep(1.0)

    def look() -> None:
        end = time.monotonic() + 10
        while time.monotonic() < end and not seen:
            seen.extend(Unit.objects.filter(state=UnitState.RUNNING, percent=30).values_list("percent", "progress_zh"))
            time.sleep(0.02)

    _add(kind(run=run), 1)
    _run_beside(Worker(QUICK), look)
    assert seen == [(30, "三成")]


def _log_times(path: Path, together: int = 1) -> Callable[[Task], None]:
    """Return a handler that notes when it begins and ends, not before so many have begun."""

    def run(task: Task) -> None:
        with path.open("a") as file:
            file.write(f"{time.monotonic()} 1\n")
        end = time.monotonic() + 20
        while path.read_text().count(" 1\n") < together and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.1)
        with path.open("a") as file:
            file.write(f"{time.monotonic()} -1\n")

    return run


def _most_at_once(path: Path) -> int:
    most = now = 0
    for _, change in sorted((float(at), int(change)) for at, change in map(str.split, path.read_text().splitlines())):
        now += change
        most = max(most, now)
    return most


def test_a_kind_has_its_own_bound(kind: Kind, tmp_path: Path) -> None:
    _add(kind("narrow", run=_log_times(tmp_path / "narrow"), at_once=1), *range(4))
    _add(kind("wide", run=_log_times(tmp_path / "wide", together=2)), *range(4))
    run_worker(settings=Settings(processes=3, poll=0.02), until_empty=True)
    assert set(_states().values()) == {"done"}
    assert _most_at_once(tmp_path / "narrow") == 1
    assert _most_at_once(tmp_path / "wide") >= 2


def test_a_campaign_leaves_a_process_free(kind: Kind, tmp_path: Path) -> None:
    _add(kind(run=_log_times(tmp_path / "log", together=2)), *range(6), lane=Lane.CAMPAIGN)
    run_worker(settings=Settings(processes=3, poll=0.02, kept_free=1), until_empty=True)
    assert _most_at_once(tmp_path / "log") == 2


def test_told_to_stop_it_ends_what_runs_and_takes_nothing_more(kind: Kind) -> None:
    _add(kind(run=lambda _task: time.sleep(0.5)), *range(4))
    worker = Worker(QUICK)
    _run_beside(worker, worker.stop)
    states = list(_states().values())
    assert states.count("done") in {1, 2}
    assert states.count("queued") == 4 - states.count("done")


def test_told_twice_it_drops_what_runs_as_if_it_had_not_been_started(kind: Kind) -> None:
    [unit] = _add(kind(run=lambda _task: time.sleep(60)), 1)
    worker = Worker(QUICK)

    def stop() -> None:
        worker.stop()
        worker.stop()

    began = time.monotonic()
    _run_beside(worker, stop)
    unit.refresh_from_db()
    assert (unit.state, unit.attempts, unit.owner) == (UnitState.QUEUED, 0, "")
    assert time.monotonic() - began < 20


def test_a_unit_that_another_worker_has_by_now_is_let_go(kind: Kind) -> None:
    [unit] = _add(kind(run=lambda _task: time.sleep(60)), 1)

    def steal() -> None:
        Unit.objects.filter(pk=unit.pk).update(owner="somebody else", lease_until=timezone.now() + timedelta(hours=1))

    _run_beside(Worker(QUICK), steal)
    unit.refresh_from_db()
    assert (unit.state, unit.owner, unit.attempts) == (UnitState.RUNNING, "somebody else", 1)


def test_a_result_that_the_database_refuses_fails_the_unit(kind: Kind) -> None:
    def record(unit: Unit) -> None:
        if unit.state == UnitState.DONE and unit.payload["n"] == 0:
            raise OperationalError("index row size exceeds maximum")

    _add(kind(record=record), 0, 1)
    run_worker(settings=QUICK, until_empty=True)
    refused = Unit.objects.get(state=UnitState.FAILED)
    assert refused.why_en == "the result could not be recorded: OperationalError: index row size exceeds maximum"
    assert _states() == {"probe:0": "failed", "probe:1": "done"}


def test_a_database_that_comes_back_gets_the_result(
    recording: str, recorded: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(recording, 1)
    failures = iter([OperationalError("away")] * 2)
    finish = lease.finish

    def unsteady(owner: str, result: Any, **parts: Any) -> bool:
        for wrong in failures:
            raise wrong
        return finish(owner, result, **parts)

    monkeypatch.setattr(lease, "finish", unsteady)
    run_worker(settings=QUICK, until_empty=True)
    assert recorded == [("recording:1", "done")]


def test_every_kind_is_prepared_once(kind: Kind) -> None:
    prepared = []
    _add(kind(prepare=lambda: prepared.append(os.getpid())), 1, 2)
    run_worker(settings=QUICK, until_empty=True)
    assert prepared == [os.getpid()]


@pytest.mark.slow
def test_random_kills_lose_and_double_nothing(engine: str) -> None:
    counts = trial("leases", engine, "storm", "60", "10", "0.05", "0.3")
    assert (counts["kills"], counts["left"]) == (10, 0)
    assert (counts["lost"], counts["doubled"], counts["stuck"]) == (0, 0, 0)
    assert counts["units"] >= 60
