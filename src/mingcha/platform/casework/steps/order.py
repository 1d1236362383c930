"""责令整改: the authority orders the company to rectify; the time limit runs from service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.models import Order
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if case.party is None:
        return (Text("尚未登记开发运营者，无法送达。", "no operator is registered: there is nobody to serve"),)
    return ()


def _apply(move: Move) -> None:
    Order.objects.create(case=move.case, ordered_on=move.on)


STEP = Step(
    name="order",
    title=Text("责令整改", "Order to rectify"),
    moves={State.CONFIRMED: State.ORDERED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("opinion", "long", Text("审批意见", "Decision"), required=False),),
    apply=_apply,
    objections=_objections,
    open_to_party=True,
)
