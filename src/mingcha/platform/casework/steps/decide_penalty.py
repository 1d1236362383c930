"""处罚决定: a deciding officer imposes the penalty and issues the 行政处罚决定书, which is then to be served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.limits import SERVE_DAYS
from mingcha.platform.casework.penalties import issue_decision
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role
from mingcha.platform.workdays.current import suggest

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    penalty = move.case.penalty
    penalty.decided_on, penalty.decided_by = move.on, move.actor
    penalty.save()
    issue_decision(move)
    limit = suggest(move.on, SERVE_DAYS)
    move.case.due_on, move.case.due_certain = limit.day, limit.certain


STEP = Step(
    name="decide-penalty",
    title=Text("作出处罚决定", "Impose the penalty"),
    moves={State.PENALTY_PROPOSED: State.PENALISED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("opinion", "long", Text("审批意见", "Decision"), required=False),),
    apply=_apply,
    open_to_party=True,
    grave=True,
)
