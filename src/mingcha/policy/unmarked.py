"""Sensitive types in the rows of a list of third parties that nothing points out: neither emphasis nor a word of sensitivity."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.policy.lexicon import lexicon
from mingcha.policy.thirdparties import printed_name, types_in

if TYPE_CHECKING:
    from mingcha.policy.reader import Policy
    from mingcha.policy.tables import Field

_WORD = "敏感"
_QUOTE = 200
_MOST = 500


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A sensitive type that the row of `name` lists without pointing it out; the quote is the row's field, places are in characters."""

    name: str
    data_type: str
    quote: str
    start: int
    end: int


def find_unmarked(policy: Policy) -> tuple[Unmarked, ...]:
    """Return the unmarked types of a document's rows in order, at most 500; none where the document emphasises nothing at all."""
    marks = sorted(mark for block in policy.document.blocks if block.kind != "heading" for mark in block.emphasis)
    if not marks:
        return ()
    sensitive = lexicon().sensitive
    found: list[Unmarked] = []
    for record in policy.records:
        name, field = record.party, record.fields.get("data")
        if not record.is_sdk or name is None or field is None or any(_WORD in each.text for each in record.fields.values()):
            continue
        told = [each for each in types_in(field.text) if each in sensitive]
        if told:
            pointed = _pointed(policy.document.text, marks, field)
            quote = field.text[:_QUOTE]
            place = field.start, min(field.end, field.start + _QUOTE)
            found += [Unmarked(printed_name(name.text), each, quote, *place) for each in told if each not in pointed]
        if len(found) >= _MOST:
            break
    return tuple(found[:_MOST])


def _pointed(text: str, marks: list[tuple[int, int]], field: Field) -> set[str]:
    """Return the types within the emphasised stretches of a field."""
    found: set[str] = set()
    at = max(0, bisect_left(marks, (field.start, 0)) - 1)
    for start, end in marks[at:]:
        if start >= field.end:
            break
        if end > field.start:
            found |= set(types_in(text[max(start, field.start) : min(end, field.end)]))
    return found
