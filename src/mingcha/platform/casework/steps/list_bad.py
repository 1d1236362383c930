"""列入不良名单: the penalised company goes on the bad list of telecom business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.lists import enter
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


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
    open_to_party=True,
    grave=True,
)
