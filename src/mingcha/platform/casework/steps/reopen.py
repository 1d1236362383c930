"""重新办理: an officer reopens a case that was closed wrongly, with a reason.

It goes on from where it was closed: before the measures that stand, or before the conclusion that does not hold. What was revoked on
appeal is not reopened, and neither is a case beside which another one on the same subject is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.models import Case
from mingcha.platform.casework.origin import came_from
from mingcha.platform.casework.states import CLOSED, State
from mingcha.platform.casework.step import Field, Step, StepError
from mingcha.platform.people.models import Role
from mingcha.platform.testing.models import TestState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    same = {"app": case.app_id, "sdk": case.sdk_id, "store": case.store_id}
    others = Case.objects.filter(bureau=case.bureau_id, **{name: key for name, key in same.items() if key is not None})
    other = others.exclude(state__in=CLOSED).first()
    if other is not None:
        return (Text(f"同一对象已有在办案件{other.number}。", f"{other.number} on the same subject is open"),)
    return ()


def _apply(move: Move) -> None:
    case = move.case
    about = case.app or case.sdk or case.store
    if about is not None:  # a lead that is taken at the same moment must not open a second case
        type(about)._default_manager.select_for_update().get(pk=about.pk)  # noqa: SLF001 - Django's documented way
    if reasons := _objections(case, move.on):
        raise StepError(*reasons)
    before, case.closed_on = case.state, None
    if before == State.CLOSED:
        move.target = came_from(case, "close") or move.target
    elif before == State.NO_PROBLEM and case.test is not None:
        case.test.state = TestState.SUBMITTED
        case.test.save(update_fields=["state"])
    elif before == State.RELISTED:
        case.delisted_on = None  # each order to delist keeps its days


STEP = Step(
    name="reopen",
    title=Text("重新办理", "Reopen the case"),
    moves={
        State.NO_PROBLEM: State.REVIEW,
        State.RECTIFIED: State.ANSWERED,
        State.RELISTED: State.ANSWERED,
        State.DISMISSED: State.ACCEPTED,
        State.CLOSED: State.DELISTED,
    },
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(Field("reason", "long", Text("重新办理的理由", "Reason")),),
    apply=_apply,
    objections=_objections,
    open_to_party=True,
)
