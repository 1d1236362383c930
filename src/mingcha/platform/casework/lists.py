"""The bad list and the dishonesty list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.models import ListEntry
from mingcha.platform.casework.step import StepError

if TYPE_CHECKING:
    from mingcha.platform.casework.step import Move


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
