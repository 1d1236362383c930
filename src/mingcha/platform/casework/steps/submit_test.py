"""提交检测: the lab hands in its technical conclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role
from mingcha.platform.testing.models import TestState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    test = case.test
    if test is None:
        return (Text("尚未派发检测。", "no test was assigned"),)
    if test.scan is not None and not test.scan.is_over:
        return (Text("自动检测尚未结束。", "the scan has not ended"),)
    if test.scan is None and not test.checks.exists():
        return (Text("尚无自动检测结果，也没有人工检测记录。", "there is neither a scan nor a check by a person"),)
    return ()


def _apply(move: Move) -> None:
    test = move.case.test
    if test is None:  # _objections has refused
        return
    test.state, test.conclusion, test.submitted_at = TestState.SUBMITTED, move.data["conclusion"], move.at
    test.tester = move.actor
    test.save()
    if test.scan is not None:
        move.told["evidence"] = test.scan.report


STEP = Step(
    name="submit-test",
    title=Text("提交检测结果", "Hand in the test"),
    moves={State.TESTING: State.REVIEW, State.RECHECK: State.RECHECK_REVIEW},
    roles=(Role.TESTER,),
    duty="test",
    fields=(Field("conclusion", "long", Text("技术结论", "Technical conclusion")),),
    apply=_apply,
    objections=_objections,
)
