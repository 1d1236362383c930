"""The bad list and the dishonesty list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingcha.model import Text
from mingcha.platform.casework.models import ListEntry
from mingcha.platform.casework.step import StepError
from mingcha.platform.ledger.chain import record
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from datetime import date, datetime

    from mingcha.platform.casework.step import Move
    from mingcha.platform.people.models import User


def leave(move: Move) -> None:
    """Take the company off the lists on which this case has put it."""
    ListEntry.objects.filter(case=move.case, removed_on=None).update(removed_on=move.on)


def enter(move: Move, *, dishonesty: bool) -> None:
    """Put the case's company on one of the lists, with the ground that the step gives."""
    party = move.case.party
    if party is None:
        raise StepError(Text("尚未登记开发运营者。", "no operator is registered"))
    ListEntry.objects.create(
        case=move.case, dishonesty=dishonesty, operator=party, ground=move.data["ground"], body=move.case.bureau, listed_on=move.on
    )
    move.case.due_on = None


@transaction.atomic
def take_off(*, entry: ListEntry, actor: User, reason: str, at: datetime, on: date) -> ListEntry:
    """Take a company off a list, by a deciding officer of the authority that put it there, with a reason. Raises `StepError`."""
    entry = ListEntry.objects.select_for_update().get(pk=entry.pk)
    if not may_take_off(entry, actor):
        raise StepError(Text("您无权移出此名单，或已移出。", "you may not take it off this list, or it is off already"))
    if not reason.strip():
        raise StepError(Text("请说明移出的理由。", "a reason is needed"))
    entry.removed_on = on
    entry.save(update_fields=["removed_on"])
    told = {"title": entry.operator.name, "reason": reason}
    record(kind="list-left", subject=f"case:{entry.case_id}", at=at, actor=actor, data=told)
    return entry


def may_take_off(entry: ListEntry, actor: User) -> bool:
    """Return whether the person may take the company off this list now."""
    return entry.removed_on is None and actor.acts_as(Role.DECIDER) and actor.body_id == entry.body_id
