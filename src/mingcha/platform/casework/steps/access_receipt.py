"""停止接入回执: an access provider says that it has stopped access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.access_stops import confirm_stop, no_receipt_awaited
from mingcha.platform.casework.delistings import FIELDS, propose_receipt
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    confirm_stop(move, move.person.body)


STEP = Step(
    name="access-receipt",
    title=Text("提交停止接入回执", "Confirm that access is stopped"),
    moves={State.ACCESS_STOPPED: State.ACCESS_STOPPED},
    roles=(Role.REPRESENTATIVE,),
    duty="access",
    fields=FIELDS,
    apply=_apply,
    propose=propose_receipt,
    objections=no_receipt_awaited,
    open_to_party=True,
)
