"""Tests a database on the files it was made of: each SDK must be found in its own files and in no background."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mingcha.fingerprint.build import build_database
from mingcha.fingerprint.database import NOTHING
from mingcha.fingerprint.ingest import BACKGROUND
from mingcha.fingerprint.match import ACCEPTED, Traits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mingcha.fingerprint.database import Database
    from mingcha.fingerprint.ingest import Ingested


class Check(NamedTuple):
    """What the fingerprints of one file say of one SDK; `kind` is own, unseen (the file left out of the database), background."""

    file: str
    sdk: str
    kind: str
    strings: int
    shapes: int
    passed: bool


def check_database(files: Sequence[Ingested], database: Database, *, leave_out: bool = False) -> list[Check]:
    """Return a check per SDK file, and one per SDK that a file without any would be taken for.

    `leave_out` adds a check per file against a database made without it, where other files of its SDK remain; that takes
    about as long per file as making the database.
    """
    holders = Counter(owner for file in files for owner in file.owners)
    found = []
    for file in files:
        if file.main is not None:
            found.append(_check(file, file.main, "own", traits_of(file, (file.main,), database).get(file.main)))
            if leave_out and holders[file.main] > 1:
                without = build_database([each for each in files if each.sha256 != file.sha256])
                found.append(_check(file, file.main, "unseen", traits_of(file, (file.main,), without).get(file.main)))
        if any(owner != BACKGROUND and ":" not in owner for owner in file.owners):
            continue
        for sdk, traits in sorted(traits_of(file, (BACKGROUND,), database).items()):
            if sum(traits.weights) >= ACCEPTED:
                found.append(Check(file.sha256, sdk, "background", traits.strings, traits.shapes, passed=False))
    return found


def _check(file: Ingested, sdk: str, kind: str, traits: Traits | None) -> Check:
    traits = traits or Traits(0, 0, 0, 0)
    return Check(file.sha256, sdk, kind, traits.strings, traits.shapes, sum(traits.weights) >= ACCEPTED)


def traits_of(file: Ingested, owners: Iterable[str], database: Database) -> dict[str, Traits]:
    """Return by SDK the fingerprints that the code of some owners in a file has of it."""
    places = {place for place, name in enumerate(file.owners) if name in set(owners)}
    counts = []
    for values, holder, table in (
        (file.strings, file.string_owner, database.strings),
        (file.shapes, file.shape_owner, database.shapes),
    ):
        rows = [number for number, place in zip(table.find(values).tolist(), holder.tolist(), strict=True) if place in places]
        counts.append(Counter(database.owner_of(number) for number in rows if number != NOTHING))
    strings, shapes = counts
    return {sdk: Traits(strings[sdk], shapes[sdk], 0, 0) for sdk in {*strings, *shapes}}
