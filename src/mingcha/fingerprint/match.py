"""Which fingerprints of the database a program holds, and in which of its classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex.columns import distinct
from mingcha.fingerprint.database import NOTHING
from mingcha.fingerprint.features import shapes_to_find, used_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from mingcha.dex.program import Ids
    from mingcha.fingerprint.database import Database, Sets
    from mingcha.fingerprint.skeleton import Skeletons


# Weights of one string and one shape in code of nobody known, the most they can come to, and what is enough (log-odds).
_STRING, _MOST_STRINGS = 0.4, 8.0
_SHAPE, _MOST_SHAPES = 0.75, 6.0
ACCEPTED = 6.0
# Part of the nearest release's strings below which they are more likely code that two SDKs have in common, and what such weigh at most.
_LEAST_SHARE = 0.04
_MOST_STRINGS_SHARED, _MOST_SHAPES_SHARED = 2.0, 1.5


class Traits(NamedTuple):
    """Fingerprints found of one SDK in code of nobody known, and how many of them the nearest release has."""

    strings: int
    shapes: int
    of_strings: int
    of_shapes: int

    @property
    def weights(self) -> tuple[float, float]:
        """Return what strings and shapes weigh, as log-odds; little where they are a small part of what the SDK has."""
        if self.strings < _LEAST_SHARE * self.of_strings:
            return min(_MOST_STRINGS_SHARED, _STRING * self.strings), min(_MOST_SHAPES_SHARED, _SHAPE * self.shapes)
        return min(_MOST_STRINGS, _STRING * self.strings), min(_MOST_SHAPES, _SHAPE * self.shapes)


class Hits(NamedTuple):
    """Rows of fingerprints found: the class by number, what was found (the same for the same fingerprint), and its set."""

    holder: Ids
    what: npt.NDArray[np.int64]
    set: Sets

    def rows(self) -> Iterator[tuple[int, int, int]]:
        """Yield (class, what, set)."""
        yield from zip(self.holder.tolist(), self.what.tolist(), self.set.tolist(), strict=True)


NO_HITS = Hits(np.zeros(0, np.uint32), np.zeros(0, np.int64), np.zeros(0, np.uint16))


def find_strings(skeletons: Skeletons, database: Database) -> Hits:
    """Return the strings found, each once for a class."""
    texts, values = used_texts(skeletons)
    sets = database.strings.find(values)
    known = np.full(len(skeletons.text_size), NOTHING, np.uint16)
    known[texts] = sets
    found = known[skeletons.string_text]
    rows = np.flatnonzero(found != NOTHING)
    pairs = distinct(skeletons.string_class[rows].astype(np.uint64) << np.uint64(32) | skeletons.string_text[rows])
    text = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return Hits((pairs >> np.uint64(32)).astype(np.uint32), text, known[text])


def find_shapes(skeletons: Skeletons, database: Database, wanted: npt.NDArray[np.bool_]) -> Hits:
    """Return the classes whose shape was found, of those `wanted`, class by class."""
    shapes = shapes_to_find(skeletons, wanted)
    sets = database.shapes.find(shapes.hash)
    rows = np.flatnonzero(sets != NOTHING)
    _, what = np.unique(shapes.hash[rows], return_inverse=True)
    return Hits(shapes.holder[rows], what.astype(np.int64), sets[rows])
