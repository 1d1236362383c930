"""Reads the State Council's yearly notice, 国务院办公厅关于…年部分节假日安排的通知, as an officer pastes it."""

from __future__ import annotations

import re
from datetime import date

from mingcha.platform.workdays.calendar import Day, span

_YEAR = re.compile(r"关于(\d{4})年部分节假日安排的通知")
_NUMBER = re.compile(r"国办发明电〔\d{4}〕\d{1,6}号")
_HOLIDAY = re.compile(r"[一二三四五六七八九]、\s*([^：:\n]{2,12})[：:]\s*([^\n]+)")
_REMARK = re.compile(r"[（(][^）)]*[）)]")
_FREE = re.compile(r"((?:\d{4}年)?\d{1,2}月\d{1,2}日)(?:至((?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日))?放假")
_WORKED = re.compile(r"((?:(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日[、和]?){1,9})上班")
_DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日")
# What every notice arranges (全国年节及纪念日放假办法); two that fall together are one item.
_HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
# No holiday of any notice so far was longer than ten days.
_LONGEST = 20
# A notice has some 600 characters.
_MAX_TEXT = 20_000


def read_notice(text: str) -> tuple[int, list[Day]]:
    """Return the year of a notice and the days it names, in order.

    Raises ValueError, saying in Chinese and English what is missing, for text that is no such notice or contradicts itself.
    """
    text = text[:_MAX_TEXT]
    found = _YEAR.search(re.sub(r"\s+", "", text))
    if not found:
        raise ValueError("找不到标题“关于…年部分节假日安排的通知” / the title of the notice is not there")
    year = int(found[1])
    number = _NUMBER.search(text)
    source = f"国务院办公厅关于{year}年部分节假日安排的通知" + (f"（{number[0]}）" if number else "")
    days: dict[date, Day] = {}
    for name, said in _HOLIDAY.findall(text):
        days |= _days(name.strip(), _REMARK.sub("", said).replace(" ", ""), year, source)
    if not days:
        raise ValueError("找不到“一、元旦：…”等各条 / the items of the notice are not there")
    return year, [days[day] for day in sorted(days)]


def require_all_holidays(days: list[Day]) -> None:
    """Raise ValueError, naming them, where a notice lacks holidays: it was not pasted whole, and its year is not certain."""
    named = {day.name for day in days if not day.working}
    if missing := [holiday for holiday in _HOLIDAYS if not any(holiday in name for name in named)]:
        raise ValueError(f"通知不完整，缺少{'、'.join(missing)} / the notice is not whole: these are missing")


def _days(name: str, said: str, year: int, source: str) -> dict[date, Day]:
    free = _FREE.search(said)
    if not free:
        raise ValueError(f"{name}：看不懂“{said[:40]}” / not understood")
    first = _day(free[1], year, 0)
    last = _day(free[2], year, first.month) if free[2] else first
    if not 0 <= (last - first).days < _LONGEST:
        raise ValueError(f"{name}：{first} – {last}：起止日期不对 / the dates are in the wrong order")
    days = {day: Day(day, working=False, name=name, source=source) for day in span(first, last)}
    worked = _WORKED.findall(said)
    if len(worked) != said.count("上班"):
        raise ValueError(f"{name}：看不懂哪天上班 / the working days are not understood")
    for run in worked:
        day = first
        for each in filter(None, re.split("[、和]", run)):
            day = _day(each, year, day.month)
            days[day] = Day(day, working=True, name=f"{name}调休上班", source=source)
    return days


def _day(text: str, year: int, month: int) -> date:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[1] or year), int(found[2] or month), int(found[3])) if found else date.min
    except ValueError:
        raise ValueError(f"“{text}”不是日期 / no date") from None
