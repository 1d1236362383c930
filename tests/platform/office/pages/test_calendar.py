from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from mingcha.platform.ledger.models import Entry
from mingcha.platform.workdays.current import current
from mingcha.platform.workdays.models import AnnouncedYear, DayException

if TYPE_CHECKING:
    from tests.platform.world import World

OFFICER = "ministry:officer"
NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕7号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日至12日放假调休，共8天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日至5日放假。
四、劳动节：5月1日至5日放假调休。
五、端午节：6月9日放假。
六、中秋节：9月15日放假。
七、国庆节：10月1日至7日放假调休。
"""


def test_a_year_tells_what_is_free_what_is_worked_and_by_whose_word(world: World) -> None:
    page = world.client("lab:tester").get("/office/calendar/?year=2026").content.decode()
    assert ("已公布" in page, "国务院办公厅关于2026年部分节假日安排的通知" in page) == (True, True)
    assert (page.count("<small>休</small>"), page.count("<small>班</small>")) == (33, 6)
    assert "设定一日" not in page


def test_a_year_that_is_not_announced_is_provisional(world: World) -> None:
    page = world.client("lab:tester").get("/office/calendar/?year=2030").content.decode()
    assert ("暂定：放假安排尚未公布" in page, "<small>休?</small>" in page) == (True, True)


@pytest.mark.parametrize("asked", ["x", "99999", "-1", "2018", "²", "9" * 5000])
def test_a_year_that_is_none_gives_this_one(world: World, asked: str) -> None:
    answer = world.client("lab:tester").get("/office/calendar/", {"year": asked})
    assert (answer.status_code, "工作日历" in answer.content.decode()) == (200, True)


def test_a_day_is_set_with_a_reason_and_taken_back(world: World) -> None:
    client, day = world.client(OFFICER), date(2026, 3, 4)
    said = {"day": "2026-03-04", "kind": "holiday", "name": "临时放假", "source": "会议期间"}
    assert client.post("/office/calendar/day/", said | {"source": ""}).status_code == 422
    assert client.post("/office/calendar/day/", said).headers["Location"] == "/office/calendar/?year=2026"
    assert (current().look(day).working, Entry.objects.get(kind="day-set").data["reason"]) == (False, "会议期间")
    assert "撤销设定" in client.get("/office/calendar/?year=2026").content.decode()
    assert client.post("/office/calendar/day/2026-03-04/").status_code == 302
    assert (current().look(day).working, Entry.objects.filter(kind="day-unset").count()) == (True, 1)
    assert [client.post(f"/office/calendar/day/{name}/").status_code for name in ("2026-03-04", "x")] == [404, 404]


def test_a_pasted_notice_settles_its_year(world: World) -> None:
    client = world.client(OFFICER)
    assert client.post("/office/calendar/notice/", {"text": NOTICE}).headers["Location"] == "/office/calendar/?year=2027"
    assert (AnnouncedYear.objects.get().year, DayException.objects.count()) == (2027, 30)
    assert [current().look(date(2027, month, day)).working for month, day in ((1, 1), (1, 31), (2, 12), (2, 14))] == [
        False,
        True,
        False,
        True,
    ]
    assert Entry.objects.get(kind="year-entered").data["days"] == 30


def test_text_that_is_no_notice_changes_nothing(world: World) -> None:
    page = world.client(OFFICER).post("/office/calendar/notice/", {"text": "明天放假"})
    assert (page.status_code, DayException.objects.count(), "找不到标题" in page.content.decode()) == (422, 0, True)


def test_only_officers_of_the_ministry_change_the_calendar(world: World) -> None:
    for name in ("beijing:officer", "ministry:auditor", "ministry:administrator", "lab:tester"):
        answers = [world.client(name).post(f"/office/calendar/{what}/", {}).status_code for what in ("day", "notice", "day/2026-03-04")]
        assert answers == [403] * 3
