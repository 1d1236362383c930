"""Time limits of cases: what the notices set, and another day with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from mingcha.model import Text
from mingcha.platform.casework.models import Case, Order
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.ledger.chain import record
from mingcha.platform.workdays.current import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from mingcha.platform.casework.step import Move
    from mingcha.platform.workdays.deadline import Deadline

RECTIFY_DAYS = 5  # working days, 工信部信管函〔2020〕164号 四（一）
COMPLAINT_DAYS = 15  # days, 工信部信管函〔2023〕26号 一（四）12
SERVE_DAYS = 7  # working days to serve a penalty decision: 行政处罚法 arts. 61, 85
BAD_LIST_DAYS = 30  # days after the penalty, 令第42号 art. 42
HEARING_DAYS = 5  # working days after the service of the prior notice to ask for a hearing: 行政处罚法 arts. 64（一）, 85
RETURN_DAY = 15  # of each month, leads are due: 164号 四（二）

SETTLED = "limit-settled"


def set_limit(move: Move, order: Order, *, suggestion: Deadline, chosen: date | None, reason: str | None) -> None:
    """Write the time limit of the order and the case: the suggested day, or a chosen one, which needs a reason.

    Raises `StepError` for another day without a reason, or for one before service.
    """
    if chosen is not None and chosen != suggestion.day:
        if not reason:
            raise StepError(Text("另定期限须说明理由。", "another day needs a reason"))
        if chosen < suggestion.start:
            raise StepError(Text("期限早于送达日期。", "the limit lies before service"))
        order.due_on, order.due_certain, order.due_reason = chosen, True, reason
    else:
        order.due_on, order.due_certain, order.due_reason = suggestion.day, suggestion.certain, ""
    order.save()
    move.case.due_on, move.case.due_certain = order.due_on, order.due_certain
    move.told |= {"due": order.due_on.isoformat(), "due_certain": order.due_certain, "suggested": suggestion.day.isoformat()}


def notice_limit(case: Case, on: date) -> Sequence[Text]:
    """Return why what follows a public notice waits: one sentence while the notice's own limit runs, or nothing."""
    last = case.public_due_on
    if last is None or last < on:
        return ()
    first = last + timedelta(days=1)
    return (Text(f"通报的整改期限（至{last}）未届满，{first}起方可办理。", f"the notice's limit runs until {last}: possible from {first}"),)


def settle_limits(*, at: datetime) -> list[str]:
    """Count provisional limits of running orders again, and write those that the calendar now settles; return the cases' numbers."""
    open_ones = Order.objects.filter(due_certain=False, served_on__isnull=False, case__state=State.ORDERED).order_by("pk")
    return [number for order in open_ones if (number := _settle(order, at))]


@transaction.atomic
def _settle(order: Order, at: datetime) -> str:
    case = Case.objects.select_for_update().get(pk=order.case_id)
    order.refresh_from_db()
    if order.served_on is None or order.due_certain or case.state != State.ORDERED:
        return ""
    found = suggest(order.served_on, RECTIFY_DAYS)
    if not found.certain:
        return ""
    before, order.suggested_on = order.due_on, found.day
    order.due_on, order.due_certain = found.day, True
    order.save()
    case.due_on, case.due_certain = found.day, True
    case.save(update_fields=["due_on", "due_certain"])
    told = {"due": found.day.isoformat(), "before": before.isoformat() if before else "", "due_certain": True}
    record(kind=SETTLED, subject=f"case:{case.pk}", at=at, actor=None, data=told)
    return case.number
