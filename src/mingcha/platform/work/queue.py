"""For those who hand work in: enqueue, cancel, retry, and periodic units. Everything is safe to be done twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from mingcha.model import Text
from mingcha.platform.work.end import end
from mingcha.platform.work.handler import find_handler
from mingcha.platform.work.models import MAX_ATTEMPTS, OVER, Lane, Unit, UnitState

if TYPE_CHECKING:
    from datetime import datetime, timedelta

# Counting more would cost more than the page that shows it.
COUNTED = 10_000
CANCELLED = Text("已由用户取消", "cancelled by a user")


def enqueue(
    kind: str,
    key: str,
    payload: dict[str, Any],
    *,
    now: datetime,
    lane: Lane = Lane.INTERACTIVE,
    not_before: datetime | None = None,
    max_attempts: int = MAX_ATTEMPTS,
) -> Unit:
    """Return the unit of that key, made now unless there is one; one that has ended answers with its result.

    Takes part in the caller's transaction: the unit is there when what it is about is there. KeyError for an unknown kind.
    """
    find_handler(kind)
    unit, _ = Unit.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "payload": payload,
            "lane": lane,
            "enqueued_at": now,
            "not_before": not_before or now,
            "max_attempts": max_attempts,
        },
    )
    return unit


def schedule(kind: str, *, every: timedelta, first: datetime, now: datetime, payload: dict[str, Any] | None = None) -> Unit:
    """Make sure that a kind is run by itself, first at `first` and then every so often; a changed period is taken over."""
    unit = enqueue(kind, f"periodic:{kind}", payload or {}, now=now, lane=Lane.ROUTINE, not_before=first)
    if unit.every != every:
        Unit.objects.filter(pk=unit.pk).update(every=every)
        unit.every = every
    return unit


def cancel(unit: Unit, *, now: datetime, why: Text = CANCELLED) -> bool:
    """End a unit that waits; ask for the end of one that runs, which its worker sees within seconds. False when it is over."""
    with transaction.atomic():
        held = Unit.objects.select_for_update().get(pk=unit.pk)
        if held.is_over:
            return False
        if held.state == UnitState.QUEUED:
            end(held, UnitState.CANCELLED, now=now, why=why)
        else:
            held.cancel_asked, held.why_zh, held.why_en = True, why.zh, why.en
            held.save(update_fields=["cancel_asked", "why_zh", "why_en"])
    return True


def retry(unit: Unit, *, now: datetime, lane: Lane | None = None) -> bool:
    """Queue a unit again that is over, as if it had never been started; False when it is not over."""
    changes: dict[str, Any] = {} if lane is None else {"lane": lane}
    return bool(
        Unit.objects.filter(pk=unit.pk, state__in=OVER).update(
            state=UnitState.QUEUED,
            attempts=0,
            cancel_asked=False,
            not_before=now,
            ended_at=None,
            result=None,
            why_zh="",
            why_en="",
            percent=0,
            progress_zh="",
            progress_en="",
            **changes,
        )
    )


def count_units() -> dict[tuple[str, int], int]:
    """Return how many units there are by state and lane, counting no further than `COUNTED` + 1 of each."""
    counts = {}
    for state in UnitState.values:
        for lane in Lane.values:
            if number := Unit.objects.filter(state=state, lane=lane).order_by().values("pk")[: COUNTED + 1].count():
                counts[state, lane] = number
    return counts
