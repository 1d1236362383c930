"""When a period of working days ends. The day of service is day 0; the first working day after it is day 1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mingcha.model import Text
from mingcha.platform.workdays.calendar import WEEKEND

if TYPE_CHECKING:
    from mingcha.platform.workdays.calendar import Calendar, Day

# No period of the law is longer; a bound, so that a wrong number cannot count for ever.
MAX_DAYS = 1000


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period of `working_days` after `start`, and the days that were counted.

    `skipped` are the holidays on the way, ordinary weekends left out. `certain` False means 暂定: a notice that is not yet out
    can still move the day.
    """

    start: date
    working_days: int
    day: date
    certain: bool
    counted: tuple[date, ...]
    skipped: tuple[Day, ...] = ()

    def override(self, day: date, reason: str) -> SetDeadline:
        """Return this deadline set to another `day` for a `reason`; ValueError without a reason or before the start."""
        return SetDeadline(self, day, reason.strip())

    def explain(self) -> Text:
        """Return how the day was found, for an officer to check by hand."""
        zh = [f"自{_zh(self.start)}起算，当日不计入，共{self.working_days}个工作日，截至{_zh(self.day)}"]
        en = [f"{self.working_days} working days from {self.start}, that day not counted, until {self.day}"]
        if names := _named(self.skipped):
            zh.append("其间" + "、".join(f"{name}（{_zh_span(days)}）" for name, days in names) + "不计")
            en.append("not counted: " + ", ".join(f"{name} ({days[0]} – {days[-1]})" for name, days in names))
        if not self.certain:
            zh.append("暂定：所涉年度的放假安排尚未公布")
            en.append("provisional: the holidays of that year are not yet announced")
        return Text("；".join(zh) + "。", "; ".join(en) + ".")


@dataclass(frozen=True, slots=True)
class SetDeadline:
    """A deadline as an officer set it: what was suggested, the day that holds, and the reason for any difference."""

    suggested: Deadline
    day: date
    reason: str = ""

    def __post_init__(self) -> None:
        if self.day < self.suggested.start:
            raise ValueError("the deadline lies before the day of service")
        if self.day != self.suggested.day and not self.reason:
            raise ValueError("another day than the suggested one needs a reason")

    @property
    def certain(self) -> bool:
        """Whether the day is settled: chosen by hand, or suggested by a calendar that cannot change."""
        return self.day != self.suggested.day or self.suggested.certain

    def to_json(self) -> dict[str, Any]:
        """Return what has to be kept with a case, as plain JSON."""
        return {
            "start": self.suggested.start.isoformat(),
            "working_days": self.suggested.working_days,
            "suggested": self.suggested.day.isoformat(),
            "certain": self.suggested.certain,
            "day": self.day.isoformat(),
            "reason": self.reason,
        }


def add_working_days(start: date, n: int, calendar: Calendar) -> Deadline:
    """Return the end of a period of `n` (0 … 1000) working days after `start`.

    With `n` 0 it ends on `start` itself. ValueError for another `n`, or where dates end (year 9999).
    """
    if not 0 <= n <= MAX_DAYS:
        raise ValueError(f"{n} working days: 0 to {MAX_DAYS} can be counted")
    day, certain = start, True
    counted: list[date] = []
    skipped: list[Day] = []
    while len(counted) < n:
        if day == date.max:
            raise ValueError("the calendar ends in the year 9999")
        day += timedelta(1)
        known = calendar.look(day)
        certain &= known.certain
        if known.working:
            counted.append(day)
        elif known.name != WEEKEND:
            skipped.append(known)
    return Deadline(start, n, day, certain, tuple(counted), tuple(skipped))


def next_working_day(day: date, calendar: Calendar) -> tuple[date, bool]:
    """Return `day` if it is worked, else the first working day after it, and whether that is certain. ValueError where dates end."""
    certain = True
    while True:
        known = calendar.look(day)
        certain &= known.certain
        if known.working:
            return day, certain
        if day == date.max:
            raise ValueError("the calendar ends in the year 9999")
        day += timedelta(1)


def working_days_between(start: date, end: date, calendar: Calendar) -> tuple[int, bool]:
    """Return how many working days lie after `start` up to and with `end`, negative when `end` is earlier, and whether certain.

    It undoes `add_working_days`: for a deadline of `n` days the answer is `n`.
    """
    if end < start:
        count, certain = working_days_between(end, start, calendar)
        return -count, certain
    days = [calendar.look(start + timedelta(ahead)) for ahead in range(1, (end - start).days + 1)]
    return sum(day.working for day in days), all(day.certain for day in days)


def _named(skipped: tuple[Day, ...]) -> list[tuple[str, list[date]]]:
    """Return the holidays among the days, each with its days that follow one another."""
    names: list[tuple[str, list[date]]] = []
    for day in skipped:
        if names and names[-1][0] == day.name and day.day - names[-1][1][-1] == timedelta(1):
            names[-1][1].append(day.day)
        else:
            names.append((day.name, [day.day]))
    return names


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _zh_span(days: list[date]) -> str:
    first, last = days[0], days[-1]
    return f"{first.month}月{first.day}日" + (f"至{last.month}月{last.day}日" if last != first else "")
