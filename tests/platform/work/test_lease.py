from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from bench.queue_trial.models import Done
from django.db import OperationalError, connections

from mingcha.model import Text
from mingcha.platform.work import lease
from mingcha.platform.work.models import Lane, Unit, UnitState
from mingcha.platform.work.queue import cancel, enqueue

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
LEASE = 30 * SECOND
DIED = Text("死", "died")


def test_lower_lanes_go_first_and_within_a_lane_the_older(recording: str, claim: Callable[..., Unit | None], now: datetime) -> None:
    for key, lane in (("c", Lane.CAMPAIGN), ("r", Lane.ROUTINE), ("i1", Lane.INTERACTIVE), ("i2", Lane.INTERACTIVE)):
        enqueue(recording, key, {}, now=now, lane=lane)
    assert [unit.key for _ in range(4) if (unit := claim(recording))] == ["i1", "i2", "r", "c"]
    assert claim(recording) is None


def test_only_what_is_asked_for_and_due_is_taken(recording: str, claim: Callable[..., Unit | None], now: datetime) -> None:
    enqueue(recording, "later", {}, now=now, not_before=now + SECOND)
    assert claim("another kind", now=now + SECOND) is None
    assert claim(recording) is None
    assert claim(recording, now=now + SECOND, lanes=(Lane.CAMPAIGN,)) is None
    unit = claim(recording, now=now + SECOND)
    assert unit is not None
    assert (unit.key, unit.attempts, unit.lease_until) == ("later", 1, now + SECOND + LEASE)


def test_a_result_is_recorded_once(running: Unit, recorded: list[tuple[str, str]], now: datetime) -> None:
    assert lease.finish(running.owner, {"n": 1}, now=now)
    assert not lease.finish(running.owner, {"n": 2}, now=now)
    assert not lease.fail(running.owner, DIED, now=now)
    assert not lease.start_over(running.owner, DIED, now=now, after=SECOND, spent=UnitState.FAILED)
    assert not lease.give_back(running.owner, now=now)
    running.refresh_from_db()
    assert (running.state, running.result, running.percent, running.owner) == (UnitState.DONE, {"n": 1}, 100, "")
    assert recorded == [("u", "done")]
    assert Done.objects.count() == 1


def test_who_lost_a_lease_cannot_end_the_next_start(running: Unit, claim: Callable[..., Unit | None], now: datetime) -> None:
    late = now + LEASE + SECOND
    assert lease.release_expired(now=late) == 1
    again = claim("recording", now=late)
    assert again is not None
    assert again.pk == running.pk
    assert again.owner != running.owner
    assert not lease.finish(running.owner, "old", now=late)
    assert lease.finish(again.owner, "new", now=late)
    running.refresh_from_db()
    assert (running.result, Done.objects.count()) == ("new", 1)


def test_a_renewed_lease_does_not_run_out(running: Unit, now: datetime) -> None:
    lease.renew([running.owner], now=now + 29 * SECOND, lease=LEASE)
    assert lease.release_expired(now=now + 58 * SECOND) == 0
    assert lease.release_expired(now=now + 60 * SECOND) == 1


def test_what_kills_its_process_at_every_start_ends_in_quarantine(
    running: Unit, recorded: list[tuple[str, str]], claim: Callable[..., Unit | None], now: datetime
) -> None:
    owner = running.owner
    for start in (1, 2, 3):
        assert lease.start_over(owner, DIED, now=now, after=timedelta(0), spent=UnitState.QUARANTINED)
        running.refresh_from_db()
        assert running.attempts == start
        if start < 3:
            assert running.state == UnitState.QUEUED
            assert recorded == []
            again = claim("recording")
            assert again is not None
            owner = again.owner
    assert (running.state, running.why_zh) == (UnitState.QUARANTINED, "启动3次均未完成：死")
    assert running.why_en == "3 starts came to nothing: died"
    assert recorded == [("u", "quarantined")]


def test_a_worker_that_is_lost_counts_as_a_start(running: Unit, claim: Callable[..., Unit | None], now: datetime) -> None:
    for start in (1, 2):
        late = now + start * 2 * LEASE
        assert lease.release_expired(now=late) == 1
        assert claim("recording", now=late) == running
    assert lease.release_expired(now=now + 6 * LEASE) == 1
    running.refresh_from_db()
    assert (running.state, running.attempts) == (UnitState.QUARANTINED, 3)
    assert running.why_zh == f"启动3次均未完成：{lease.LOST.zh}"


def test_what_a_stopping_worker_drops_does_not_count(running: Unit, now: datetime) -> None:
    assert lease.give_back(running.owner, now=now)
    running.refresh_from_db()
    assert (running.state, running.attempts, running.owner, running.lease_until) == (UnitState.QUEUED, 0, "", None)


def test_one_whose_end_was_asked_for_is_not_started_again(running: Unit, recorded: list[tuple[str, str]], now: datetime) -> None:
    cancel(running, now=now)
    lease.release_expired(now=now + 2 * LEASE)
    running.refresh_from_db()
    assert running.state == UnitState.CANCELLED
    assert recorded == [("u", "cancelled")]


def test_a_wait_between_starts_is_kept(running: Unit, claim: Callable[..., Unit | None], now: datetime) -> None:
    lease.start_over(running.owner, DIED, now=now, after=60 * SECOND, spent=UnitState.FAILED)
    assert claim("recording", now=now + 59 * SECOND) is None
    assert claim("recording", now=now + 60 * SECOND) == running


def test_progress_is_written_while_the_lease_is_held(running: Unit, now: datetime) -> None:
    lease.note_progress({running.owner: (40, Text("读取", "reading")), "nobody": (50, Text("甲", "a"))})
    running.refresh_from_db()
    assert (running.percent, running.progress_zh, running.progress_en) == (40, "读取", "reading")
    lease.finish(running.owner, None, now=now)
    lease.note_progress({running.owner: (50, Text("乙", "b"))})
    running.refresh_from_db()
    assert (running.percent, running.progress_zh) == (100, "读取")


def test_one_that_cannot_be_put_back_does_not_keep_others_from_it(
    kind: Callable[..., str], claim: Callable[..., Unit | None], now: datetime
) -> None:
    def refuse(unit: Unit) -> None:
        raise OperationalError(unit.key)

    for name, parts in (("stubborn", {"record": refuse}), ("plain", {})):
        enqueue(kind(name, **parts), name, {}, now=now, max_attempts=1)
        claim(name)
    assert lease.release_expired(now=now + 2 * LEASE) == 1
    assert dict(Unit.objects.values_list("key", "state")) == {"stubborn": "running", "plain": "quarantined"}


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_take_different_units(recording: str, now: datetime) -> None:
    for number in range(40):
        enqueue(recording, str(number), {}, now=now)
    taken: list[str] = []
    start = threading.Barrier(4)

    def work(name: str) -> None:
        start.wait()
        while unit := lease.claim(worker=name, now=now, lease=LEASE, kinds=[recording], lanes=list(Lane)):
            taken.append(unit.key)
        connections.close_all()

    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(taken, key=int) == [str(number) for number in range(40)]
    assert Unit.objects.filter(attempts=1, state=UnitState.RUNNING).count() == 40
