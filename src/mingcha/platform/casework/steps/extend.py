"""延期: the time limit to rectify is moved, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import MOST_CHARACTERS, Field, Step, StepError
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    order = case.orders.first()
    if order is None or order.served_on is None:
        return (Text("整改通知尚未送达。", "the order has not been served"),)
    return ()


def _apply(move: Move) -> None:
    order = move.case.orders.first()
    if order is None or order.due_on is None:  # _objections has refused
        return
    if move.data["due_on"] <= order.due_on:
        raise StepError(Text("新期限应晚于现期限。", "the new limit must be later"))
    move.told["before"] = order.due_on.isoformat()
    order.due_on, order.due_certain, order.due_reason = move.data["due_on"], True, move.data["reason"]
    order.asked_until, order.asked_why = None, ""
    order.save()
    move.case.due_on, move.case.due_certain = order.due_on, True


def _propose(case: Case, _on: date) -> Mapping[str, Any]:
    order = case.orders.first()
    if order is None or order.asked_until is None:
        return {}
    return {"due_on": order.asked_until, "reason": f"企业申请延期：{order.asked_why}"[:MOST_CHARACTERS]}


STEP = Step(
    name="extend",
    title=Text("延长期限", "Extend the time limit"),
    moves={State.ORDERED: State.ORDERED, State.OVERDUE: State.ORDERED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(
        Field("due_on", "date", Text("新期限", "New limit")),
        Field("reason", "text", Text("理由", "Reason")),
    ),
    apply=_apply,
    objections=_objections,
    propose=_propose,
    open_to_party=True,
)
