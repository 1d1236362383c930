"""What a reader gets to see of the privacy policy: what code reads beside what is said, and the text with its statements marked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.model import StartState, Text
from mingcha.reports import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mingcha.model import Disclosure, PolicyFile, Report
    from mingcha.reports.names import Names

_SAID = ("yes", "conditional")
# Statements whose types are listed beside a marked sentence.
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One type of data of one owner: what the policy says, how many places read it, how many of them at start."""

    subject: Text
    owner: str
    state: str
    quote: str | None
    places: int
    at_start: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file's text; `label` tells what it states, `denies` that it says what is not done."""

    text: str
    label: Text | None = None
    denies: bool = False


def told_rows(report: Report, names: Names) -> list[ToldRow]:
    """Return the types that code can read with what the policy says of each, the gravest first."""
    places: Counter[tuple[str, str]] = Counter()
    at_start: Counter[tuple[str, str]] = Counter()
    for access in report.accesses:
        if access.data_type and access.start_state is not StartState.UNREACHED:
            places[access.data_type, access.owner] += 1
            at_start[access.data_type, access.owner] += access.start_state is StartState.AT_START
    rows = [
        ToldRow(
            names.subject(told.data_type) or Text(told.data_type, told.data_type),
            told.owner,
            told.state,
            told.quote,
            places[told.data_type, told.owner],
            at_start[told.data_type, told.owner],
        )
        for told in report.policy.told
    ]
    order = list(words.TOLD_STATES)
    return sorted(rows, key=lambda row: (order.index(row.state), row.at_start == 0, row.subject.zh, row.owner))


def only_told(report: Report, names: Names) -> list[Text]:
    """Return the types that the policy says the app collects and that no code was seen to read, in order of their names."""
    told = {item.data_type for item in report.policy.disclosures if item.handler == "self" and item.polarity in _SAID}
    read = {names.policy_term(access.data_type) for access in report.accesses if access.data_type}
    return sorted((names.term(term) for term in told - read), key=lambda text: text.zh)


def pieces(file: PolicyFile, disclosures: Sequence[Disclosure], names: Names, most: int) -> list[Piece]:
    """Return the first `most` characters of a file's text, cut where statements begin and end."""
    return list(_pieces(file.text[:most], _spans(file.name, disclosures), names))


def _spans(name: str, disclosures: Sequence[Disclosure]) -> dict[tuple[int, int], list[Disclosure]]:
    spans: dict[tuple[int, int], list[Disclosure]] = {}
    for item in disclosures:
        if item.file == name and item.start < item.end:
            spans.setdefault((item.start, item.end), []).append(item)
    return dict(sorted(spans.items()))


def _pieces(text: str, spans: dict[tuple[int, int], list[Disclosure]], names: Names) -> Iterator[Piece]:
    at = 0
    for (start, end), items in spans.items():
        if start < at or start >= len(text):
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], _label(items, names), all(item.polarity == "no" for item in items))
        at = min(end, len(text))
    if at < len(text):
        yield Piece(text[at:])


def _label(items: Sequence[Disclosure], names: Names) -> Text:
    found = list(dict.fromkeys(names.term(item.data_type) for item in items))
    more = len(found) - _SHOWN
    zh = "、".join(each.zh for each in found[:_SHOWN]) + (f"等{len(found)}项" if more > 0 else "")
    en = ", ".join(each.en for each in found[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
    denied = all(item.polarity == "no" for item in items)
    return Text(f"不收集：{zh}", f"not collected: {en}") if denied else Text(zh, en)
