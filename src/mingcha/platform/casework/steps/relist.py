"""恢复上架: a deciding officer lets a rectified app back into the stores; the case closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role
from mingcha.platform.registry.models import Listed, Listing

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    stores = move.case.delistings.values("store_id")
    Listing.objects.filter(app__cases=move.case, store_id__in=stores).update(state=Listed.RELISTED, seen_on=move.on)


STEP = Step(
    name="relist",
    title=Text("同意恢复上架", "Allow relisting"),
    moves={State.RELISTING: State.RELISTED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("opinion", "long", Text("审批意见", "Decision"), required=False),),
    apply=_apply,
    open_to_party=True,
)
