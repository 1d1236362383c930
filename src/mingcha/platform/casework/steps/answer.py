"""整改反馈: the company says what it has done; its new version is scanned at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework import evidence
from mingcha.platform.casework.models import Answer
from mingcha.platform.casework.states import MEASURES, State
from mingcha.platform.casework.step import Field, Step, StepError
from mingcha.platform.people.models import Role
from mingcha.platform.testing.scans import request_scan

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    version = move.data["version"]
    if version is not None and version.app_id != move.case.app_id:
        raise StepError(Text("版本不属于该应用。", "the version is of another app"))
    Answer.objects.create(case=move.case, version=version, text=move.data["text"], by=move.person, at=move.at)
    if move.target == State.ANSWERED:
        move.case.due_on = None  # the order keeps its limit
    evidence.attach(move, open_to_party=True)
    if version is not None and version.package is not None:
        scan = request_scan(version=version, requested_by=move.person, at=move.at)
        move.told |= {"scan": scan.pk, "evidence": version.package.sha256}


STEP = Step(
    name="answer",
    title=Text("提交整改反馈", "Answer the order"),
    moves={
        State.ORDERED: State.ANSWERED,
        State.OVERDUE: State.ANSWERED,
        State.ANSWERED: State.ANSWERED,
        State.NOTICED: State.NOTICED,
        **{state: state for state in MEASURES},
    },
    roles=(Role.REPRESENTATIVE,),
    duty="party",
    fields=(
        Field("text", "long", Text("整改情况说明", "What was done")),
        Field("version", "version", Text("整改版本", "Rectified version"), required=False),
        evidence.MATERIAL,
    ),
    apply=_apply,
    open_to_party=True,
)
