"""处罚立案: an officer opens the penalty procedure; a second one after the first was dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.models import Penalty
from mingcha.platform.casework.proposals import propose_ground
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    if case.party is None:
        return (Text("尚未登记开发运营者，没有处罚对象。", "no operator is registered: there is nobody to punish"),)
    if Penalty.objects.filter(case=case, dropped_on=None).exists():
        return (Text("本案已有处罚程序。", "the case has a penalty procedure already"),)
    return ()


def _apply(move: Move) -> None:
    Penalty.objects.create(case=move.case, filed_on=move.on, ground=move.data["ground"], address=move.data["address"])


STEP = Step(
    name="file-penalty",
    title=Text("处罚立案", "Open the penalty procedure"),
    moves={
        State.UNRECTIFIED: State.PENALTY_FILED,
        State.NOTICED: State.PENALTY_FILED,
        State.DELISTED: State.PENALTY_FILED,
        State.ACCESS_STOPPED: State.PENALTY_FILED,
    },
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        Field("ground", "long", Text("违法事实及依据", "Facts and legal basis")),
        Field("address", "text", Text("当事人住所", "Address of the company"), help=Text("以营业执照为准", "as on the business licence")),
    ),
    apply=_apply,
    propose=propose_ground,
    objections=_objections,
)
