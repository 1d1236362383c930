"""拟处罚: an officer proposes the penalty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    penalty = move.case.penalty
    penalty.content, penalty.fine = move.data["content"], move.data["fine"]
    penalty.save()


STEP = Step(
    name="propose-penalty",
    title=Text("提请处罚", "Propose the penalty"),
    moves={State.PENALTY_NOTIFIED: State.PENALTY_PROPOSED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        Field("content", "long", Text("处罚内容", "Penalty")),
        Field("fine", "money", Text("罚款（元）", "Fine (yuan)"), required=False),
    ),
    apply=_apply,
)
