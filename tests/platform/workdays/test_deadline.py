from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingcha.platform.workdays.calendar import shipped, span
from mingcha.platform.workdays.deadline import MAX_DAYS, SetDeadline, add_working_days, next_working_day, working_days_between

ALL = span(date(2020, 1, 1), date(2026, 12, 31))


def test_every_start_day_of_seven_years_and_every_length_to_fifteen_is_as_counted_by_brute_force() -> None:
    chinese_calendar = pytest.importorskip("chinese_calendar", reason="an oracle of the development tools")
    worked = [day for day in ALL if chinese_calendar.is_workday(day)]
    checked = 0
    for start in ALL:
        after = [day for day in worked if day > start][:15] if start.year == 2026 else worked_after(worked, start)
        for n in range(1, len(after) + 1):
            deadline = add_working_days(start, n, shipped())
            assert (deadline.day, deadline.counted) == (after[n - 1], tuple(after[:n]))
            assert deadline.certain == (deadline.day < date(2026, 12, 29))
            assert working_days_between(start, deadline.day, shipped()) == (n, deadline.certain)
            checked += 1
    assert checked == 15 * len(ALL) - missing(worked)


def worked_after(worked: list[date], start: date) -> list[date]:
    return [day for day in worked if start < day <= start + timedelta(40)][:15]


def missing(worked: list[date]) -> int:
    """Return how many pairs of start and length end after 2026, where the oracle ends."""
    return sum(max(0, 15 - sum(day > start for day in worked[-20:])) for start in ALL[-40:])


@pytest.mark.parametrize(
    ("start", "n", "day"),
    [
        (date(2023, 2, 8), 5, date(2023, 2, 15)),  # 2023年第1批: by 15 February
        (date(2025, 3, 25), 5, date(2025, 4, 1)),  # 广东, 2025-03-25
        (date(2026, 9, 28), 5, date(2026, 10, 10)),  # over 国庆节, ending on a make-up Saturday
        (date(2026, 10, 3), 5, date(2026, 10, 13)),  # served on a holiday: counted from the first working day
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
    ],
)
def test_known_deadlines(start: date, n: int, day: date) -> None:
    deadline = add_working_days(start, n, shipped())
    assert (deadline.day, deadline.certain) == (day, True)


def test_a_deadline_over_the_border_to_a_year_not_announced_is_provisional() -> None:
    assert add_working_days(date(2026, 12, 21), 5, shipped()).certain is True
    deadline = add_working_days(date(2026, 12, 28), 5, shipped())
    assert (deadline.day, deadline.certain) == (date(2027, 1, 5), False)
    assert [day.name for day in deadline.skipped] == ["元旦", "元旦", "元旦"]
    assert "暂定" in deadline.explain().zh
    assert "provisional" in deadline.explain().en


def test_days_skipped_are_named_with_their_dates() -> None:
    text = add_working_days(date(2026, 9, 28), 5, shipped()).explain()
    assert text.zh == "自2026年9月28日起算，当日不计入，共5个工作日，截至2026年10月10日；其间国庆节（10月1日至10月7日）不计。"
    assert text.en == (
        "5 working days from 2026-09-28, that day not counted, until 2026-10-10; not counted: 国庆节 (2026-10-01 – 2026-10-07)."
    )


def test_the_same_holiday_of_two_years_is_named_twice() -> None:
    names = add_working_days(date(2024, 12, 31), 260, shipped()).explain().zh
    assert names.count("元旦（") == 2
    assert "元旦（1月1日）" in names
    assert "元旦（1月1日至1月3日）" in names


@given(st.dates(), st.integers(0, 40))
def test_any_date_is_counted_and_counting_back_gives_the_number(start: date, n: int) -> None:
    if start > date.max - timedelta(120):
        start -= timedelta(120)
    deadline = add_working_days(start, n, shipped())
    assert len(deadline.counted) == n
    assert working_days_between(start, deadline.day, shipped()) == (n, deadline.certain)
    assert working_days_between(deadline.day, start, shipped())[0] == -n


def test_lengths_out_of_bounds_and_the_end_of_dates_are_clear_errors() -> None:
    for n in (-1, MAX_DAYS + 1):
        with pytest.raises(ValueError, match="0 to 1000"):
            add_working_days(date(2026, 1, 1), n, shipped())
    with pytest.raises(ValueError, match="9999"):
        add_working_days(date(9999, 12, 28), 9, shipped())


def test_another_day_needs_a_reason_and_is_then_certain() -> None:
    deadline = add_working_days(date(2026, 12, 28), 5, shipped())
    chosen = deadline.override(date(2027, 1, 15), " 企业申请延期，经批准 ")
    assert (chosen.day, chosen.reason, chosen.certain) == (date(2027, 1, 15), "企业申请延期，经批准", True)
    assert SetDeadline(deadline, deadline.day).certain is False
    assert chosen.to_json() == {
        "start": "2026-12-28",
        "working_days": 5,
        "suggested": "2027-01-05",
        "certain": False,
        "day": "2027-01-15",
        "reason": "企业申请延期，经批准",
    }
    with pytest.raises(ValueError, match="needs a reason"):
        deadline.override(date(2027, 1, 15), "  ")
    with pytest.raises(ValueError, match="before the day of service"):
        deadline.override(date(2026, 12, 27), "早")


@pytest.mark.parametrize(
    ("day", "worked", "certain"),
    [
        ("2026-03-03", "2026-03-03", True),
        ("2026-03-07", "2026-03-09", True),
        ("2026-05-01", "2026-05-06", True),
        ("2026-05-09", "2026-05-09", True),  # a Saturday that is worked
        ("2028-07-01", "2028-07-03", False),
    ],
)
def test_a_day_that_is_not_worked_gives_way_to_the_next_that_is(day: str, worked: str, certain: bool) -> None:
    assert next_working_day(date.fromisoformat(day), shipped()) == (date.fromisoformat(worked), certain)


def test_there_is_no_working_day_after_the_last_day() -> None:
    with pytest.raises(ValueError, match="9999"):
        next_working_day(date(9999, 12, 31), shipped().with_changes([replace(shipped().look(date.max), working=False)]))
