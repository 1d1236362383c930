"""The criteria of the catalogue as a checklist."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from mingcha.catalogue import load
from mingcha.platform.words import both

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


def label_choices() -> list[tuple[str, Any]]:
    """Return the forms of words for problems that public notices print, as choices of a form field."""
    return [(label.id, both(label.title.zh, label.title.en)) for label in load().labels.values()]
