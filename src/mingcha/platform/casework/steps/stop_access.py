"""停止接入: access providers are told to stop network access (26号 二（五）14)."""

from __future__ import annotations

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

STEP = Step(
    name="stop-access",
    title=Text("要求停止接入", "Have access stopped"),
    moves={State.DELISTED: State.ACCESS_STOPPED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(
        Field("provider", "access", Text("网络接入企业", "Access provider")),
        Field("reason", "long", Text("理由", "Reason")),
    ),
    open_to_party=True,
    grave=True,
)
