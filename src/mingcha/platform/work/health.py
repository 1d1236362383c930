"""Whether the queue is being worked through, told from the units themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from mingcha.model import Text
from mingcha.platform.work.models import Lane, Unit, UnitState

if TYPE_CHECKING:
    from datetime import datetime

# Longer than workers need to notice that a lease of the usual length has run out.
_UNNOTICED = timedelta(minutes=2)
_PATIENCE = timedelta(minutes=10)


def _told(waits: timedelta) -> Text:
    """Return a time in the largest of days, hours and minutes of which it has two."""
    for unit, zh, en in ((timedelta(days=1), "天", "days"), (timedelta(hours=1), "小时", "hours")):
        if waits >= 2 * unit:
            return Text(f"{waits // unit}{zh}", f"{waits // unit} {en}")
    minutes = waits // timedelta(minutes=1)
    return Text(f"{minutes}分钟", f"{minutes} minutes")


@dataclass(frozen=True, slots=True)
class Health:
    """What stands in the queue: units that are due, that run, that stay in quarantine, whose worker nobody has missed.

    `waits` is for how long the unit that is due longest has waited, `person_waits` the same of interactive ones.
    """

    due: int
    running: int
    quarantined: int
    unnoticed: int
    waits: timedelta
    person_waits: timedelta

    @property
    def problems(self) -> tuple[Text, ...]:
        """What somebody should see to, in words; empty when all is well."""
        found = []
        if self.unnoticed or (self.waits > _UNNOTICED and not self.running):
            found.append(Text("没有执行进程在处理队列", "no worker is at work on the queue"))
        if self.person_waits > _PATIENCE:
            waited = _told(self.person_waits)
            found.append(Text(f"即时任务已等待{waited.zh}", f"interactive units have waited for {waited.en}"))
        if self.quarantined:
            found.append(Text(f"{self.quarantined}个任务已隔离", f"units in quarantine: {self.quarantined}"))
        return tuple(found)


def look(now: datetime) -> Health:
    """Return how the queue is."""
    due = Q(state=UnitState.QUEUED, not_before__lte=now)
    running = Q(state=UnitState.RUNNING)
    told = Unit.objects.filter(state__in=(UnitState.QUEUED, UnitState.RUNNING, UnitState.QUARANTINED)).aggregate(
        due=Count("id", filter=due),
        running=Count("id", filter=running),
        quarantined=Count("id", filter=Q(state=UnitState.QUARANTINED)),
        unnoticed=Count("id", filter=running & Q(lease_until__lt=now - _UNNOTICED)),
        since=Min("not_before", filter=due),
        person_since=Min("not_before", filter=due & Q(lane=Lane.INTERACTIVE)),
    )
    since, person_since = told.pop("since"), told.pop("person_since")
    return Health(**told, waits=now - (since or now), person_waits=now - (person_since or now))
