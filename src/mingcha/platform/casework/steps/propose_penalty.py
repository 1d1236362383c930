"""拟处罚: an officer proposes the penalty, when the time in which the company may ask for a hearing has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.limits import HEARING_DAYS
from mingcha.platform.casework.models import Penalty
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role
from mingcha.platform.workdays.current import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, on: date) -> Sequence[Text]:
    penalty = Penalty.objects.filter(case=case).first()
    if penalty is None or penalty.notified_on is None:
        return (Text("尚未事先告知。", "prior notice has not been given"),)
    limit = suggest(penalty.notified_on, HEARING_DAYS).day
    if on <= limit:
        return (Text(f"陈述申辩和听证申请期限（至{limit}）未届满。", f"the company may ask for a hearing until {limit}"),)
    return ()


def _apply(move: Move) -> None:
    penalty = move.case.penalty
    penalty.content, penalty.fine = move.data["content"], move.data["fine"]
    penalty.save()
    move.case.due_on = None


STEP = Step(
    name="propose-penalty",
    title=Text("提请处罚", "Propose the penalty"),
    moves={State.PENALTY_NOTIFIED: State.PENALTY_PROPOSED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        Field("content", "long", Text("处罚内容", "Penalty")),
        Field("fine", "money", Text("罚款（元）", "Fine (yuan)"), required=False),
    ),
    apply=_apply,
    objections=_objections,
)
