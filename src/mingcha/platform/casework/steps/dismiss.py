"""撤销: an officer ends a case before it was tested, with a reason."""

from __future__ import annotations

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

STEP = Step(
    name="dismiss",
    title=Text("撤销案件", "Dismiss the case"),
    moves={State.ACCEPTED: State.DISMISSED, State.ASSIGNED: State.DISMISSED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(Field("reason", "long", Text("撤销理由", "Reason")),),
)
