"""未发现问题: the reviewer closes a case in which no problem was confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.casework.tests import accept_test, confirmed, unreviewed
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if number := confirmed(case):
        return (Text(f"已有{number}个问题被确认。", f"{number} problems were confirmed"),)
    return unreviewed(case)


def _apply(move: Move) -> None:
    accept_test(move.case, move)


STEP = Step(
    name="clear",
    title=Text("认定未发现问题", "Close: no problem"),
    moves={State.REVIEW: State.NO_PROBLEM},
    roles=(Role.REVIEWER,),
    duty="review",
    fields=(Field("opinion", "long", Text("审查意见", "Opinion")),),
    apply=_apply,
    objections=_objections,
)
