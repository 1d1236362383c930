"""事先告知: the company is told what penalty is intended, and that it may state its case or ask for a hearing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.limits import HEARING_DAYS
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role
from mingcha.platform.workdays.current import suggest

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    penalty = move.case.penalty
    penalty.notified_on, penalty.intended = move.on, move.data["intended"]
    penalty.save()
    limit = suggest(move.on, HEARING_DAYS)
    move.case.due_on, move.case.due_certain = limit.day, limit.certain
    move.told |= {"due": limit.day.isoformat(), "due_certain": limit.certain}


STEP = Step(
    name="notify-penalty",
    title=Text("处罚事先告知", "Give prior notice of the penalty"),
    moves={State.PENALTY_FILED: State.PENALTY_NOTIFIED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(Field("intended", "long", Text("拟处罚内容、理由及依据", "Intended penalty, reasons, basis")),),
    apply=_apply,
    open_to_party=True,
)
