"""陈述申辩、听证: what the company said is put on file."""

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
    penalty.statement = "\n\n".join(part for part in (penalty.statement, move.data["statement"]) if part)
    penalty.save()


STEP = Step(
    name="hear",
    title=Text("登记陈述申辩或听证", "Put a statement or hearing on file"),
    moves={State.PENALTY_NOTIFIED: State.PENALTY_NOTIFIED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(Field("statement", "long", Text("陈述、申辩及听证情况", "Statement or hearing")),),
    apply=_apply,
    open_to_party=True,
)
