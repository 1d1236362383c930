"""Which days are worked in China, and how sure that is.

Every working day of a year is certain once the State Council's notice for it is known. The last days of December belong, in
part, to the notice of the next year.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingcha.platform.workdays.expected import Feasts, expected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TABLE = Path(__file__).parent / "workdays.toml"
_SATURDAY = 5
# The earliest day that a notice has changed in the year before its own: 29 December (2018, for 元旦 of 2019).
_NEXT_YEARS = (12, 29)
# What days are called that no notice names.
WEEKEND = "周末"
_ORDINARY = "工作日"


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it is worked, what it is called, who said so, and whether that can still change."""

    day: date
    working: bool
    name: str
    source: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """Announced exceptions by day, the years that are announced, and the feasts of years that are not."""

    exceptions: Mapping[date, Day] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()
    feasts: Mapping[int, Feasts] = field(default_factory=dict)

    def look(self, day: date) -> Day:
        """Return what is known or expected of `day`; never fails, whatever the year."""
        if stated := self.exceptions.get(day):
            return stated
        certain = self.is_announced(day)
        if not certain and (name := self._expected(day)):
            return Day(day, working=False, name=name, certain=False)
        weekend = day.weekday() >= _SATURDAY
        return Day(day, working=not weekend, name=WEEKEND if weekend else _ORDINARY, certain=certain)

    def is_announced(self, day: date) -> bool:
        """Return whether every notice that can still change `day` is known."""
        return day.year in self.announced and ((day.month, day.day) < _NEXT_YEARS or day.year + 1 in self.announced)

    def with_changes(self, days: Iterable[Day] = (), years: Iterable[int] = ()) -> Calendar:
        """Return a calendar in which `days` override what stood there, and `years` count as announced too."""
        return replace(
            self,
            exceptions={**self.exceptions, **{day.day: day for day in days}},
            announced=self.announced | frozenset(years),
        )

    def _expected(self, day: date) -> str | None:
        years = (day.year, day.year + 1) if (day.month, day.day) >= _NEXT_YEARS else (day.year,)
        for year in years:
            if year not in self.announced and year <= date.max.year and (name := _likely(year, self.feasts.get(year)).get(day)):
                return name
        return None


_likely = cache(expected)


def is_working_day(day: date, calendar: Calendar) -> tuple[bool, bool]:
    """Return whether `day` is worked, and whether that is certain (False: 暂定, its notice is not yet out)."""
    known = calendar.look(day)
    return known.working, known.certain


def load(path: Path = TABLE) -> Calendar:
    """Return the calendar of a table in the form of workdays.toml.

    Raises ValueError, with the place, where the table contradicts itself.
    """
    table = tomllib.loads(path.read_text("utf-8"))
    exceptions: dict[date, Day] = {}
    for notice in table["notice"]:
        exceptions |= _days(notice)
    feasts = {entry["year"]: Feasts(entry["eve"], entry["qingming"], entry["duanwu"], entry["zhongqiu"]) for entry in table["feasts"]}
    return Calendar(exceptions, frozenset(notice["year"] for notice in table["notice"]), feasts)


@cache
def shipped() -> Calendar:
    """Return the calendar of the table that comes with this version."""
    return load()


def _days(notice: dict[str, Any]) -> dict[date, Day]:
    source = notice["source"]
    days: dict[date, Day] = {}
    for holiday in notice["holidays"]:
        first, last, name = holiday["first"], holiday["last"], holiday["name"]
        if not timedelta(0) <= last - first < timedelta(20):
            raise ValueError(f"{source}: {name}: {first} – {last}")
        days |= {day: Day(day, working=False, name=name, source=source) for day in span(first, last)}
        for day in holiday["working"]:
            if day.weekday() < _SATURDAY:
                raise ValueError(f"{source}: {name}: {day} is no weekend day")
            days[day] = Day(day, working=True, name=f"{name}调休上班", source=source)
    return days


def span(first: date, last: date) -> list[date]:
    """Return the days from `first` to `last`, both included."""
    return [first + timedelta(ahead) for ahead in range((last - first).days + 1)]
