"""恢复上架: a deciding officer lets a rectified app back into the stores, or have access again; the case closes.

The step issues a notice to each store that was ordered to delist the app, and to each access provider that was to stop its access.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.access_stops import lift_stops
from mingcha.platform.casework.delistings import lift_delisting
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    lift_delisting(move)
    lift_stops(move)


STEP = Step(
    name="relist",
    title=Text("同意恢复上架或接入", "Allow relisting or access"),
    moves={State.RELISTING: State.RELISTED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("opinion", "long", Text("审批意见", "Decision"), required=False),),
    apply=_apply,
    open_to_party=True,
    grave=True,
)
