from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.workdays.calendar import TABLE, Calendar, Day, is_working_day, load, shipped, span

if TYPE_CHECKING:
    from pathlib import Path

ALL = span(date(2020, 1, 1), date(2026, 12, 31))


def test_every_day_of_seven_years_is_as_two_independent_tables_have_it() -> None:
    chinese_calendar = pytest.importorskip("chinese_calendar", reason="an oracle of the development tools")
    holidays = pytest.importorskip("holidays", reason="an oracle of the development tools")
    theirs = holidays.China(years=range(2019, 2028))
    assert len(ALL) == 2557
    ours = {day: is_working_day(day, shipped())[0] for day in ALL}
    assert ours == {day: chinese_calendar.is_workday(day) for day in ALL}
    assert ours == {day: theirs.is_working_day(day) for day in ALL}


def test_all_days_are_certain_but_the_last_of_the_last_announced_year() -> None:
    unsure = [day for day in ALL if not is_working_day(day, shipped())[1]]
    assert unsure == [date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)]


def test_a_later_notice_overrides_an_earlier_one() -> None:
    day = shipped().look(date(2020, 2, 1))
    assert (day.working, day.name, day.source) == (False, "春节", "国务院办公厅关于延长2020年春节假期的通知（国办发明电〔2020〕1号）")


def test_a_make_up_day_says_what_it_is_for() -> None:
    day = shipped().look(date(2026, 10, 10))
    assert (day.working, day.name, day.certain) == (True, "国庆节调休上班", True)
    assert day.source == "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2027, 1, 1), False),
        (date(2027, 2, 8), False),
        (date(2027, 10, 7), False),
        (date(2027, 7, 14), True),
        (date(2027, 7, 17), False),
        (date(2090, 5, 2), False),
        (date(2019, 12, 30), True),
        (date.min, True),
        (date.max, True),
    ],
)
def test_days_of_years_that_are_not_announced_are_provisional_and_never_an_error(day: date, working: bool) -> None:
    assert is_working_day(day, shipped()) == (working, False)


def test_the_new_year_that_begins_in_december_is_expected_there() -> None:
    # 1 January 2030 is a Tuesday: three days from Sunday.
    assert [shipped().look(date(2029, 12, 29) + timedelta(ahead)).name for ahead in range(4)] == ["周末", "元旦", "元旦", "元旦"]


def test_entered_days_and_years_make_a_year_certain() -> None:
    stated = Day(date(2027, 1, 3), working=True, name="元旦调休上班", source="通知")
    calendar = shipped().with_changes([stated], [2027])
    assert calendar.look(date(2027, 1, 3)) == stated
    assert is_working_day(date(2026, 12, 31), calendar) == (True, True)
    assert is_working_day(date(2027, 2, 8), calendar) == (True, True)  # 2027 is said to be complete: nothing is guessed
    assert is_working_day(date(2027, 12, 31), calendar) == (True, False)
    assert shipped().look(date(2027, 1, 3)).working is False  # the shipped calendar stays as it is


def test_an_empty_calendar_knows_weekends_and_fixed_feasts() -> None:
    assert [is_working_day(day, Calendar()) for day in (date(2026, 2, 17), date(2026, 2, 21), date(2026, 10, 1))] == [
        (True, False),
        (False, False),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("working = [2026-01-04]", "working = [2026-01-05]", "2026-01-05 is no weekend day"),
        ("first = 2026-10-01, last = 2026-10-07", "first = 2026-10-01, last = 2026-09-07", "国庆节: 2026-10-01 – 2026-09-07"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = TABLE.read_text("utf-8")
    assert old in text
    (tmp_path / "table.toml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ValueError, match=message):
        load(tmp_path / "table.toml")
