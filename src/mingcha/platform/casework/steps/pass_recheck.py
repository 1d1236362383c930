"""复检通过: nothing is left; the case closes, or what was delisted or lost its access may come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.casework.tests import accept_test, confirmed, unreviewed, was_stopped
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if number := confirmed(case):
        return (Text(f"复检仍有{number}个问题被确认。", f"{number} problems were confirmed in the recheck"),)
    return unreviewed(case)


def _apply(move: Move) -> None:
    accept_test(move.case, move)
    if move.case.delisted_on is not None or was_stopped(move.case):
        move.target = State.RELISTING


STEP = Step(
    name="pass-recheck",
    title=Text("复检通过", "Recheck passed"),
    moves={State.RECHECK_REVIEW: State.RECTIFIED},
    roles=(Role.REVIEWER,),
    duty="review",
    fields=(Field("opinion", "long", Text("审查意见", "Opinion")),),
    apply=_apply,
    objections=_objections,
    open_to_party=True,
)
