"""下架回执: a store says that it has delisted the app; with the last receipt the app is delisted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.delistings import FIELDS, confirm_delisting, propose_receipt
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    confirm_delisting(move, move.person.body)


STEP = Step(
    name="receipt",
    title=Text("提交下架回执", "Confirm the delisting"),
    moves={State.DELIST_ORDERED: State.DELISTED},
    roles=(Role.REPRESENTATIVE,),
    duty="store",
    fields=FIELDS,
    apply=_apply,
    propose=propose_receipt,
    open_to_party=True,
)
