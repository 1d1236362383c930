"""添加证据: an officer puts files into the case, with a word on what they show; each one's SHA-256 stands in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework import evidence
from mingcha.platform.casework.states import CLOSED, State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    evidence.attach(move, open_to_party=bool(move.data["open_to_party"]))


STEP = Step(
    name="attach",
    title=Text("添加证据文件", "Add evidence"),
    moves={state: state for state in State if state not in CLOSED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        evidence.FILES,
        Field("note", "long", Text("证明事项", "What it shows")),
        Field(
            "open_to_party",
            "flag",
            Text("当事企业可查看", "The company may see it"),
            required=False,
            help=Text("不选则仅机关、检测和审查人员可查看", "otherwise authorities, lab and reviewers alone"),
        ),
    ),
    apply=_apply,
)
