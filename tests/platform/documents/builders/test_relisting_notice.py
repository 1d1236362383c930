from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.documents.builders.relisting_notice import build
from mingcha.platform.documents.content import App, Contact, RelistingNotice, Stamp
from mingcha.reports.blocks import Table

if TYPE_CHECKING:
    from mingcha.platform.documents.paper import Paper

NOTICE = RelistingNotice(
    "工业和信息化部信息通信管理局",
    "某应用商店",
    (App("甲", "乙公司", "应用宝", "1.1", ("违规收集个人信息",)),),
    date(2022, 5, 9),
    "工信管函〔2022〕7号",
    contact=Contact("李某"),
)
STAMP = Stamp("工信管函", 9, None, date(2022, 6, 1))


def texts(paper: Paper) -> list[str]:
    return [f"{getattr(block, 'title', '')}{getattr(block, 'text', '')}" for block in paper.blocks]


def test_one_store_is_told_which_version_may_come_back() -> None:
    paper = build(NOTICE, STAMP)
    assert (paper.name, paper.number, paper.addressee) == ("关于恢复上架有关APP的通知", "工信管函〔2022〕9号", "某应用商店")
    assert texts(paper) == [
        (
            "2022年5月9日，我部通知你单位下架侵害用户权益APP（工信管函〔2022〕7号）。经复检，其中1款APP已完成整改（详见附件）。"
            "现将有关事项通知如下："
        ),
        "恢复上架。自收到本通知之日起，你单位可以恢复上架附件所列应用软件。",
        "核对版本。附件所列版本为复检通过的版本，恢复上架前应核对版本，不得提供此前存在问题的版本。",
        "加强上架审核。你单位应严格落实分发平台主体责任，发现应用软件再次出现侵害用户权益行为的，及时处置并报告我部。",
    ]
    (annex,) = paper.annexes
    assert annex.title == "恢复上架的应用软件名单"
    (table,) = annex.blocks
    assert isinstance(table, Table)
    assert table.rows == (("1", "甲", "乙公司", "应用宝", "1.1"),)


def test_a_search_ban_is_lifted_and_a_revoked_case_has_no_version_to_look_at() -> None:
    paper = build(replace(NOTICE, search_ban=True, rectified=False, order=""), STAMP)
    assert paper.name == "关于恢复搜索有关小程序的通知"
    assert texts(paper) == [
        "2022年5月9日，我部通知你单位禁止搜索侵害用户权益小程序。其中1款小程序所涉案件已依法撤销（详见附件）。现将有关事项通知如下：",
        "恢复搜索。自收到本通知之日起，你单位可以恢复搜索附件所列小程序。",
        "加强上架审核。你单位应严格落实分发平台主体责任，发现小程序再次出现侵害用户权益行为的，及时处置并报告我部。",
    ]
    assert [annex.title for annex in paper.annexes] == ["恢复搜索的小程序名单"]


def test_a_provider_is_told_what_may_have_access_again() -> None:
    paper = build(replace(NOTICE, store="某接入企业", access_of="SDK"), STAMP)
    assert (paper.name, paper.addressee) == ("关于恢复接入有关SDK的通知", "某接入企业")
    assert texts(paper) == [
        (
            "2022年5月9日，我部通知你单位停止接入侵害用户权益SDK（工信管函〔2022〕7号）。经复检，其中1款SDK已完成整改（详见附件）。"
            "现将有关事项通知如下："
        ),
        "恢复接入。自收到本通知之日起，你单位可以恢复接入附件所列SDK。",
    ]
    assert [annex.title for annex in paper.annexes] == ["恢复接入的SDK名单"]


def test_a_notice_that_names_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="app"):
        build(replace(NOTICE, apps=()), STAMP)
