"""登记停止接入回执: an officer puts on file what an access provider without an account has answered in writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.access_stops import confirm_stop, no_receipt_awaited
from mingcha.platform.casework.delistings import FIELDS, propose_receipt
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    confirm_stop(move, move.data["of"])


STEP = Step(
    name="enter-access-receipt",
    title=Text("登记停止接入回执", "Put an access provider's receipt on file"),
    moves={State.ACCESS_STOPPED: State.ACCESS_STOPPED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(Field("of", "unconfirmed-access", Text("网络接入企业", "Access provider")), *FIELDS),
    apply=_apply,
    propose=propose_receipt,
    objections=no_receipt_awaited,
    open_to_party=True,
)
