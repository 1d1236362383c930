"""The criteria of the catalogue as a checklist."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mingcha.catalogue import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingcha.catalogue import Criterion


@cache
def criteria() -> Mapping[str, Criterion]:
    """Return all 252 criteria by id, in the order of the catalogue."""
    return load().criteria


def label_of(criterion: str) -> str:
    """Return the label that notices print for a violation of the criterion; empty when there are no words for it."""
    found = criteria().get(criterion)
    return (found.label or "") if found else ""
