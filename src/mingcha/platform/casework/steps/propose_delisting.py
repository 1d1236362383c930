"""拟下架: an officer proposes that an app is delisted after the notice's time limit, however often a recheck has failed within it.

Where the company gave no answer there is nothing new to test: the officer looks at what the stores offer now, says so, and proves it
by files. A later version than the one that was tested is tested first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework import evidence
from mingcha.platform.casework.limits import notice_limit
from mingcha.platform.casework.models import Subject
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step, StepError
from mingcha.platform.casework.tests import rechecked_since_notice, untested_answers
from mingcha.platform.casework.versions import versions_of
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, on: date) -> Sequence[Text]:
    if case.noticed_on is None:
        return (Text("尚未通报，应先提请通报。", "not yet noticed: propose the notice first"),)
    if reasons := notice_limit(case, on):
        return reasons
    if untested_answers().filter(case=case).exists():
        return (Text("企业已提交整改反馈，应先组织复检。", "the company has answered: have it tested again first"),)
    later = versions_of(case).filter(code__gt=case.version.code).first() if case.version else None
    if later is not None:
        return (Text(f"已登记更新版本{later.name}，应先组织复检。", f"version {later.name} is later: have it tested again first"),)
    return ()


def _apply(move: Move) -> None:
    evidence.attach(move)
    if not rechecked_since_notice(move.case) and not evidence.has_proof_since_notice(move.case):
        raise StepError(Text("通报后未复检的，须附核查证据文件。", "without a recheck since the notice, files must prove what was found"))


STEP = Step(
    name="propose-delisting",
    title=Text("提请下架", "Propose delisting"),
    moves={State.UNRECTIFIED: State.DELIST_PROPOSED, State.NOTICED: State.DELIST_PROPOSED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        Field("reason", "long", Text("提请理由", "Reason")),
        Field(
            "checked",
            "long",
            Text("通报后核查情况", "What was found after the notice"),
            help=Text("核查日期，以及各应用商店的在架版本", "when it was looked at, and the version that each store offers"),
        ),
        replace(
            evidence.FILES,
            required=False,
            help=Text(
                "通报后已复检，或通报后已添加证据文件的，可不附",
                "not needed after a recheck since the notice, or with files in the case since then",
            ),
        ),
    ),
    about=(Subject.APP,),
    apply=_apply,
    objections=_objections,
)
