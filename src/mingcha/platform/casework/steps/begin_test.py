"""开始检测: a tester of the lab takes the test; the scan is queued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Step, StepError
from mingcha.platform.casework.tests import attach_scan
from mingcha.platform.people.models import Role
from mingcha.platform.testing.models import TestState

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    test = move.case.test
    if test is None:
        raise StepError(Text("尚未派发检测。", "no test was assigned"))
    test.tester, test.state = move.actor, TestState.RUNNING
    test.save(update_fields=["tester", "state"])
    attach_scan(test, move)


STEP = Step(
    name="begin-test",
    title=Text("开始检测", "Begin the test"),
    moves={State.ASSIGNED: State.TESTING},
    roles=(Role.TESTER,),
    duty="test",
    apply=_apply,
)
