"""复检不通过: problems are left; measures that were taken stay.

While the time limit of the public notice runs, the company may still rectify: the case is noticed as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.limits import notice_limit
from mingcha.platform.casework.origin import came_from
from mingcha.platform.casework.states import MEASURES, State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.casework.tests import accept_test, confirmed, problem_labels, unreviewed
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if reasons := unreviewed(case):
        return reasons
    if not confirmed(case):
        return (Text("没有被确认的问题。", "no problem was confirmed"),)
    return ()


def _apply(move: Move) -> None:
    accept_test(move.case, move)
    move.case.labels = problem_labels(move.case)
    move.case.version = move.case.test.version if move.case.test else move.case.version
    move.told["labels"] = move.case.labels
    before = came_from(move.case, "recheck")
    if before == State.NOTICED and notice_limit(move.case, move.on):
        move.target, move.case.due_on, move.case.due_certain = before, move.case.public_due_on, True
    if before in MEASURES and (before == State.ACCESS_STOPPED or move.case.delisted_on is not None):
        move.target = before


STEP = Step(
    name="fail-recheck",
    title=Text("复检不通过", "Recheck failed"),
    moves={State.RECHECK_REVIEW: State.UNRECTIFIED},
    roles=(Role.REVIEWER,),
    duty="review",
    fields=(Field("opinion", "long", Text("审查意见", "Opinion")),),
    apply=_apply,
    objections=_objections,
    open_to_party=True,
)
