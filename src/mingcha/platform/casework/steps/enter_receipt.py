"""登记下架回执: an officer puts on file what a store without an account has answered in writing, or what a patrol saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.delistings import FIELDS, confirm_delisting, propose_receipt
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    confirm_delisting(move, move.data["of"])


STEP = Step(
    name="enter-receipt",
    title=Text("登记下架回执", "Put a store's receipt on file"),
    moves={State.DELIST_ORDERED: State.DELISTED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(Field("of", "unconfirmed", Text("应用分发平台", "Store")), *FIELDS),
    apply=_apply,
    propose=propose_receipt,
    open_to_party=True,
)
