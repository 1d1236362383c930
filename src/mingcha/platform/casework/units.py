"""Steps that the platform takes by itself: orders whose time limit has passed without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.casework.limits import settle_limits
from mingcha.platform.casework.models import Case
from mingcha.platform.casework.run import take
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.work.handler import handler

if TYPE_CHECKING:
    from datetime import date, datetime

    from mingcha.platform.work.handler import Task

_HOUR = 3600.0


def lapse_all(*, at: datetime, on: date) -> list[str]:
    """Take `lapse` for every ordered case whose limit lies before `on`; return their numbers.

    A limit that is provisional (暂定) is left to an officer: a notice that is not yet out may still move it. One that was, and is
    settled by now, counts.
    """
    settle_limits(at=at)
    due = Case.objects.filter(state=State.ORDERED, due_on__lt=on, due_certain=True).order_by("due_on", "pk")
    lapsed = []
    for case in due.iterator(200):
        try:
            take("lapse", case=case, actor=None, at=at, on=on)
        except StepError:
            continue  # answered or extended since it was read
        lapsed.append(case.number)
    return lapsed


@handler("lapse", limit=_HOUR, at_once=1)
def run_lapse(task: Task) -> dict[str, Any]:
    """Return the numbers of the cases that are overdue from today on. Started twice, it finds nothing left to do."""
    task.report(1, Text("核对整改期限", "looking at time limits"))
    return {"lapsed": lapse_all(at=timezone.now(), on=timezone.localdate())}
