"""How much there is of what, and the one source of chance for each table."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
YEARS = 3


@dataclass(frozen=True, slots=True)
class Size:
    """Numbers of rows; `scale` 1 is what the platform is to bear. The same scale, seed and day give the same rows."""

    scale: float
    seed: int
    today: date

    def of(self, number: int, least: int = 1) -> int:
        """Return that many times the scale, but at least `least`."""
        return max(least, round(number * self.scale))

    @property
    def apps(self) -> int:
        """Apps of the registry."""
        return self.of(400_000, 40)

    @property
    def cases(self) -> int:
        """Cases of three years."""
        return self.of(100_000, 40)

    @property
    def findings(self) -> int:
        """Findings of all scans."""
        return self.of(10_000_000, 400)

    def chance(self, table: str) -> random.Random:
        """Return the source of chance of one table."""
        return random.Random(f"{self.seed} {table}")  # noqa: S311 - a bench repeats itself

    def past_day(self, chance: random.Random) -> date:
        """Return a day of the last years, later ones somewhat more often."""
        back = YEARS * 365 * chance.random() ** 1.3
        return self.today - timedelta(days=int(back))


def moment(day: date, chance: random.Random) -> datetime:
    """Return a moment of that day within office hours."""
    return datetime.combine(day, time(9), CHINA) + timedelta(seconds=chance.randrange(9 * 3600))
