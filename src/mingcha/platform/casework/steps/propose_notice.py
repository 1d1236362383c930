"""拟通报: an officer proposes the public notice, after a failed recheck, or at once for a problem that recurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.proposals import propose_notice_reason
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if case.state == State.CONFIRMED and case.repeat_of_id is None:
        return (Text("未见其他版本曾确认同类问题，应先责令整改。", "not confirmed in another version before: order to rectify first"),)
    if case.noticed_on is not None:
        return (Text("已通报过，可转入下架。", "already noticed: propose delisting"),)
    return ()


STEP = Step(
    name="propose-notice",
    title=Text("提请通报", "Propose public notice"),
    moves={
        State.CONFIRMED: State.NOTICE_PROPOSED,
        State.UNRECTIFIED: State.NOTICE_PROPOSED,
        State.OVERDUE: State.NOTICE_PROPOSED,
    },
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(Field("reason", "long", Text("提请理由", "Reason")),),
    objections=_objections,
    propose=propose_notice_reason,
)
