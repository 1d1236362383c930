"""通知下架: a deciding officer orders the stores to delist the app; for a mini program, to ban it from search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.models import Delisting
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    for store in move.data["stores"]:
        Delisting.objects.update_or_create(
            case=move.case,
            store=store,
            defaults={
                "ordered_on": move.on,
                "search_ban": move.case.is_mini_program,
                "done_on": None,
                "lifted_on": None,
                "receipt": "",
                "receipt_by": None,
                "receipt_at": None,
            },
        )
    move.case.due_on = None


STEP = Step(
    name="order-delisting",
    title=Text("通知下架", "Order the stores to delist"),
    moves={State.DELIST_PROPOSED: State.DELIST_ORDERED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(
        Field("stores", "stores", Text("应用分发平台", "Stores")),
        Field("opinion", "long", Text("审批意见", "Decision"), required=False),
    ),
    apply=_apply,
    open_to_party=True,
    grave=True,
)
