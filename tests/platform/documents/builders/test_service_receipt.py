from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mingcha.platform.documents.builders.service_receipt import build
from mingcha.platform.documents.content import Served, ServiceReceipt, Stamp
from mingcha.reports.blocks import Table

RECEIPT = ServiceReceipt(
    "北京市通信管理局",
    "北京甲乙科技有限公司",
    "“伊对”APP侵害用户权益案",
    (Served("责令整改通知书", "京信管函〔2022〕23号"), Served("检测报告", "泰检〔2022〕7号", 2)),
    "北京市朝阳区",
    "邮寄送达",
    ("王某", "赵某"),
)
STAMP = Stamp("京信管送", 23, None, date(2022, 4, 20))


def rows(receipt: ServiceReceipt) -> dict[str, str]:
    table = build(receipt, STAMP).blocks[0]
    assert isinstance(table, Table)
    assert not table.headed
    return {row[0]: row[1] for row in table.rows}


def test_the_form_names_what_was_served_and_leaves_room_for_hands() -> None:
    paper = build(RECEIPT, STAMP)
    assert (paper.title, paper.number) == (("北京市通信管理局", "送达回证"), "京信管送〔2022〕23号")
    told = rows(RECEIPT)
    assert told["受送达人"] == "北京甲乙科技有限公司"
    assert told["送达文书名称、文号及份数"] == "《责令整改通知书》（京信管函〔2022〕23号）　1份\n《检测报告》（泰检〔2022〕7号）　2份"
    assert told["送达方式"] == "☐直接送达　☑邮寄送达　☐电子送达\n☐留置送达　☐公告送达"
    assert told["送达人\n（签名）"].startswith("王某、赵某\n")
    for signed in ("受送达人\n（签名或盖章）", "送达人\n（签名）", "见证人\n（签名）"):
        assert told[signed].endswith("年　　月　　日")


def test_another_manner_is_told_in_words() -> None:
    manner = rows(replace(RECEIPT, manner="委托送达"))["送达方式"]
    assert "☑" not in manner
    assert manner.endswith("\n委托送达")


def test_a_receipt_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="document"):
        build(replace(RECEIPT, documents=()), STAMP)
