"""通报: the case was named in a public notice. Taken for every case of a notice when the notice is issued (`casework.notices`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    notice = move.data["notice"]
    move.case.noticed_on, move.case.public_due_on = move.on, notice.deadline
    move.case.due_on, move.case.due_certain = notice.deadline, True
    move.told["title"] = notice.title


STEP = Step(
    name="publish",
    title=Text("公开通报", "Publish"),
    moves={State.NOTICE_APPROVED: State.NOTICED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("notice", "notice", Text("通报", "Notice")),),
    apply=_apply,
    open_to_party=True,
    along=True,
)
