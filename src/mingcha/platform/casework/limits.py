"""Time limits of cases: what the notices set, and another day with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.step import StepError

if TYPE_CHECKING:
    from datetime import date

    from mingcha.platform.casework.models import Order
    from mingcha.platform.casework.step import Move
    from mingcha.platform.workdays.deadline import Deadline

RECTIFY_DAYS = 5  # working days, 工信部信管函〔2020〕164号 四（一）
COMPLAINT_DAYS = 15  # days, 工信部信管函〔2023〕26号 一（四）12
BAD_LIST_DAYS = 30  # days after the penalty, 令第42号 art. 42
RETURN_DAY = 15  # of each month, leads are due: 164号 四（二）


def set_limit(move: Move, order: Order, *, suggestion: Deadline, chosen: date | None, reason: str | None) -> None:
    """Write the time limit of the order and the case: the suggested day, or a chosen one, which needs a reason.

    Raises `StepError` for another day without a reason, or for one before the order.
    """
    if chosen is not None and chosen != suggestion.day:
        if not reason:
            raise StepError(Text("另定期限须说明理由。", "another day needs a reason"))
        if chosen < order.ordered_on:
            raise StepError(Text("期限早于责令日期。", "the limit lies before the order"))
        order.due_on, order.due_certain, order.due_reason = chosen, True, reason
    else:
        order.due_on, order.due_certain, order.due_reason = suggestion.day, suggestion.certain, ""
    order.save()
    move.case.due_on, move.case.due_certain = order.due_on, order.due_certain
    move.told |= {"due": order.due_on.isoformat(), "due_certain": order.due_certain, "suggested": suggestion.day.isoformat()}
