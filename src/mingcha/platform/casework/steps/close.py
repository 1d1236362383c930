"""结案: an officer closes a case whose measures have been carried out; what was delisted stays so (`reopen`, when it is rectified)."""

from __future__ import annotations

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

STEP = Step(
    name="close",
    title=Text("结案", "Close the case"),
    moves={
        State.DELISTED: State.CLOSED,
        State.ACCESS_STOPPED: State.CLOSED,
        State.BAD_LISTED: State.CLOSED,
        State.DISHONESTY_LISTED: State.CLOSED,
    },
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(Field("reason", "long", Text("结案意见", "Closing note")),),
)
