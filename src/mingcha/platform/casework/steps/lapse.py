"""逾期: the time limit ended without an answer. The platform takes this step by itself each day; a provisional limit is an officer's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case


def _objections(case: Case, on: date) -> Sequence[Text]:
    if case.due_on is None or case.due_on >= on:
        return (Text("整改期限未届满。", "the time limit has not ended"),)
    return ()


STEP = Step(
    name="lapse",
    title=Text("登记逾期", "Record that the limit has ended"),
    moves={State.ORDERED: State.OVERDUE},
    roles=(Role.OFFICER,),
    duty="handle",
    objections=_objections,
    open_to_party=True,
    automatic=True,
)
