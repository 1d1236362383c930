"""复检: an officer has the app tested again, or the recheck made by another lab when the first does not deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.proposals import propose_recheck
from mingcha.platform.casework.states import MEASURES, State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.casework.tests import attach_scan, open_test, withdraw_test
from mingcha.platform.casework.versions import require_version
from mingcha.platform.people.models import Role
from mingcha.platform.testing.models import TestState

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    version, case = move.data["version"], move.case
    require_version(case, version)
    earlier = case.test
    if case.state == State.RECHECK and earlier is not None:
        withdraw_test(case)
        earlier = earlier.earlier
    test = open_test(move, lab=move.data["lab"], version=version, earlier=earlier)
    test.state = TestState.RUNNING
    test.save(update_fields=["state"])
    attach_scan(test, move)
    case.test, case.due_on = test, None


STEP = Step(
    name="recheck",
    title=Text("组织复检", "Have it tested again"),
    moves={
        State.ANSWERED: State.RECHECK,
        State.RECHECK: State.RECHECK,
        State.OVERDUE: State.RECHECK,
        State.NOTICED: State.RECHECK,
        **dict.fromkeys(MEASURES, State.RECHECK),
    },
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        Field("lab", "lab", Text("检测机构", "Lab")),
        Field("version", "tested", Text("复检版本", "Version")),
    ),
    apply=_apply,
    propose=propose_recheck,
    open_to_party=True,
)
