"""For workers: take a unit, keep it, end it. Whoever has lost a lease can do nothing more to the unit.

`owner` is made anew for every start, so that not even the same worker can end an earlier start of a unit. Times are the
worker's; hosts that work on one queue must keep their clocks within a fraction of the lease.
"""

from __future__ import annotations

import logging
import uuid
from typing import TYPE_CHECKING, Any

from django.db import Error, transaction

from mingcha.model import Text
from mingcha.platform.work.end import NOTHING, end, put_back
from mingcha.platform.work.models import Unit, UnitState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime, timedelta

_log = logging.getLogger(__name__)
LOST = Text("执行进程失联", "the worker was lost")


def claim(*, worker: str, now: datetime, lease: timedelta, kinds: Collection[str], lanes: Collection[int]) -> Unit | None:
    """Lease the unit that is due and goes first, and count the start; None when there is none.

    One at a time, for a unit is started when it is taken: units taken in advance would be counted for the death of another one.
    """
    due = Unit.objects.filter(state=UnitState.QUEUED, not_before__lte=now, kind__in=kinds, lane__in=lanes).order_by("lane", "id")
    # Most of the time there is nothing: reading takes no lock.
    if not due.exists():
        return None
    with transaction.atomic():
        unit = due.select_for_update(skip_locked=True).first()
        if unit is None:
            return None
        unit.state, unit.owner, unit.lease_until = UnitState.RUNNING, f"{worker}/{uuid.uuid4().hex}", now + lease
        unit.attempts += 1
        unit.started_at, unit.percent, unit.progress_zh, unit.progress_en = now, 0, "", ""
        unit.save()
    return unit


def renew(owners: Collection[str], *, now: datetime, lease: timedelta) -> None:
    """Extend the leases that are still held."""
    Unit.objects.filter(owner__in=owners, state=UnitState.RUNNING).update(lease_until=now + lease)


def held(owners: Collection[str]) -> dict[str, bool]:
    """Return the owners that still hold their unit, and whether its end was asked for."""
    return dict(Unit.objects.filter(owner__in=owners, state=UnitState.RUNNING).values_list("owner", "cancel_asked"))


def note_progress(progress: Mapping[str, tuple[int, Text]]) -> None:
    """Write how far units got."""
    for owner, (percent, text) in progress.items():
        running = Unit.objects.filter(owner=owner, state=UnitState.RUNNING)
        running.update(percent=percent, progress_zh=text.zh, progress_en=text.en)


def finish(owner: str, result: Any, *, now: datetime) -> bool:
    """End a unit as done and record its result; False, with nothing written, when the lease was lost."""
    return _end(owner, UnitState.DONE, now=now, result=result)


def fail(owner: str, why: Text, *, now: datetime) -> bool:
    """End a unit as failed; False when the lease was lost."""
    return _end(owner, UnitState.FAILED, now=now, why=why)


def end_cancelled(owner: str, *, now: datetime) -> bool:
    """End a unit whose end was asked for, with the reason given then; False when the lease was lost."""
    return _end(owner, UnitState.CANCELLED, now=now)


def start_over(owner: str, why: Text, *, now: datetime, after: timedelta, spent: UnitState) -> bool:
    """Put a unit back whose start came to nothing, or end it as `spent` when it has no start left; False when it was lost."""
    with transaction.atomic():
        unit = _lock(owner)
        if unit is not None:
            _start_over(unit, why, now=now, not_before=now + after, spent=spent)
    return unit is not None


def give_back(owner: str, *, now: datetime) -> bool:
    """Put a unit back that a worker drops because it must stop; the start does not count. False when it was lost."""
    with transaction.atomic():
        unit = _lock(owner)
        if unit is not None:
            put_back(unit, not_before=now, attempts=unit.attempts - 1)
    return unit is not None


def release_expired(*, now: datetime) -> int:
    """Put back the units whose worker has not renewed their lease, or quarantine them; return their number."""
    expired = Unit.objects.filter(state=UnitState.RUNNING, lease_until__lt=now).order_by("id")
    released = 0
    for number in list(expired.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                unit = expired.select_for_update(skip_locked=True).filter(pk=number).first()
                if unit is not None:
                    _start_over(unit, LOST, now=now, not_before=now, spent=UnitState.QUARANTINED)
                    released += 1
        except Error as wrong:
            # One that cannot be put back must not keep the others from it; it is tried again at the next call.
            _log.warning("unit %s cannot be put back: %s", number, wrong)
    return released


def _lock(owner: str) -> Unit | None:
    return Unit.objects.select_for_update().filter(owner=owner, state=UnitState.RUNNING).first()


def _end(owner: str, state: UnitState, *, now: datetime, result: Any = None, why: Text = NOTHING) -> bool:
    with transaction.atomic():
        unit = _lock(owner)
        if unit is not None:
            told = Text(unit.why_zh, unit.why_en) if state == UnitState.CANCELLED else why
            end(unit, state, now=now, result=result, why=told)
    return unit is not None


def _start_over(unit: Unit, why: Text, *, now: datetime, not_before: datetime, spent: UnitState) -> None:
    if unit.cancel_asked:
        end(unit, UnitState.CANCELLED, now=now, why=Text(unit.why_zh, unit.why_en))
    elif unit.attempts >= unit.max_attempts:
        starts = Text(f"启动{unit.attempts}次均未完成：{why.zh}", f"{unit.attempts} starts came to nothing: {why.en}")
        end(unit, spent, now=now, why=starts)
    else:
        put_back(unit, not_before=not_before, why=why)
