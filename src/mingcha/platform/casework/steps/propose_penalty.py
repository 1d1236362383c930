"""拟处罚: an officer proposes the penalty, when the time in which the company may ask for a hearing has ended.

It keeps within the kinds and the fine of the prior notice (行政处罚法 arts. 44, 62); what goes beyond needs a new one (`notify-penalty`).
The step drafts the 行政处罚决定书; the deciding officer reads the draft, and `decide-penalty` issues it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.limits import HEARING_DAYS
from mingcha.platform.casework.models import Penalty
from mingcha.platform.casework.penalties import draft_decision
from mingcha.platform.casework.proposals import propose_penalty
from mingcha.platform.casework.sanctions import beyond, fine_of, sanctions_field
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step, StepError
from mingcha.platform.people.models import Role
from mingcha.platform.workdays.current import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, on: date) -> Sequence[Text]:
    penalty = Penalty.objects.filter(case=case).first()
    if penalty is None or penalty.notified_on is None:
        return (Text("尚未事先告知。", "prior notice has not been given"),)
    if penalty.notice_served_on is None:
        return (Text("事先告知书尚未送达。", "the prior notice has not been served"),)
    limit = suggest(penalty.notice_served_on, HEARING_DAYS).day
    if on <= limit:
        return (Text(f"陈述申辩和听证申请期限（至{limit}）未届满。", f"the company may ask for a hearing until {limit}"),)
    return ()


def _apply(move: Move) -> None:
    penalty, data = move.case.penalty, move.data
    if penalty.statement and not data["considered"]:
        raise StepError(Text("当事人已陈述申辩，须说明采纳情况。", "the company has stated its case: say what became of it"))
    penalty.content, penalty.basis = data["content"], data["basis"]
    penalty.sanctions, penalty.fine = data["sanctions"], fine_of(data)
    if reasons := tuple(beyond(penalty)):
        raise StepError(*reasons)
    penalty.considered, penalty.performance = data["considered"] or "", data["performance"] or ""
    penalty.save()
    draft_decision(move)
    move.case.due_on = None


STEP = Step(
    name="propose-penalty",
    title=Text("提请处罚", "Propose the penalty"),
    moves={State.PENALTY_NOTIFIED: State.PENALTY_PROPOSED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        sanctions_field(Text("处罚种类", "Kinds of the penalty")),
        Field("content", "long", Text("处罚内容", "The penalty")),
        Field("basis", "long", Text("处罚依据", "Basis"), help=Text("法律、法规、规章的名称及条款", "act or rules, with the article")),
        Field("fine", "money", Text("罚款（元）", "Fine (yuan)"), required=False),
        Field(
            "considered",
            "long",
            Text("陈述申辩意见采纳情况", "What became of the company's statement"),
            required=False,
            help=Text("当事人已陈述申辩或听证的，须填写", "needed where there was a statement or a hearing"),
        ),
        Field(
            "performance",
            "long",
            Text("履行方式和期限", "How and until when it is performed"),
            required=False,
            help=Text(
                "非罚款处罚的履行方式等；罚款的15日期限和机关登记的缴款账户自动载明",
                "how another penalty is performed; the 15 days for a fine and the authority's account are printed anyway",
            ),
        ),
    ),
    apply=_apply,
    propose=propose_penalty,
    objections=_objections,
)
