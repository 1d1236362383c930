"""Where a case was before a step, as its log tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.casework.states import State
from mingcha.platform.ledger.models import Entry

if TYPE_CHECKING:
    from mingcha.platform.casework.models import Case


def came_from(case: Case, *steps: str) -> State | None:
    """Return the state that the newest of these steps led out of, or None; one that left the state as it is does not count."""
    told = Entry.objects.filter(subject=f"case:{case.pk}", kind__in=steps).order_by("-number").values_list("data", flat=True)
    return next((State(data["from"]) for data in told if data["from"] != data["to"]), None)
