"""退回审查: a deciding officer does not agree that there are problems, and has the reviewer look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role
from mingcha.platform.testing.models import TestState

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    case = move.case
    case.labels, case.repeat_of = [], None
    if case.test is not None:
        case.test.state = TestState.SUBMITTED
        case.test.save(update_fields=["state"])


STEP = Step(
    name="return-review",
    title=Text("退回审查", "Send back to the reviewer"),
    moves={State.CONFIRMED: State.REVIEW},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("reason", "long", Text("退回理由", "Reason")),),
    apply=_apply,
)
