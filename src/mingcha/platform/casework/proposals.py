"""With what the forms of steps begin: labs and versions that suggest themselves, and texts made of what the case holds.

Whoever takes the step reads and changes them; nothing is taken over unseen. The texts are Chinese, as the documents are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingcha.platform.casework.models import Case, Penalty
from mingcha.platform.casework.papers import order_content, problem_of
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.casework.versions import versions_of
from mingcha.platform.people.models import Body, BodyKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def propose_test(case: Case, _on: date) -> Mapping[str, Any]:
    """Return the lab, where there is one alone, and the newest version of the app."""
    labs = list(Body.objects.filter(kind=BodyKind.LAB, active=True).values_list("pk", flat=True)[:2])
    newest = versions_of(case).values_list("pk", flat=True).first() if case.app_id else None
    return {"lab": labs[0] if len(labs) == 1 else None, "version": newest}


def propose_recheck(case: Case, _on: date) -> Mapping[str, Any]:
    """Return the lab that tested before, and the version that the company has named last."""
    answer = case.answers.exclude(version=None).first()
    return {"lab": case.test.lab_id if case.test else None, "version": answer.version_id if answer else None}


def propose_notice_reason(case: Case, _on: date) -> Mapping[str, Any]:
    """Return why the case is to be named publicly: a problem that recurs, an order that was not answered, or a failed recheck."""
    problems = f"（{'；'.join(case.labels)}）" if case.labels else ""
    if case.state == State.CONFIRMED and case.repeat_of is not None:
        return {"reason": f"同一应用的其他版本曾确认同类问题（{case.repeat_of.number}），本版本再次出现{problems}，拟向社会公告。"}
    order = case.orders.first()
    if case.state == State.OVERDUE and order is not None and order.due_on is not None:
        return {"reason": f"整改期限（{order.due_on}）届满，未反馈整改情况{problems}，拟向社会公告。"}
    return {"reason": f"经复检，整改不彻底，仍存在问题{problems}，拟向社会公告。"}


def propose_ground(case: Case, _on: date) -> Mapping[str, Any]:
    """Return the facts on which a penalty can rest: what the confirmed problems of the case are, and on which provisions."""
    try:
        problems = order_content(case).problems
    except StepError:
        return {}
    found = [f"{problem.label}：{problem.found}不符合{'、'.join(problem.basis)}的规定。" for problem in problems if problem.basis]
    party = case.party.name if case.party else ""
    return {"ground": f"经检测，{party}{problem_of(case)}如下：\n" + "\n".join(found)} if found else {}


def propose_penalty(case: Case, _on: date) -> Mapping[str, Any]:
    """Return the kinds and the fine of the prior notice, beyond which the penalty may not go."""
    penalty = case.penalties.first()
    return {} if penalty is None else {"sanctions": penalty.intended_sanctions, "fine": penalty.intended_fine}


def propose_listing(case: Case, _on: date) -> Mapping[str, Any]:
    """Return why the company goes on a list: the penalty that was decided."""
    penalty = Penalty.objects.filter(case=case, decided_on__isnull=False).first()
    if penalty is None:
        return {}
    number = f"（{penalty.decision.printed}）" if penalty.decision and penalty.decision.printed else ""
    return {"ground": f"因{problem_of(case)}，于{penalty.decided_on}受到行政处罚{number}。"}
