from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.documents.builders.delisting_order import build
from mingcha.platform.documents.content import App, Contact, DelistingOrder, Stamp
from mingcha.platform.documents.paper import Section
from mingcha.reports.blocks import Paragraph

if TYPE_CHECKING:
    from mingcha.platform.documents.paper import Paper

ORDER = DelistingOrder(
    "工业和信息化部信息通信管理局",
    "某应用商店",
    (App("甲", "乙公司", "应用宝", "1.0", ("违规收集个人信息",)),),
    "关于侵害用户权益行为的APP通报（2022年第3批，总第23批）",
    date(2022, 4, 20),
    date(2022, 5, 11),
    contact=Contact("李某"),
)
STAMP = Stamp("工信管函", 7, None, date(2022, 5, 9))


def sections(paper: Paper) -> list[str]:
    return [block.title + block.text for block in paper.blocks if isinstance(block, Section)]


def test_one_store_is_told_to_delist_and_to_report() -> None:
    paper = build(ORDER, STAMP)
    assert (paper.name, paper.number, paper.addressee) == ("关于下架侵害用户权益APP的通知", "工信管函〔2022〕7号", "某应用商店")
    opening = paper.blocks[0]
    assert isinstance(opening, Paragraph)
    assert opening.text.startswith(
        "2022年4月20日，我部发布《关于侵害用户权益行为的APP通报（2022年第3批，总第23批）》。截至目前，经第三方检测机构核查复检，其中1款APP"
    )
    assert sections(paper) == [
        "立即组织下架。你单位应在收到本通知后，立即对附件所列应用软件进行下架处理。",
        "反馈执行情况。你单位应于5月11日前将执行时间和执行情况书面反馈我部。",
        "加强上架审核。未经我部确认完成整改，不得恢复上架。你单位应举一反三，严格落实分发平台主体责任，把好上架审核关。",
    ]
    assert [annex.title for annex in paper.annexes] == ["下架的应用软件名单"]
    assert paper.printed == ("工业和信息化部信息通信管理局", "2022年5月9日印发")


def test_a_mini_program_is_banned_from_search() -> None:
    paper = build(replace(ORDER, search_ban=True, reply_by=None), STAMP)
    assert paper.name == "关于禁止搜索侵害用户权益小程序的通知"
    told = sections(paper)
    assert told[0] == "立即禁止搜索。你单位应在收到本通知后，立即对附件所列小程序采取禁止搜索措施。"
    assert "在执行完毕后将执行时间" in told[1]
    assert "不得恢复搜索" in told[2]
    assert [annex.title for annex in paper.annexes] == ["禁止搜索的小程序名单"]


def test_an_order_that_names_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="app"):
        build(replace(ORDER, apps=()), STAMP)
