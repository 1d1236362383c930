"""停止接入通知书: the order to one access provider to stop the network access of apps or SDKs, and to report that it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.documents.builders.delisting_notice import RECHECKED
from mingcha.platform.documents.builders.parts import app_table, draft_mark
from mingcha.platform.documents.content import day_text, voice
from mingcha.platform.documents.paper import Annex, Paper, Section
from mingcha.reports.blocks import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.platform.documents.content import AccessOrder, Stamp

BASIS = (
    "《网络安全法》《电信和互联网用户个人信息保护规定》（工业和信息化部令第24号）"
    "《工业和信息化部关于进一步提升移动互联网应用服务能力的通知》（工信部信管函〔2023〕26号）等法律和规范性文件要求"
)


def build(order: AccessOrder, stamp: Stamp) -> Paper:
    """Return the order with its annex; ValueError when it names no app."""
    if not order.apps:
        raise ValueError("an order names at least one app")
    return Paper(
        title=("停止接入通知书",),
        masthead=order.issuer,
        number=stamp.printed,
        mark=draft_mark(stamp),
        addressee=order.provider,
        blocks=(Paragraph(_opening(order)), *_sections(order)),
        annexes=(Annex(f"停止接入的{order.of}名单", (app_table(order.apps),)),),
        issuer=order.issuer,
        day=stamp.printed_day,
        remark=order.contact.remark,
        printed=(order.issuer, f"{stamp.printed_day}印发"),
    )


def _opening(order: AccessOrder) -> str:
    us, count = voice(order.issuer), len(order.apps)
    gone = f"，并已于{day_text(order.delisted_on)}下架" if order.delisted_on else ""
    return (
        f"{day_text(order.noticed_on)}，{us}发布《{order.notice}》。截至目前，{RECHECKED if order.rechecked else ''}其中{count}款{order.of}"
        f"未按要求完成整改{gone}（详见附件）。依据{BASIS}，现就停止接入有关事项通知如下："
    )


def _sections(order: AccessOrder) -> Iterator[Section]:
    us = voice(order.issuer)
    yield Section(1, "立即停止接入。", f"你单位应在收到本通知书后，立即停止为附件所列{order.of}提供网络接入服务。")
    yield Section(1, "反馈执行情况。", f"你单位应在执行完毕后将停止接入的时间和执行情况书面反馈{us}。")
    yield Section(1, "不得擅自恢复。", f"未收到{us}恢复接入的通知，不得恢复接入。")
