"""撤销: an officer ends a case before its test was handed in, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.casework.tests import withdraw_test
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    withdraw_test(move.case)


STEP = Step(
    name="dismiss",
    title=Text("撤销案件", "Dismiss the case"),
    moves={State.ACCEPTED: State.DISMISSED, State.ASSIGNED: State.DISMISSED, State.TESTING: State.DISMISSED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(Field("reason", "long", Text("撤销理由", "Reason")),),
    apply=_apply,
)
