"""退回提请: a deciding officer does not agree with a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    """Go back to the state in which the proposal was made; what was done since, as an appeal, has left the state as it was."""
    state = move.case.state
    proposal = Entry.objects.filter(subject=f"case:{move.case.pk}", data__to=state).exclude(data__from=state).order_by("-number").first()
    if proposal is not None:
        move.target = State(proposal.data["from"])


STEP = Step(
    name="return-proposal",
    title=Text("退回提请", "Send the proposal back"),
    moves={
        State.NOTICE_PROPOSED: State.UNRECTIFIED,
        State.DELIST_PROPOSED: State.UNRECTIFIED,
        State.PENALTY_PROPOSED: State.PENALTY_NOTIFIED,
    },
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("reason", "long", Text("退回理由", "Reason")),),
    apply=_apply,
)
