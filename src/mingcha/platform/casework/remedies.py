"""What runs from the service of a penalty decision: the time to pay, to ask for reconsideration, and to sue."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mingcha.platform.workdays.current import current
from mingcha.platform.workdays.deadline import next_working_day

if TYPE_CHECKING:
    from mingcha.platform.casework.models import Penalty

PAY_DAYS = 15  # 行政处罚法 art. 67
REVIEW_DAYS = 60  # 行政复议法 art. 20
SUIT_MONTHS = 6  # 行政诉讼法 art. 46
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day of a period; `certain` False where holidays that are not announced yet can still move it."""

    day: date
    certain: bool


def remedies_of(penalty: Penalty) -> dict[str, Limit]:
    """Return the limits by name (pay_by for a fine, review_by, sue_by); empty before the decision was served.

    Days of the calendar are counted from the day after service; a last day that is not worked gives way to the next that is
    (民事诉讼法 art. 85).
    """
    if penalty.served_on is None:
        return {}
    ends = {
        "review_by": penalty.served_on + timedelta(days=REVIEW_DAYS),
        "sue_by": months_after(penalty.served_on, SUIT_MONTHS),
    }
    if penalty.fine:
        ends = {"pay_by": penalty.served_on + timedelta(days=PAY_DAYS), **ends}
    days = current()
    return {name: Limit(*next_working_day(day, days)) for name, day in ends.items()}


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that has none of that number."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
