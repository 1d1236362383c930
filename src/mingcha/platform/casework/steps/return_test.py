"""退回补充: the reviewer sends a test back to the lab."""

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
    if move.case.test is not None:
        move.case.test.state = TestState.RETURNED
        move.case.test.save(update_fields=["state"])


STEP = Step(
    name="return-test",
    title=Text("退回补充检测", "Send back to the lab"),
    moves={State.REVIEW: State.TESTING, State.RECHECK_REVIEW: State.RECHECK},
    roles=(Role.REVIEWER,),
    duty="review",
    fields=(Field("reason", "long", Text("退回理由", "Reason")),),
    apply=_apply,
)
