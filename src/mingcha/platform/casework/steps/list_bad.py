"""列入不良名单: the penalised company goes on the bad list of telecom business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.lists import enter
from mingcha.platform.casework.models import Penalty
from mingcha.platform.casework.proposals import propose_listing
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if not Penalty.objects.filter(case=case, served_on__isnull=False).exists():
        return (Text("行政处罚决定书尚未送达。", "the decision on the penalty has not been served"),)
    return ()


def _apply(move: Move) -> None:
    enter(move, dishonesty=False)


STEP = Step(
    name="list-bad",
    title=Text("列入不良名单", "Put on the bad list"),
    moves={State.PENALISED: State.BAD_LISTED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("ground", "long", Text("列入事由", "Ground")),),
    apply=_apply,
    propose=propose_listing,
    objections=_objections,
    open_to_party=True,
    grave=True,
)
