"""确认问题: the reviewer confirms that there are problems; an earlier case with the same problem is noted.

A problem counts as recurring when one of its kind (同类问题) was confirmed in another version of the app: the ministry's notice of
delisting of 2021-05-13 words 164号 四（一） so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import TOLD, State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.casework.tests import accept_test, confirmed, problem_labels, unreviewed
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move

_LOOKED_AT = 100  # earlier cases of one app


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if reasons := unreviewed(case):
        return reasons
    if not confirmed(case):
        return (Text("没有被确认的问题。", "no problem was confirmed"),)
    return ()


def _apply(move: Move) -> None:
    case = move.case
    accept_test(case, move)
    case.labels = problem_labels(case)
    case.repeat_of = earlier_case(case)
    move.told["labels"] = case.labels
    if case.repeat_of:
        move.told["repeat_of"] = case.repeat_of.number


def earlier_case(case: Case) -> Case | None:
    """Return the newest case in which a problem of these was confirmed in another version of the same app, if there is one."""
    if case.app is None:
        return None
    others = case.app.cases.filter(pk__lt=case.pk, state__in=(TOLD | {State.CONFIRMED}) - {State.REVOKED}).exclude(version=case.version)
    return next((other for other in others.order_by("-pk")[:_LOOKED_AT] if set(case.labels) & _ever_confirmed(other)), None)


def _ever_confirmed(case: Case) -> set[str]:
    """Return the labels of the case, those included that a failed recheck no longer found."""
    told = Entry.objects.filter(subject=f"case:{case.pk}", kind__in=("confirm", "fail-recheck")).values_list("data", flat=True)
    return {label for data in told for label in data.get("labels", ())}


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
