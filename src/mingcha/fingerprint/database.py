"""The fingerprint database: which hashes belong to which SDK, and to which of its releases.

One file: the magic, the length of a JSON header (uint32, little-endian), the header, then four arrays, each behind
padding to eight bytes: string hashes (uint64, ascending), their sets (uint16), shape hashes, their sets. A set is a list
of releases of one SDK; a release is what one file was seen to hold of it.
"""

from __future__ import annotations

import json
import struct
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mingcha.model import MingchaError

DEFAULT = Path(__file__).parent / "data" / "sdks.fp"
NOTHING = 0xFFFF
_MAGIC = b"MCFP0001"
# Bits of a hash that choose a place in the table which tells most misses apart without a search.
_BITS = 21

Values = npt.NDArray[np.uint64]
Sets = npt.NDArray[np.uint16]


class BadDatabaseError(MingchaError):
    """A file is no fingerprint database of this form."""


class Release(NamedTuple):
    """What one file held of an SDK: its version where known, and how many strings and shapes of it are in the database."""

    owner: str
    version: str | None
    strings: int
    shapes: int


class Table:
    """Hashes, ascending, and the number of the set each belongs to."""

    def __init__(self, values: Values, sets: Sets) -> None:
        self.values = values
        self.sets = sets
        self._maybe = np.zeros(1 << _BITS, bool)
        self._maybe[values >> np.uint64(64 - _BITS)] = True

    def find(self, values: Values) -> Sets:
        """Return the set of each hash, NOTHING where it is not in the table."""
        found = np.full(len(values), NOTHING, np.uint16)
        rows = np.flatnonzero(self._maybe[values >> np.uint64(64 - _BITS)])
        place = np.searchsorted(self.values, values[rows])
        place[place == len(self.values)] = 0
        if len(self.values):
            hit = self.values[place] == values[rows]
            found[rows[hit]] = self.sets[place[hit]]
        return found


class Database(NamedTuple):
    """`sets` hold numbers of releases, all of one SDK."""

    releases: tuple[Release, ...]
    sets: tuple[tuple[int, ...], ...]
    strings: Table
    shapes: Table

    def owner_of(self, number: int) -> str:
        """Return the SDK of a set."""
        return self.releases[self.sets[number][0]].owner


EMPTY = Database((), (), Table(np.zeros(0, np.uint64), np.zeros(0, np.uint16)), Table(np.zeros(0, np.uint64), np.zeros(0, np.uint16)))


@cache
def load_default() -> Database:
    """Return the database that is part of the product; an empty one when it was left out."""
    return read_database(DEFAULT.read_bytes()) if DEFAULT.is_file() else EMPTY


def write_database(database: Database) -> bytes:
    """Return the bytes of a database; the same database gives the same bytes."""
    header = {
        "releases": database.releases,
        "sets": database.sets,
        "strings": len(database.strings.values),
        "shapes": len(database.shapes.values),
    }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    parts = [_MAGIC + struct.pack("<I", len(text)) + text]
    for table in (database.strings, database.shapes):
        parts += [table.values.astype("<u8").tobytes(), table.sets.astype("<u2").tobytes()]
    return b"".join(part + bytes(-len(part) % 8) for part in parts)


def read_database(data: bytes) -> Database:
    """Return the database of a file's bytes; BadDatabaseError when they are none."""
    try:
        magic, length = struct.unpack_from("<8sI", data)
        header = {}[magic] if magic != _MAGIC else json.loads(data[12 : 12 + length])
        at = 12 + length + -(12 + length) % 8
        tables = []
        for name in ("strings", "shapes"):
            count = int(header[name])
            values = np.frombuffer(data, "<u8", count, at)
            at += 8 * count
            sets = np.frombuffer(data, "<u2", count, at)
            at += 2 * count + -2 * count % 8
            tables.append(Table(values, sets))
        releases = tuple(Release(*release) for release in header["releases"])
        return Database(releases, tuple(map(tuple, header["sets"])), *tables)
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise BadDatabaseError("不是特征库文件 / not a fingerprint database") from error
