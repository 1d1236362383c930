"""派检: an officer gives the case to a testing lab, or to another one when the first does not deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.proposals import propose_test
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.casework.tests import open_test, withdraw_test
from mingcha.platform.casework.versions import require_version
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    version = move.data["version"]
    require_version(move.case, version)
    withdraw_test(move.case)
    move.case.version = version
    move.case.handler = move.actor
    move.case.test = open_test(move, lab=move.data["lab"], version=version)


STEP = Step(
    name="assign",
    title=Text("派发检测", "Assign to a lab"),
    moves={State.ACCEPTED: State.ASSIGNED, State.ASSIGNED: State.ASSIGNED, State.TESTING: State.ASSIGNED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        Field("lab", "lab", Text("检测机构", "Lab")),
        Field("version", "tested", Text("检测版本", "Version")),
    ),
    apply=_apply,
    propose=propose_test,
)
