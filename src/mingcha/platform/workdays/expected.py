"""What is likely to be free in a year for which the State Council has not yet said anything.

Days off by the 全国年节及纪念日放假办法 (revised 2024-11), in the blocks that the notice of 2024-11-12 names as the principle:
春节 8 days from the lunar New Year's Eve, 劳动节 5 days, 国庆节 7 days (8 with 中秋节), the others 3 days together with a weekend,
and one day alone on a Wednesday. Which weekends are worked for it cannot be known, so none are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# First and last day of a block of three, from its feast: by the feast's day of the week, Monday first.
_BLOCK = ((-2, 0), (-2, 0), (0, 0), (0, 2), (0, 2), (0, 2), (-1, 1))
_SPRING, _LABOUR, _NATIONAL = 8, 5, 7


@dataclass(frozen=True, slots=True)
class Feasts:
    """The days of one year's feasts that follow the moon or the sun."""

    eve: date
    qingming: date
    duanwu: date
    zhongqiu: date


def expected(year: int, feasts: Feasts | None) -> dict[date, str]:
    """Return the days that are likely to be free for the feasts of `year`, with their names.

    Without `feasts` only those on fixed dates are there. The block of 元旦 can begin in the year before.
    """
    free = _around(date(year, 1, 1), "元旦") if year > 1 else {}
    free |= _run(date(year, 5, 1), _LABOUR, "劳动节")
    if feasts:
        free |= _run(feasts.eve, _SPRING, "春节")
        free |= _around(feasts.qingming, "清明节") | _around(feasts.duanwu, "端午节")
        if feasts.zhongqiu.month < 10:  # noqa: PLR2004 - in October it falls into the week of 国庆节
            free |= _around(feasts.zhongqiu, "中秋节")
    joined = feasts is not None and feasts.zhongqiu.month >= 10  # noqa: PLR2004 - as above
    free |= _run(date(year, 10, 1), _NATIONAL + joined, "国庆节、中秋节" if joined else "国庆节")
    return free


def _run(first: date, length: int, name: str) -> dict[date, str]:
    return {first + timedelta(ahead): name for ahead in range(length)}


def _around(feast: date, name: str) -> dict[date, str]:
    first, last = _BLOCK[feast.weekday()]
    return _run(feast + timedelta(first), last - first + 1, name)
