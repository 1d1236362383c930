"""Makes the database of many ingested files: keeps the fingerprints that one SDK alone has and the background lacks."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from mingcha.fingerprint.database import NOTHING, Database, Release, Table
from mingcha.fingerprint.ingest import BACKGROUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mingcha.fingerprint.ingest import Ingested

# An SDK's fingerprint that so many apps without it have, too, is no trait of it.
COMMON = 2
# Fingerprints of each kind that are kept of one SDK: more do not make it any surer.
MOST = 4000

_Row = tuple[int, str, int, str]  # hash, owner, number of the file, group of the file


def build_database(files: Sequence[Ingested]) -> Database:
    """Return the database of some files, which are told apart by their content; their order does not matter."""
    files = sorted({file.sha256: file for file in files}.values(), key=lambda file: file.sha256)
    kept = {name: _select(_rows(files, name)) for name in ("string", "shape")}
    held = sorted({(owner, number) for rows in kept.values() for owner, numbers in rows.values() for number in numbers})
    place = {key: number for number, key in enumerate(held)}
    sizes = {name: Counter(place[owner, number] for owner, numbers in rows.values() for number in numbers) for name, rows in kept.items()}
    releases = tuple(
        Release(
            owner,
            files[number].version if files[number].main == owner else None,
            sizes["string"][place[owner, number]],
            sizes["shape"][place[owner, number]],
        )
        for owner, number in held
    )
    sets: dict[tuple[int, ...], int] = {}
    tables = []
    for name in ("string", "shape"):
        values = sorted(kept[name])
        numbers = []
        for value in values:
            owner, holders = kept[name][value]
            numbers.append(min(sets.setdefault(tuple(place[owner, number] for number in holders), len(sets)), NOTHING - 1))
        tables.append(Table(np.array(values, np.uint64), np.array(numbers, np.uint16)))
    return Database(releases, tuple(sets), *tables)


def _rows(files: Sequence[Ingested], name: str) -> Iterable[_Row]:
    for number, file in enumerate(files):
        values, owners = (file.strings, file.string_owner) if name == "string" else (file.shapes, file.shape_owner)
        for value, owner in zip(values.tolist(), owners.tolist(), strict=True):
            yield value, file.owners[owner], number, file.group


def _select(rows: Iterable[_Row]) -> dict[int, tuple[str, tuple[int, ...]]]:
    """Return by hash the one SDK that has it and the files in which it was seen of it."""
    owners: dict[int, set[str]] = defaultdict(set)
    background: dict[int, set[str]] = defaultdict(set)
    numbers: dict[int, set[int]] = defaultdict(set)
    for value, owner, number, group in rows:
        if owner == BACKGROUND:
            background[value].add(group)
        else:
            owners[value].add(owner)
            numbers[value].add(number)
    count: Counter[str] = Counter()
    kept = {}
    for value in sorted(owners):
        (owner, *others) = owners[value]
        if others or ":" in owner or len(background.get(value, ())) >= COMMON or count[owner] >= MOST:
            continue
        count[owner] += 1
        kept[value] = owner, tuple(sorted(numbers[value]))
    return kept
