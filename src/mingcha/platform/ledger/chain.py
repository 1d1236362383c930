"""Adding to the event log, and proving that it was not changed since."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from mingcha.platform.ledger import anchors
from mingcha.platform.ledger.days import note
from mingcha.platform.ledger.models import Entry, Head

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser

ORIGIN = "0" * 64


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: the number of the entry, and what is wrong with it."""

    number: int
    what: str


@transaction.atomic
def record(
    *,
    kind: str,
    subject: str,
    at: datetime,
    actor: AbstractBaseUser | None = None,
    data: Mapping[str, Any] | None = None,
    evidence: str = "",
) -> Entry:
    """Append one entry; it stands when the caller's transaction commits. `at` is aware; `data` is JSON."""
    Head.objects.get_or_create(id=1)
    head = Head.objects.select_for_update().get(id=1)
    entry = Entry(
        number=head.number + 1,
        at=at,
        actor_id=actor.pk if actor else None,
        actor_name=actor.get_username() if actor else "",
        kind=kind,
        subject=subject,
        data=dict(data or {}),
        evidence=evidence,
        previous=head.hash,
    )
    entry.hash = seal(entry)
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save(update_fields=["number", "hash"])
    note(at, entry.number)
    # What happened stands even where the file cannot be written; `doctor` says when it is lost.
    transaction.on_commit(lambda: anchors.drop(entry.number, entry.hash), robust=True)
    return entry


def seal(entry: Entry) -> str:
    """Return the SHA-256 over everything that the entry says and the hash before it."""
    told = {
        "number": entry.number,
        "at": entry.at.timestamp(),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "kind": entry.kind,
        "subject": entry.subject,
        "data": entry.data,
        "evidence": entry.evidence,
        "previous": entry.previous,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def verify(*, anchored: bool = True) -> list[Break]:
    """Return every place where the chain does not hold; empty when nothing was altered, dropped, added or reordered.

    What is written meanwhile is no break. The anchor file, where there is one, is compared as well unless told not to.
    """
    breaks: list[Break] = []
    before = head()
    number, previous, then = 0, ORIGIN, ORIGIN
    for entry in Entry.objects.order_by("number").iterator(2000):
        number += 1
        if entry.number != number:
            breaks.append(Break(number, f"missing: next is {entry.number}"))
            number = entry.number
        if entry.previous != previous:
            breaks.append(Break(entry.number, "does not follow the entry before it"))
        if seal(entry) != entry.hash:
            breaks.append(Break(entry.number, "was altered"))
        previous = entry.hash
        if number == before[0]:
            then = entry.hash
    after = head()
    if not before[0] <= number <= after[0] or (before[0], then) != before or (number == after[0] and previous != after[1]):
        breaks.append(Break(number, "is not the last entry that was written"))
    if anchored:
        breaks.extend(Break(*found) for found in anchors.differences())
    return breaks


def head() -> tuple[int, str]:
    """Return number and hash of the last entry."""
    found = Head.objects.filter(id=1).first()
    return (found.number, found.hash) if found else (0, ORIGIN)
