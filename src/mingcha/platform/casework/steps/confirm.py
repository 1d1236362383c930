"""确认问题: the reviewer confirms that there are problems; an earlier confirmed case of the same app is noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import TOLD, State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.casework.tests import accept_test, confirmed, problem_labels, unreviewed
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if not confirmed(case):
        return (Text("没有被确认的问题。", "no problem was confirmed"),)
    return unreviewed(case)


def _apply(move: Move) -> None:
    case = move.case
    accept_test(case, move)
    case.labels = problem_labels(case)
    case.repeat_of = earlier_case(case)
    move.told["labels"] = case.labels
    if case.repeat_of:
        move.told["repeat_of"] = case.repeat_of.number


def earlier_case(case: Case) -> Case | None:
    """Return the newest case in which problems of another version of the same app were confirmed, if there is one."""
    if case.app is None:
        return None
    others = case.app.cases.filter(pk__lt=case.pk, state__in=(TOLD | {State.CONFIRMED}) - {State.REVOKED})
    return others.exclude(version=case.version).order_by("-pk").first()


STEP = Step(
    name="confirm",
    title=Text("确认存在问题", "Confirm problems"),
    moves={State.REVIEW: State.CONFIRMED},
    roles=(Role.REVIEWER,),
    duty="review",
    fields=(Field("opinion", "long", Text("审查意见", "Opinion")),),
    apply=_apply,
    objections=_objections,
)
