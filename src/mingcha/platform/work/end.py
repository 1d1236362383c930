"""Ends a unit: its state and what its handler records are one transaction."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError, transaction

from mingcha.model import Text
from mingcha.platform.work.handler import find_handler
from mingcha.platform.work.models import UnitState
from mingcha.platform.work.storable import storable

if TYPE_CHECKING:
    from datetime import datetime

    from mingcha.platform.work.models import Unit

_log = logging.getLogger(__name__)
NOTHING = Text("", "")


def end(unit: Unit, state: UnitState, *, now: datetime, result: Any = None, why: Text = NOTHING) -> None:
    """End a unit that the caller has locked, inside the caller's transaction.

    A recorder that fails turns `done` into `failed` and is asked once more, for that; what it wrote before is undone. A periodic
    unit is queued again for the next time that lies ahead, with what it ended with kept.
    """
    _set(unit, state, now, result, why)
    if (wrong := _record(unit)) is not None:
        said = storable(f"{type(wrong).__name__}: {wrong}")
        before = Text(f"{why.zh}；", f"{why.en}; ") if why.zh else NOTHING
        why = Text(f"{before.zh}结果无法记录：{said}", f"{before.en}the result could not be recorded: {said}")
        _set(unit, UnitState.FAILED, now, None, why)
        if state == UnitState.DONE:
            _record(unit)
    if unit.every is not None and state != UnitState.CANCELLED:
        missed = max((now - unit.not_before) // unit.every, 0)
        unit.not_before += unit.every * (missed + 1)
        unit.state, unit.attempts = UnitState.QUEUED, 0
    unit.save()


def put_back(unit: Unit, *, not_before: datetime, why: Text = NOTHING, attempts: int | None = None) -> None:
    """Queue a unit again that the caller has locked, without any result."""
    unit.state, unit.owner, unit.lease_until, unit.not_before = UnitState.QUEUED, "", None, not_before
    unit.why_zh, unit.why_en = why.zh, why.en
    if attempts is not None:
        unit.attempts = attempts
    unit.save()


def _set(unit: Unit, state: UnitState, now: datetime, result: Any, why: Text) -> None:
    unit.state, unit.ended_at, unit.result = state, now, result
    unit.why_zh, unit.why_en = why.zh, why.en
    unit.owner, unit.lease_until, unit.cancel_asked = "", None, False
    if state == UnitState.DONE:
        unit.percent = 100


def _record(unit: Unit) -> Exception | None:
    """Let the handler record the end in a savepoint; return what went wrong."""
    try:
        record = find_handler(unit.kind).record
    except KeyError:
        return None
    if record is None:
        return None
    try:
        with transaction.atomic():
            record(unit)
    except (OperationalError, InterfaceError):
        # The database is gone or locked: nothing can be written, and the unit is still leased.
        raise
    except Exception as wrong:  # noqa: BLE001 - the border of a recorder: whatever it was becomes the unit's recorded end
        _log.exception("recording %s as %s", unit.key, unit.state)
        return wrong
    return None
