"""下架通知: the order to one store to delist apps, or to ban mini programs from search, and to report that it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.documents.builders.delisting_notice import BASIS, RECHECKED
from mingcha.platform.documents.builders.parts import app_table, draft_mark
from mingcha.platform.documents.content import day_text, voice
from mingcha.platform.documents.paper import Annex, Paper, Section
from mingcha.reports.blocks import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.platform.documents.content import DelistingOrder, Stamp


def build(order: DelistingOrder, stamp: Stamp) -> Paper:
    """Return the order with its annex; ValueError when it names no app."""
    if not order.apps:
        raise ValueError("an order names at least one app")
    what = "禁止搜索侵害用户权益小程序" if order.search_ban else "下架侵害用户权益APP"
    listed = "禁止搜索的小程序名单" if order.search_ban else "下架的应用软件名单"
    return Paper(
        title=(f"关于{what}的通知",),
        masthead=order.issuer,
        number=stamp.printed,
        mark=draft_mark(stamp),
        addressee=order.store,
        blocks=(Paragraph(_opening(order)), *_sections(order, stamp)),
        annexes=(Annex(listed, (app_table(order.apps),)),),
        issuer=order.issuer,
        day=stamp.printed_day,
        remark=order.contact.remark,
        copies=order.copies,
        printed=(order.issuer, f"{stamp.printed_day}印发"),
    )


def _opening(order: DelistingOrder) -> str:
    us, count = voice(order.issuer), len(order.apps)
    them = "小程序" if order.search_ban else "APP"
    doing = "采取禁止搜索措施" if order.search_ban else "进行下架"
    return (
        f"{day_text(order.noticed_on)}，{us}发布《{order.notice}》。截至目前，{RECHECKED if order.rechecked else ''}其中{count}款{them}"
        f"未按要求完成整改。依据{BASIS}，{us}组织对上述{them}{doing}。现将有关事项通知如下："
    )


def _sections(order: DelistingOrder, stamp: Stamp) -> Iterator[Section]:
    us = voice(order.issuer)
    if order.search_ban:
        yield Section(1, "立即禁止搜索。", "你单位应在收到本通知后，立即对附件所列小程序采取禁止搜索措施。")
    else:
        yield Section(1, "立即组织下架。", "你单位应在收到本通知后，立即对附件所列应用软件进行下架处理。")
    until = f"于{day_text(order.reply_by, within=stamp.day)}前" if order.reply_by else "在执行完毕后"
    yield Section(1, "反馈执行情况。", f"你单位应{until}将执行时间和执行情况书面反馈{us}。")
    again = "恢复搜索" if order.search_ban else "恢复上架"
    yield Section(1, "加强上架审核。", f"未经{us}确认完成整改，不得{again}。你单位应举一反三，严格落实分发平台主体责任，把好上架审核关。")
