"""事先告知: the company is told what penalty is intended, and that it may state its case or ask for a hearing.

Its time runs from the service of the notice (`serve-penalty`). The step issues the 行政处罚事先告知书 (行政处罚法 art. 44). The right to
a hearing (art. 63) is told of unless the officer says that the intended penalty gives none. Taken again, it issues a new notice in the
place of the first, which is then to be served: what goes beyond a prior notice may not be imposed (art. 62).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.penalties import issue_notice
from mingcha.platform.casework.sanctions import fine_of, sanctions_field
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


def _apply(move: Move) -> None:
    penalty = move.case.penalty
    penalty.notified_on, penalty.intended, penalty.hearing = move.on, move.data["intended"], not move.data["no_hearing"]
    penalty.intended_sanctions, penalty.intended_fine = move.data["sanctions"], fine_of(move.data)
    penalty.notice_served_on, penalty.notice_served_how = None, ""
    penalty.save()
    issue_notice(move)
    move.case.due_on = None


STEP = Step(
    name="notify-penalty",
    title=Text("处罚事先告知", "Give prior notice of the penalty"),
    moves={State.PENALTY_FILED: State.PENALTY_NOTIFIED, State.PENALTY_NOTIFIED: State.PENALTY_NOTIFIED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        Field("intended", "long", Text("拟处罚内容、理由及依据", "Intended penalty, reasons, basis")),
        sanctions_field(Text("拟处罚种类", "Kinds intended")),
        Field(
            "fine",
            "money",
            Text("拟罚款（元）", "Fine intended (yuan)"),
            required=False,
            help=Text("决定的罚款不得高于此数，否则须重新告知", "the decision may not exceed it without a new notice"),
        ),
        Field(
            "no_hearing",
            "flag",
            Text("不属于应当告知听证权利的情形", "It gives no right to a hearing"),
            required=False,
            help=Text(
                "较大数额罚款、吊销许可证件、责令停产停业等较重处罚，须告知听证权利（行政处罚法第六十三条）",
                "a large fine, a revoked licence, closure and the like give one (行政处罚法 art. 63)",
            ),
        ),
    ),
    apply=_apply,
    open_to_party=True,
    grave=True,
)
