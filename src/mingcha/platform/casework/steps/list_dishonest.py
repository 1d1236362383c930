"""列入失信名单: a company that does not perform its penalty goes on the dishonesty list."""

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
    enter(move, dishonesty=True)


STEP = Step(
    name="list-dishonest",
    title=Text("列入失信名单", "Put on the dishonesty list"),
    moves={State.BAD_LISTED: State.DISHONESTY_LISTED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("ground", "long", Text("列入事由", "Ground")),),
    apply=_apply,
    open_to_party=True,
    grave=True,
)
