"""派检: an officer gives the case to a testing lab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step, StepError
from mingcha.platform.casework.tests import open_test
from mingcha.platform.people.models import Role
from mingcha.platform.testing.models import TestState

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    version = move.data["version"]
    if version.app_id != move.case.app_id:
        raise StepError(Text("版本不属于该应用。", "the version is of another app"))
    if move.case.test is not None:
        move.case.test.state = TestState.WITHDRAWN
        move.case.test.save(update_fields=["state"])
    move.case.version = version
    move.case.handler = move.actor
    move.case.test = open_test(move, lab=move.data["lab"], version=version)


STEP = Step(
    name="assign",
    title=Text("派发检测", "Assign to a lab"),
    moves={State.ACCEPTED: State.ASSIGNED, State.ASSIGNED: State.ASSIGNED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        Field("lab", "lab", Text("检测机构", "Lab")),
        Field("version", "version", Text("检测版本", "Version")),
    ),
    apply=_apply,
)
