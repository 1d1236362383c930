"""申诉: the company objects; the case goes on meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework import evidence
from mingcha.platform.casework.models import Appeal, AppealState
from mingcha.platform.casework.states import CLOSED, TOLD
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if case.appeals.filter(state=AppealState.OPEN).exists():
        return (Text("已有申诉待处理。", "an appeal is open already"),)
    return ()


def _apply(move: Move) -> None:
    Appeal.objects.create(case=move.case, text=move.data["text"], by=move.person, at=move.at)
    evidence.attach(move, open_to_party=True)


STEP = Step(
    name="appeal",
    title=Text("提出申诉", "Appeal"),
    moves={state: state for state in sorted(TOLD - CLOSED)},
    roles=(Role.REPRESENTATIVE,),
    duty="party",
    fields=(Field("text", "long", Text("申诉理由", "Grounds")), evidence.MATERIAL),
    apply=_apply,
    objections=_objections,
    open_to_party=True,
)
