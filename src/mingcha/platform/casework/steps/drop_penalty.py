"""不予处罚: a deciding officer ends the penalty procedure without a penalty (行政处罚法 arts. 33, 57); the case goes on without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.origin import came_from
from mingcha.platform.casework.penalties import discard_decision
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    """Go back to the state in which the procedure was opened, and to the limit that runs there."""
    discard_decision(move)
    penalty = move.case.penalty
    penalty.dropped_on, penalty.dropped_why = move.on, move.data["reason"]
    penalty.save(update_fields=["dropped_on", "dropped_why"])
    move.target = came_from(move.case, "file-penalty") or move.target
    move.case.due_on = move.case.public_due_on if move.target == State.NOTICED else None


STEP = Step(
    name="drop-penalty",
    title=Text("不予处罚", "End the procedure without a penalty"),
    moves={
        State.PENALTY_FILED: State.UNRECTIFIED,
        State.PENALTY_NOTIFIED: State.UNRECTIFIED,
        State.PENALTY_PROPOSED: State.UNRECTIFIED,
    },
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("reason", "long", Text("不予处罚的理由", "Reason")),),
    apply=_apply,
    open_to_party=True,
)
