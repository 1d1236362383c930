"""延期: the time limit to rectify is moved, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step, StepError
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    order.save()
    move.case.due_on, move.case.due_certain = order.due_on, True


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
    open_to_party=True,
)
