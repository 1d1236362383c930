"""退回提请: a deciding officer does not agree with a proposal, or takes back a notice that was approved and is not out yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.origin import came_from
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move

_PROPOSALS = ("propose-notice", "propose-delisting", "propose-penalty")


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if case.state == State.NOTICE_APPROVED and case.notice_rows.filter(notice__issued_on=None).exists():
        return (Text("案件已列入通报拟稿，请先作废拟稿。", "the case stands in a draft: discard the draft first"),)
    return ()


def _apply(move: Move) -> None:
    """Go back to the state in which the proposal was made."""
    move.target = came_from(move.case, *_PROPOSALS) or move.target


STEP = Step(
    name="return-proposal",
    title=Text("退回提请", "Send the proposal back"),
    moves={
        State.NOTICE_PROPOSED: State.UNRECTIFIED,
        State.NOTICE_APPROVED: State.UNRECTIFIED,
        State.DELIST_PROPOSED: State.UNRECTIFIED,
        State.PENALTY_PROPOSED: State.PENALTY_NOTIFIED,
    },
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("reason", "long", Text("退回理由", "Reason")),),
    apply=_apply,
    objections=_objections,
)
