"""申请延期: the company asks for more time, before its time has run out; the decider grants it (`extend`) or not (`refuse-extension`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework import evidence
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step, StepError
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, on: date) -> Sequence[Text]:
    order = case.orders.first()
    if order is None or order.due_on is None:
        return (Text("整改通知尚未送达。", "the order has not been served"),)
    if order.asked_until is not None:
        return (Text("已有延期申请待处理。", "a request is waiting for an answer already"),)
    if order.due_on < on:
        return (Text("整改期限已届满。", "the time limit has ended"),)
    return ()


def _apply(move: Move) -> None:
    order = move.case.orders.first()
    if order is None or order.due_on is None:  # _objections has refused
        return
    if move.data["until"] <= order.due_on:
        raise StepError(Text("申请延至的日期应晚于现期限。", "the day asked for must be later than the limit"))
    order.asked_until, order.asked_why = move.data["until"], move.data["text"]
    order.save()
    evidence.attach(move, open_to_party=True)


STEP = Step(
    name="request-extension",
    title=Text("申请延期", "Ask for more time"),
    moves={State.ORDERED: State.ORDERED},
    roles=(Role.REPRESENTATIVE,),
    duty="party",
    fields=(
        Field("until", "date", Text("申请延至", "Until")),
        Field("text", "long", Text("申请理由", "Why"), help=Text("未完成的事项、原因及计划", "what is not done yet, why, and the plan")),
        evidence.MATERIAL,
    ),
    apply=_apply,
    objections=_objections,
    open_to_party=True,
)
