"""责令整改通知书: the order to rectify, with what was found, on what it rests and until when (工信部信管函〔2020〕164号 四（一）)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.documents.builders.parts import draft_mark
from mingcha.platform.documents.content import CAMPAIGN, LAWS, day_text, voice
from mingcha.platform.documents.paper import Paper, Section
from mingcha.reports.blocks import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.platform.documents.content import Order, Problem, Stamp

STORE = "应用分发平台"


def build(order: Order, stamp: Stamp) -> Paper:
    """Return the order; ValueError when it names no problem."""
    if not order.problems:
        raise ValueError("an order names at least one problem")
    return Paper(
        title=("责令整改通知书",),
        masthead=order.issuer,
        number=stamp.printed,
        mark=draft_mark(stamp),
        addressee=order.recipient,
        blocks=(Paragraph(_opening(order)), *_sections(order, stamp)),
        issuer=order.issuer,
        day=stamp.printed_day,
        remark=order.contact.remark,
        copies=order.copies,
        printed=(order.issuer, f"{stamp.printed_day}印发"),
    )


def _opening(order: Order) -> str:
    us, body = voice(order.issuer), order.tested_by or "第三方检测机构"
    return (
        f"依据{LAWS}，按照{CAMPAIGN}工作部署，{us}组织{body}对你单位{_object(order)}进行检测检查，"
        "发现存在侵害用户权益行为。现将有关事项通知如下："
    )


def _object(order: Order) -> str:
    if order.subject == STORE:
        return f"运营的应用分发平台“{order.app.name}”"
    told = [f"{name}{value}" for name, value in (("版本", order.app.version), ("来源：", order.app.source)) if value]
    verb = "提供" if order.subject == "SDK" else "运营"
    which = f"（{'，'.join(told)}）" if told else ""
    return f"{verb}的“{order.app.name}”{order.subject}{which}"


def _sections(order: Order, stamp: Stamp) -> Iterator[Section | Paragraph]:
    us = voice(order.issuer)
    yield Section(1, "存在问题")
    for problem in order.problems:
        yield Section(2, f"{problem.label}。", _found(problem))
    yield Section(1, "整改要求")
    material = "整改情况报告" if order.subject == STORE else f"整改情况报告及整改后的{order.subject}版本"
    yield Paragraph(
        f"现责令你单位{_limit(order, stamp)}完成整改，并将{material}报送{us}。"
        "你单位应立行立改、举一反三，对同类问题开展全面自查，并对所提交材料的真实性负责。"
    )
    yield Paragraph(f"对上述检测结果有异议的，可在整改期限内以书面形式向{us}提出，并提交相关证明材料。")
    yield Section(1, "逾期处置")
    yield Paragraph(
        f"逾期不整改，或者整改不彻底仍然存在问题的，{us}将依法依规采取向社会公告、组织下架、行政处罚以及将受到行政处罚的"
        f"违规主体纳入电信业务经营不良名单或失信名单等措施；在不同版本中反复出现问题的，{us}将向社会公告，并依法依规开展后续处置工作。"
    )


def _limit(order: Order, stamp: Stamp) -> str:
    if order.due is None:
        return f"自收到本通知书之日起{order.working_days}个工作日内"
    day = f"{day_text(order.due, within=stamp.day)}前"
    return f"自收到本通知书之日起{order.working_days}个工作日内（即{day}）" if order.working_days else f"于{day}"


def _found(problem: Problem) -> str:
    found = problem.found if problem.found.endswith(("。", "！", "？")) else f"{problem.found}。"
    return f"{found}上述行为不符合{'、'.join(problem.basis)}的规定。" if problem.basis else found
