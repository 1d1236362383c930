from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.documents.builders.access_order import build
from mingcha.platform.documents.content import AccessOrder, App, Contact, Stamp
from mingcha.reports.blocks import Table

if TYPE_CHECKING:
    from mingcha.platform.documents.paper import Paper

ORDER = AccessOrder(
    "北京市通信管理局",
    "某接入企业",
    (App("甲", "乙公司", "应用宝", "1.0", ("违规收集个人信息",)),),
    "关于侵害用户权益行为的APP通报（2023年第3批，总第9批）",
    date(2023, 4, 20),
    contact=Contact("李某"),
)
STAMP = Stamp("京信管函", 7, None, date(2023, 5, 9))


def texts(paper: Paper) -> list[str]:
    return [f"{getattr(block, 'title', '')}{getattr(block, 'text', '')}" for block in paper.blocks]


def test_one_provider_is_told_to_stop_access_and_to_report() -> None:
    paper = build(ORDER, STAMP)
    assert (paper.name, paper.number, paper.addressee) == ("停止接入通知书", "京信管函〔2023〕7号", "某接入企业")
    assert texts(paper) == [
        (
            "2023年4月20日，我局发布《关于侵害用户权益行为的APP通报（2023年第3批，总第9批）》。截至目前，经第三方检测机构核查复检，其中1款APP"
            "未按要求完成整改（详见附件）。依据《网络安全法》《电信和互联网用户个人信息保护规定》（工业和信息化部令第24号）"
            "《工业和信息化部关于进一步提升移动互联网应用服务能力的通知》（工信部信管函〔2023〕26号）等法律和规范性文件要求，"
            "现就停止接入有关事项通知如下："
        ),
        "立即停止接入。你单位应在收到本通知书后，立即停止为附件所列APP提供网络接入服务。",
        "反馈执行情况。你单位应在执行完毕后将停止接入的时间和执行情况书面反馈我局。",
        "不得擅自恢复。未收到我局恢复接入的通知，不得恢复接入。",
    ]
    (annex,) = paper.annexes
    assert annex.title == "停止接入的APP名单"
    (table,) = annex.blocks
    assert isinstance(table, Table)
    assert table.rows == (("1", "甲", "乙公司", "应用宝", "1.0", "违规收集个人信息"),)


def test_it_tells_of_a_delisting_and_says_what_it_is_about() -> None:
    paper = build(replace(ORDER, of="SDK", delisted_on=date(2023, 5, 1), rechecked=False), STAMP)
    assert "截至目前，其中1款SDK未按要求完成整改，并已于2023年5月1日下架（详见附件）" in texts(paper)[0]
    assert [annex.title for annex in paper.annexes] == ["停止接入的SDK名单"]


def test_an_order_that_names_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="app"):
        build(replace(ORDER, apps=()), STAMP)
