"""Plays stories side by side in the order of their moments, each step at its own moment of the last weeks."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from mingcha.platform.casework.run import take
from mingcha.platform.work.models import Unit, UnitState
from mingcha.platform.work.worker import Settings, run_worker
from mingcha.platform.workdays.current import current

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.people.models import Body, User
    from mingcha.platform.registry.models import App

    Story = Callable[["Stage"], Iterator[datetime]]

# Working days before today on which the first thing happens.
LENGTH = 30
# What a scan of the queue takes in the history that is played.
_SCAN = timedelta(seconds=20)


@dataclass
class Stage:
    """Bodies and people by name, apps by the last part of their package names, and the moment at which a story is."""

    today: date
    bodies: dict[str, Body] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    apps: dict[str, App] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    receipt: str = ""
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._days = _working_days(self.today)
        self.now = self.moment(LENGTH, 8)

    def moment(self, ago: int, hour: int, minute: int = 0) -> datetime:
        """Return a time of the working day so many working days before today (1 … LENGTH)."""
        return timezone.make_aware(datetime.combine(self._days[ago - 1], time(hour, minute)))

    @property
    def on(self) -> date:
        """The day of the moment."""
        return timezone.localtime(self.now).date()

    def step(self, name: str, case: str, by: str, **data: Any) -> Case:
        """Take a step of the case of that name now and return the case."""
        before = self.cases[case]
        self.cases[case] = take(name, case=before, actor=self.people[by], at=self.now, on=self.on, data=data)
        return self.cases[case]

    def play(self, stories: Iterable[Story]) -> None:
        """Play the stories to their ends; each yields the moment at which it goes on, and scans end before that."""
        going = [(next(told), number, told) for number, told in enumerate(story(self) for story in stories)]
        heapq.heapify(going)
        while going:
            self.now, number, told = heapq.heappop(going)
            after = next(told, None)
            if after is not None:
                heapq.heappush(going, (after, number, told))
            if Unit.objects.filter(state=UnitState.QUEUED).exists():
                ends = self.now + _SCAN
                run_worker(until_empty=True, settings=Settings(processes=2, poll=0.05, clock=lambda ends=ends: ends))  # type: ignore[misc] # mypy knows no default of a lambda


def _working_days(today: date) -> list[date]:
    calendar, day = current(), today
    found: list[date] = []
    while len(found) < LENGTH:
        day -= timedelta(days=1)
        if calendar.look(day).working:
            found.append(day)
    return found
