"""Third parties that a policy names: rows of its SDK tables and records, and names in its sentences, one row for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.model import Disclosure, PolicySdk, Text
from mingcha.policy.lexicon import lexicon
from mingcha.policy.mentions import find_mentions, speaking_hits
from mingcha.policy.normalise import normalise
from mingcha.policy.resolve import plain_name, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.policy.tables import Record

# The longest list of 400 policies names 36.
MAX_PARTIES = 2000
_LONGEST_NAME, _LONGEST_PURPOSE, _QUOTE = 60, 200, 400
_TAIL = re.compile(r"[\s*]*(?:\(|（)?\s*(?:SDK|软件开发工具包)\s*(?:\)|）)?[\s*]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name in a sentence, at `start` of the document, with what the sentence says of it."""

    name: str
    start: int
    data_types: tuple[str, ...]
    purpose: str | None
    link: str | None


@dataclass
class _Row:
    name: str
    sdk: str | None
    start: int
    types: set[str]
    data: str | None
    purpose: str | None
    link: str | None


def first_parties() -> Text:
    """Return the limit that says that a policy names more than MAX_PARTIES third parties."""
    return Text(f"只保留前 {MAX_PARTIES} 个第三方", f"only the first {MAX_PARTIES} third parties were kept")


def tell(records: Sequence[Record], sightings: Sequence[Sighting]) -> tuple[list[Disclosure], tuple[PolicySdk, ...]]:
    """Return the disclosures of the records, and one row per third party in the order of the document, at most MAX_PARTIES + 1."""
    disclosures: list[Disclosure] = []
    rows: dict[str, _Row] = {}
    # One row beyond the limit tells that there are more.
    for record in records:
        types = _types(record)
        if record.is_sdk and (name := record.party):
            row = _row_of(rows, name.text, name.start)
            if row is not None:
                _complete(row, types, *(_told(record, role) for role in ("data", "purpose", "link")))
        disclosures += _disclose(record, types)
    for sighting in sightings:
        row = _row_of(rows, sighting.name, sighting.start)
        if row is not None:
            _complete(row, set(sighting.data_types), None, sighting.purpose, sighting.link)
    ordered = sorted(rows.values(), key=lambda row: (row.start, row.name))
    return disclosures, tuple(
        PolicySdk(
            name=row.name,
            sdk=row.sdk,
            purpose=row.purpose,
            data_types=tuple(sorted(row.types)),
            data=row.data,
            link=row.link,
            complete=bool(row.purpose and (row.types or row.data) and row.link),
        )
        for row in ordered
    )


def _told(record: Record, role: str) -> str | None:
    field = record.fields.get(role)
    if field is None:
        return None
    return (field.link or field.text) if role == "link" else field.text


def printed_name(name: str) -> str:
    """Return a name as lists of third parties have it: without marks and the word SDK behind it."""
    return _TAIL.sub("", re.sub(r"\s+", " ", name)).strip(" *:：、，,")[:_LONGEST_NAME]


def _row_of(rows: dict[str, _Row], name: str, start: int) -> _Row | None:
    """Return the row of a printed name, a new one where it is the first of its kind; None for a name of mere marks."""
    clean = printed_name(name)
    key = plain_name(clean) or clean
    if not key:
        return None
    if key not in rows:
        if len(rows) > MAX_PARTIES:
            return None
        ids = resolve(clean)
        rows[key] = _Row(clean, ids[0] if ids else None, start, set(), None, None, None)
    return rows[key]


def _complete(row: _Row, types: set[str], data: str | None, purpose: str | None, link: str | None) -> None:
    """Add what is told to what a row lacks."""
    row.types |= types
    row.data = row.data or (data[:_LONGEST_PURPOSE].strip() if data else None)
    row.purpose = row.purpose or (purpose[:_LONGEST_PURPOSE].strip() if purpose else None)
    row.link = row.link or link


def _types(record: Record) -> set[str]:
    found: set[str] = set()
    for role in ("data", "permission"):
        if field := record.fields.get(role):
            found |= set(types_in(field.text))
    return found


def types_in(text: str) -> dict[str, None]:
    """Return the types that the words of a data field name, in order."""
    normal = normalise(text).text
    words = lexicon()
    clear = speaking_hits(normal, 0, len(normal), words.data.find(normal))
    hits = find_mentions(normal, 0, len(normal), clear, words.practices.find(normal), inherits=True)
    return {hit.label: None for hit in hits if hit.label not in words.generic}


def _disclose(record: Record, types: set[str]) -> list[Disclosure]:
    """Return what a record says: an SDK collects, a recipient gets, the app itself collects."""
    field = record.fields.get("data") or record.fields.get("permission")
    if field is None:
        return []
    purpose = record.fields.get("purpose")
    classes = lexicon().purposes.find(normalise(purpose.text).text) if purpose else []
    name = record.party
    handler = "self"
    if name is not None and record.is_sdk:
        ids = resolve(name.text)
        handler = f"sdk:{ids[0] if ids else _TAIL.sub('', name.text).strip()[:_LONGEST_NAME]}"
    return [
        Disclosure(
            data_type=each,
            practice="collect",
            handler=handler,
            purpose=classes[0].label if classes else None,
            scope=purpose.text[:_QUOTE] if purpose else None,
            polarity="yes",
            quote=field.text[:_QUOTE],
            start=field.start,
            end=min(field.end, field.start + _QUOTE),
        )
        for each in sorted(types)
    ]
