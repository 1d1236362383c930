"""What the platform does by itself, and how often; each worker makes sure of it at its start."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from mingcha.platform.work.queue import schedule

if TYPE_CHECKING:
    from mingcha.platform.work.models import Unit

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
# Kind, period, and the time of day of the first run; None: at once.
TASKS: tuple[tuple[str, timedelta, time | None], ...] = (
    ("lapse", _DAY, time(0, 20)),
    ("verify-log", _DAY, time(2, 30)),
    ("clear-expired", _HOUR, None),
)


def schedule_all(now: datetime) -> list[Unit]:
    """Return the periodic units, made now unless they are there; a daily one first runs in the night to come."""
    return [schedule(kind, every=every, first=_first(now, at), now=now) for kind, every, at in TASKS]


def _first(now: datetime, at: time | None) -> datetime:
    if at is None:
        return now
    local = timezone.localtime(now)
    today = timezone.make_aware(datetime.combine(local.date(), at))
    return today if today >= now else today + _DAY
