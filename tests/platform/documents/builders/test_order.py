from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.documents.builders.order import build
from mingcha.platform.documents.content import Stamp
from mingcha.platform.documents.paper import Section, numbered
from mingcha.reports.blocks import Paragraph

if TYPE_CHECKING:
    from mingcha.platform.documents.content import Order
    from mingcha.platform.documents.paper import Paper

STAMP = Stamp("京信管函", 23, None, date(2022, 4, 20))


def text(paper: Paper) -> str:
    told = []
    for ordinal, block in numbered(paper.blocks):
        assert isinstance(block, Section | Paragraph)
        told.append(ordinal + block.title + block.text if isinstance(block, Section) else block.text)
    return "\n".join(told)


def test_the_order_says_who_what_why_and_until_when(rectify: Order) -> None:
    paper = build(rectify, STAMP)
    assert (paper.masthead, paper.number, paper.name) == ("北京市通信管理局", "京信管函〔2022〕23号", "责令整改通知书")
    assert (paper.addressee, paper.issuer, paper.day) == ("北京甲乙科技有限公司", "北京市通信管理局", "2022年4月20日")
    assert (paper.mark, paper.sealed, paper.remark) == ("", True, "（联系人：王某，电话：010-12345678）")
    assert paper.printed == ("北京市通信管理局", "2022年4月20日印发")
    body = text(paper)
    assert "我局组织某检测中心对你单位运营的“伊对”APP（版本7.4.800，来源：OPPO软件商店）进行检测检查" in body
    assert (
        "一、存在问题\n（一）违规收集个人信息。用户同意隐私政策前读取OAID 2次。上述行为不符合工信部信管函〔2020〕164号第三部分第1项的规定。"
        in body
    )
    assert "（二）APP强制、频繁、过度索取权限。拒绝位置权限后反复弹窗。\n二、整改要求" in body
    assert "自收到本通知书之日起5个工作日内（即4月27日前）完成整改，并将整改情况报告及整改后的APP版本报送我局。" in body
    assert "纳入电信业务经营不良名单或失信名单等措施" in body


def test_sdk_and_store_are_spoken_of_as_what_they_are(rectify: Order) -> None:
    sdk = text(build(replace(rectify, subject="SDK", tested_by="", due=None), STAMP))
    assert "组织第三方检测机构对你单位提供的“伊对”SDK（版本7.4.800" in sdk
    assert "5个工作日内完成整改，并将整改情况报告及整改后的SDK版本报送" in sdk
    store = text(build(replace(rectify, subject="应用分发平台"), STAMP))
    assert "对你单位运营的应用分发平台“伊对”进行检测检查" in store
    assert "并将整改情况报告报送我局" in store


def test_a_draft_says_so_and_an_order_without_problems_is_refused(rectify: Order) -> None:
    draft = build(rectify, Stamp("京信管函"))
    assert draft.mark == "【拟稿，未签发，不具效力】"
    assert draft.number == "京信管函〔　　　　〕　　号"
    assert "（即2022年4月27日前）" in text(draft)
    with pytest.raises(ValueError, match="problem"):
        build(replace(rectify, problems=()), STAMP)
