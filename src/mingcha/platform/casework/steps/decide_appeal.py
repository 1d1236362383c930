"""申诉处理: a deciding officer rejects the appeal, or upholds it and revokes the case with what followed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.access_stops import lift_stops
from mingcha.platform.casework.delistings import lift_delisting
from mingcha.platform.casework.lists import leave
from mingcha.platform.casework.models import AppealState
from mingcha.platform.casework.penalties import discard_decision
from mingcha.platform.casework.states import CLOSED, TOLD, State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move

_RESULTS = (
    (AppealState.REJECTED.value, Text("维持", "rejected")),
    (AppealState.UPHELD.value, Text("申诉成立，撤销案件", "upheld: the case is revoked")),
)


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if not case.appeals.filter(state=AppealState.OPEN).exists():
        return (Text("没有待处理的申诉。", "no appeal is open"),)
    return ()


def _apply(move: Move) -> None:
    appeal = move.case.appeals.filter(state=AppealState.OPEN).first()
    if appeal is None:  # _objections has refused
        return
    appeal.state, appeal.reason = AppealState(move.data["result"]), move.data["reason"]
    appeal.decided_by, appeal.decided_at = move.actor, move.at
    appeal.save()
    if appeal.state == AppealState.UPHELD:
        move.target = State.REVOKED
        lift_delisting(move, rectified=False)
        lift_stops(move, rectified=False)
        discard_decision(move)
        leave(move)


STEP = Step(
    name="decide-appeal",
    title=Text("处理申诉", "Decide the appeal"),
    moves={state: state for state in sorted(TOLD - CLOSED)},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(
        Field("result", "choice", Text("处理结果", "Result"), choices=_RESULTS),
        Field("reason", "long", Text("理由", "Reasons")),
    ),
    apply=_apply,
    objections=_objections,
    open_to_party=True,
)
