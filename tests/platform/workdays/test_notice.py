from __future__ import annotations

from datetime import date

import pytest

from mingcha.platform.workdays.calendar import shipped
from mingcha.platform.workdays.notice import read_notice, require_all_holidays

# The items of the notices as published; they are official documents, in the public domain (著作权法 art. 5).
NOTICES = {
    2021: """国务院办公厅关于2021年部分节假日安排的通知
国办发明电〔2020〕27号
一、元旦：2021年1月1日至3日放假，共3天。
二、春节：2月11日至17日放假调休，共7天。2月7日（星期日）、2月20日（星期六）上班。
三、清明节：4月3日至5日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月25日（星期日）、5月8日（星期六）上班。
五、端午节：6月12日至14日放假，共3天。
六、中秋节：9月19日至21日放假调休，共3天。9月18日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。""",
    2022: """国务院办公厅关于2022年部分节假日安排的通知
国办发明电〔2021〕11号
一、元旦：2022年1月1日至3日放假，共3天。
二、春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。
三、清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。
四、劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。
五、端午节：6月3日至5日放假，共3天。
六、中秋节：9月10日至12日放假，共3天。
七、国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。""",
    2023: """国务院办公厅关于2023年部分节假日安排的通知
国办发明电〔2022〕16号
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。""",
    2024: """国务院办公厅关于2024年
部分节假日安排的通知
国办发明电〔2023〕7号
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2026: """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。""",
}


@pytest.mark.parametrize("year", NOTICES)
def test_the_notice_as_published_gives_the_days_of_the_shipped_table(year: int) -> None:
    read, days = read_notice(NOTICES[year])
    source = days[0].source
    assert read == year
    assert {day.day: day for day in days} == {day: known for day, known in shipped().exceptions.items() if known.source == source}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "找不到标题"),
        ("国务院办公厅关于2027年部分节假日安排的通知", "找不到"),
        ("国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：不放假。", "元旦：看不懂"),
        ("国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月3日至1日放假。", "起止日期不对"),
        ("国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：13月1日放假。", "不是日期"),
        ("国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日放假。周六照常上班。", "看不懂哪天上班"),
        ("国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日至2027年12月3日放假。", "起止日期不对"),
    ],
)
def test_text_that_is_no_such_notice_is_refused_with_a_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_notice(text)


def test_a_notice_that_was_not_pasted_whole_is_refused_and_what_is_missing_named() -> None:
    for text in NOTICES.values():
        require_all_holidays(read_notice(text)[1])
    _, days = read_notice("\n".join(NOTICES[2023].splitlines()[:5]))
    with pytest.raises(ValueError, match="缺少劳动节、端午节、中秋节、国庆节"):
        require_all_holidays(days)


def test_long_hostile_text_is_read_in_bounded_time() -> None:
    title = "国务院办公厅关于2027年部分节假日安排的通知\n一、元旦："
    with pytest.raises(ValueError, match="元旦"):
        read_notice(title + "1月1日、" * 1_000_000)


def test_a_day_without_its_month_is_in_the_month_before() -> None:
    _, days = read_notice("关于2027年部分节假日安排的通知\n一、元旦：1月1日至3日放假调休。1月9日、10日上班。")
    assert [(day.day, day.working) for day in days] == [
        (date(2027, 1, 1), False),
        (date(2027, 1, 2), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 9), True),
        (date(2027, 1, 10), True),
    ]
