from __future__ import annotations

from datetime import date, timedelta

import pytest

from mingcha.platform.workdays.calendar import shipped
from mingcha.platform.workdays.expected import expected


def expected_free(year: int) -> set[date]:
    calendar = shipped()
    return {day for day in expected(year, calendar.feasts[year]) if day.year == year}


def announced_free(year: int) -> set[date]:
    return {day.day for day in shipped().exceptions.values() if day.day.year == year and not day.working}


def test_what_is_expected_for_2025_is_what_was_announced() -> None:
    assert expected_free(2025) == announced_free(2025)


def test_for_2026_only_the_ninth_day_of_spring_festival_was_not_expected() -> None:
    assert expected_free(2026) ^ announced_free(2026) == {date(2026, 2, 15)}


@pytest.mark.parametrize("year", range(2027, 2041))
def test_moving_feasts_are_those_of_an_independent_calendar(year: int) -> None:
    holidays = pytest.importorskip("holidays", reason="an oracle of the development tools")
    names = {"农历除夕": "eve", "清明节": "qingming", "端午节": "duanwu", "中秋节": "zhongqiu"}
    theirs = {}
    for day, text in sorted(holidays.China(years=year, language="zh_CN").items()):
        for name in text.split("; "):
            if name in names and day.year == year:
                theirs.setdefault(names[name], day)
    ours = shipped().feasts[year]
    assert theirs == {name: getattr(ours, name) for name in names.values()}


@pytest.mark.parametrize("feast", [date(2027, 9, 6) + timedelta(ahead) for ahead in range(7)])
def test_a_feast_joins_the_weekend_and_stands_alone_on_a_wednesday(feast: date) -> None:
    calendar = shipped()
    feasts = calendar.feasts[2027]
    moved = type(feasts)(feasts.eve, feasts.qingming, feasts.duanwu, feast)
    block = sorted(day for day, name in expected(2027, moved).items() if name == "中秋节")
    assert feast in block
    assert len(block) == (1 if feast.weekday() == 2 else 3)
    assert any(day.weekday() in {5, 6} for day in block) == (feast.weekday() != 2)


def test_without_known_feasts_only_fixed_dates_are_expected() -> None:
    assert set(expected(2090, None).values()) == {"元旦", "劳动节", "国庆节"}
    assert expected(1, None).keys() == {date(1, 5, day) for day in range(1, 6)} | {date(1, 10, day) for day in range(1, 8)}
