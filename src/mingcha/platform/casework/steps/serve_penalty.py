"""处罚文书送达: the prior notice, or the decision on the penalty, was served.

The time to state one's case runs from the service of the notice, the time to pay, to ask for reconsideration and to sue from the
service of the decision. The decision is to be served within seven working days (行政处罚法 arts. 61, 85).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.limits import BAD_LIST_DAYS, HEARING_DAYS
from mingcha.platform.casework.models import Penalty
from mingcha.platform.casework.remedies import remedies_of
from mingcha.platform.casework.service import MANNERS
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step, StepError
from mingcha.platform.people.models import Role
from mingcha.platform.workdays.current import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    penalty = Penalty.objects.filter(case=case).first()
    if penalty is None:
        return (Text("本案没有处罚程序。", "the case has no penalty procedure"),)
    if (penalty.notice_served_on if case.state == State.PENALTY_NOTIFIED else penalty.served_on) is not None:
        return (Text("该文书已登记送达。", "its service is on record already"),)
    return ()


def _apply(move: Move) -> None:
    penalty = move.case.penalty
    if move.case.state == State.PENALTY_NOTIFIED:
        _serve_notice(move, penalty)
    else:
        _serve_decision(move, penalty)
    penalty.save()


def _serve_notice(move: Move, penalty: Penalty) -> None:
    penalty.notice_served_on, penalty.notice_served_how = _day(move, penalty.notified_on), move.data["how"]
    limit = suggest(penalty.notice_served_on, HEARING_DAYS)
    move.case.due_on, move.case.due_certain = limit.day, limit.certain
    move.told |= {"due": limit.day.isoformat(), "due_certain": limit.certain}


def _serve_decision(move: Move, penalty: Penalty) -> None:
    decided = penalty.decided_on or move.on
    penalty.served_on, penalty.served_how = _day(move, decided), move.data["how"]
    penalty.served_place = move.data["address"]
    move.case.due_on, move.case.due_certain = decided + timedelta(days=BAD_LIST_DAYS), True
    move.told |= {name: limit.day.isoformat() for name, limit in remedies_of(penalty).items()}


def _day(move: Move, earliest: date | None) -> date:
    day: date = move.data["served_on"]
    if earliest is None or not earliest <= day <= move.on:
        raise StepError(Text("送达日期应在文书日期与今日之间。", "service lies between the day of the document and today"))
    return day


STEP = Step(
    name="serve-penalty",
    title=Text("登记处罚文书送达", "Record service of a penalty's document"),
    moves={State.PENALTY_NOTIFIED: State.PENALTY_NOTIFIED, State.PENALISED: State.PENALISED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        Field(
            "served_on",
            "date",
            Text("送达日期", "Served on"),
            help=Text("公告送达的，填视为送达之日", "by announcement: the day from which it counts as served"),
        ),
        Field("how", "choice", Text("送达方式", "Manner"), choices=MANNERS),
        Field("address", "text", Text("送达地址", "Address of service")),
    ),
    apply=_apply,
    objections=_objections,
    open_to_party=True,
)
