"""列入失信名单: a company that does not perform its penalty goes on the dishonesty list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.lists import enter
from mingcha.platform.casework.models import Penalty
from mingcha.platform.casework.proposals import propose_listing
from mingcha.platform.casework.remedies import remedies_of
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, on: date) -> Sequence[Text]:
    penalty = Penalty.objects.filter(case=case).first()
    limit = remedies_of(penalty).get("pay_by") if penalty else None
    if limit is not None and on <= limit.day:
        return (Text(f"罚款缴纳期限（至{limit.day}）未届满。", f"the fine can be paid until {limit.day}"),)
    return ()


def _apply(move: Move) -> None:
    enter(move, dishonesty=True)


STEP = Step(
    name="list-dishonest",
    title=Text("列入失信名单", "Put on the dishonesty list"),
    moves={State.BAD_LISTED: State.DISHONESTY_LISTED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("ground", "long", Text("列入事由", "Ground")),),
    apply=_apply,
    propose=propose_listing,
    objections=_objections,
    open_to_party=True,
    grave=True,
)
