"""不予延期: the company's request for more time is refused, with a reason; its limit stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if not case.orders.filter(asked_until__isnull=False).exists():
        return (Text("没有待处理的延期申请。", "nobody has asked for more time"),)
    return ()


def _apply(move: Move) -> None:
    for order in move.case.orders.filter(asked_until__isnull=False):
        order.asked_until, order.asked_why = None, ""
        order.save()


STEP = Step(
    name="refuse-extension",
    title=Text("不予延期", "Refuse more time"),
    moves={State.ORDERED: State.ORDERED, State.OVERDUE: State.OVERDUE},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("text", "long", Text("理由", "Reason")),),
    apply=_apply,
    objections=_objections,
    open_to_party=True,
)
