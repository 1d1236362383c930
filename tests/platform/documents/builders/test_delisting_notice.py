from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mingcha.platform.documents.builders.delisting_notice import build
from mingcha.platform.documents.content import App, DelistingNotice, Stamp
from mingcha.reports.blocks import Paragraph

NOTICE = DelistingNotice(
    "工业和信息化部信息通信管理局", (App("甲", "乙公司", "应用宝", "1.0", ("违规收集个人信息",)),), (date(2022, 4, 20),), 37
)
STAMP = Stamp("下架通报", 1, 14, date(2022, 5, 9))


def test_it_is_dated_and_not_numbered_and_names_the_notice_before_it() -> None:
    paper = build(NOTICE, STAMP)
    assert (paper.name, paper.number, paper.day) == ("关于下架侵害用户权益APP名单的通报", "", "2022年5月9日")
    first, second = (block.text for block in paper.blocks if isinstance(block, Paragraph))
    assert first == (
        "2022年4月20日，我部向社会通报了37款存在侵害用户权益行为的APP。截至目前，经第三方检测机构核查复检，"
        "尚有1款APP未按照我部要求完成整改（详见附件）。"
    )
    assert "我部组织对上述1款APP进行下架。相关应用商店应在本通报发布后，立即组织对名单中应用软件进行下架处理，并举一反三" in second
    assert [annex.title for annex in paper.annexes] == ["工业和信息化部下架的应用软件名单"]


def test_a_recheck_is_told_of_only_where_there_was_one() -> None:
    first = build(replace(NOTICE, rechecked=False), STAMP).blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.endswith("截至目前，尚有1款APP未按照我部要求完成整改（详见附件）。")


def test_several_notices_before_it_are_all_named() -> None:
    days = (date(2022, 6, 1), date(2021, 12, 3), date(2022, 4, 20))
    first = build(replace(NOTICE, noticed_on=days), STAMP).blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.startswith("2021年12月3日、2022年4月20日、6月1日，我部向社会通报了37款")
    with pytest.raises(ValueError, match="before"):
        build(replace(NOTICE, noticed_on=()), STAMP)


def test_mini_programs_are_banned_from_search() -> None:
    second = build(replace(NOTICE, mini_programs=True), STAMP).blocks[1]
    assert isinstance(second, Paragraph)
    assert "下架处理；名单中的小程序，相关平台应当禁止搜索，并" in second.text


def test_a_notice_that_names_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="app"):
        build(replace(NOTICE, apps=()), STAMP)
