"""批准通报: a deciding officer approves that the app is named publicly."""

from __future__ import annotations

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

STEP = Step(
    name="approve-notice",
    title=Text("批准通报", "Approve the notice"),
    moves={State.NOTICE_PROPOSED: State.NOTICE_APPROVED},
    roles=(Role.DECIDER,),
    duty="decide",
    fields=(Field("opinion", "long", Text("审批意见", "Decision"), required=False),),
    grave=True,
)
