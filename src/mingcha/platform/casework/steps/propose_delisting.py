"""拟下架: an officer proposes that an app is delisted after the notice's time limit, or after a second failed recheck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.models import Subject
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step
from mingcha.platform.casework.tests import untested_answers
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case


def _objections(case: Case, on: date) -> Sequence[Text]:
    if case.noticed_on is None:
        return (Text("尚未通报，应先提请通报。", "not yet noticed: propose the notice first"),)
    if case.state == State.NOTICED and case.due_on is not None and case.due_on >= on:
        return (Text("通报的整改期限未届满。", "the notice's time limit has not ended"),)
    if untested_answers().filter(case=case).exists():
        return (Text("企业已提交整改反馈，应先组织复检。", "the company has answered: have it tested again first"),)
    return ()


STEP = Step(
    name="propose-delisting",
    title=Text("提请下架", "Propose delisting"),
    moves={State.UNRECTIFIED: State.DELIST_PROPOSED, State.NOTICED: State.DELIST_PROPOSED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(Field("reason", "long", Text("提请理由", "Reason")),),
    about=(Subject.APP,),
    objections=_objections,
)
