from __future__ import annotations

from datetime import date

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from mingcha.platform.workdays.current import current, enter_notice, suggest
from mingcha.platform.workdays.models import AnnouncedYear, DayException

pytestmark = pytest.mark.django_db

NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至12日（周五）放假调休，共8天。1月31日（周日）、2月13日（周六）上班。
三、清明节：4月3日至5日放假。
四、劳动节：5月1日至5日放假调休。
五、端午节：6月9日放假。
六、中秋节：9月15日放假。
七、国庆节：10月1日至7日放假调休。"""


def test_an_entered_day_overrides_the_shipped_table() -> None:
    assert suggest(date(2026, 6, 15), 3).day == date(2026, 6, 18)
    DayException.objects.create(day=date(2026, 6, 17), kind="holiday", name="临时放假", source="通知")
    deadline = suggest(date(2026, 6, 15), 3)
    assert (deadline.day, deadline.certain) == (date(2026, 6, 22), True)
    assert [day.name for day in deadline.skipped] == ["临时放假", "端午节", "端午节", "端午节"]


def test_a_pasted_notice_makes_provisional_deadlines_certain() -> None:
    assert suggest(date(2027, 1, 28), 5).certain is False
    days = enter_notice(NOTICE)
    assert len(days) == 30
    deadline = suggest(date(2027, 1, 28), 5)
    assert (deadline.day, deadline.certain) == (date(2027, 2, 3), True)
    assert deadline.counted[1] == date(2027, 1, 31)
    assert suggest(date(2026, 12, 28), 5).certain is True


def test_entering_a_notice_twice_changes_nothing_and_a_wrong_one_enters_nothing() -> None:
    enter_notice(NOTICE)
    before = current()
    enter_notice(NOTICE)
    assert current() == before
    with pytest.raises(ValueError, match="元旦"):
        enter_notice(NOTICE.replace("2027", "2028").replace("1月1日", "31日"))
    assert (DayException.objects.count(), AnnouncedYear.objects.count()) == (30, 1)
