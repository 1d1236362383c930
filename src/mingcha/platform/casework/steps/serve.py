"""送达: the order was served; five working days run from the day after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingcha.model import Text
from mingcha.platform.casework.limits import RECTIFY_DAYS, set_limit
from mingcha.platform.casework.service import MANNERS
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import Field, Step, StepError
from mingcha.platform.documents.models import Document, Kind
from mingcha.platform.documents.models import State as DocumentState
from mingcha.platform.people.models import Role
from mingcha.platform.workdays.current import suggest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move


def _objections(case: Case, _on: date) -> Sequence[Text]:
    order = case.orders.first()
    if order is None or order.served_on is not None:
        return (Text("整改通知已送达。", "the order was served already"),)
    if Document.objects.filter(about=f"case:{case.pk}", kind=Kind.ORDER, state=DocumentState.DRAFT).exists():
        return (Text("责令整改通知书尚未签发。", "the order to rectify is a draft: it has not been issued"),)
    return ()


def _apply(move: Move) -> None:
    order = move.case.orders.first()
    if order is None:  # _objections has refused
        return
    served = move.data["served_on"]
    if served > move.on or served < order.ordered_on:
        raise StepError(Text("送达日期应在责令日期与今日之间。", "service lies between the order and today"))
    order.served_on, order.served_how = served, move.data["how"]
    suggestion = suggest(served, RECTIFY_DAYS)
    order.suggested_on = suggestion.day
    set_limit(move, order, suggestion=suggestion, chosen=move.data["due_on"], reason=move.data["reason"])


def _propose(_case: Case, on: date) -> Mapping[str, Any]:
    return {"served_on": on}


STEP = Step(
    name="serve",
    title=Text("登记送达", "Record service"),
    moves={State.ORDERED: State.ORDERED},
    roles=(Role.OFFICER,),
    duty="handle",
    fields=(
        Field("served_on", "date", Text("送达日期", "Served on")),
        Field("how", "choice", Text("送达方式", "Manner"), choices=MANNERS),
        Field(
            "due_on",
            "date",
            Text("另定期限", "Another time limit"),
            required=False,
            help=Text("留空则为5个工作日", "empty: 5 working days"),
        ),
        Field("reason", "text", Text("另定期限的理由", "Reason for it"), required=False),
    ),
    apply=_apply,
    objections=_objections,
    propose=_propose,
    open_to_party=True,
)
