"""Fingerprints of classes that renaming does not change: their constant strings, and the shape of their methods.

The shape of a class is its parent, its interfaces and its methods' prototypes, without names; a type that is not the
platform's counts as "some class". It is the same whether read from a class file or from dex.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mingcha.dex import hashes
from mingcha.dex.columns import distinct
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    import numpy.typing as npt

    from mingcha.dex.program import Ids, Offsets
    from mingcha.fingerprint.skeleton import Skeletons

# Bytes of a string that is worth a fingerprint: shorter ones are words that anybody uses, longer ones are data.
SHORTEST, LONGEST = 7, 160
# Methods of a class whose shape says something, and how many of them differ.
FEWEST_METHODS, FEWEST_KINDS = 5, 3

_PLATFORM = (b"Ljava/", b"Ljavax/", b"Landroid/", b"Ldalvik/", b"Lorg/json/", b"Lorg/xml/", b"Lorg/w3c/", b"Lorg/apache/http/")
_NOT_PLATFORM = (b"Landroid/support/", b"Landroid/arch/", b"Ljavax/inject/", b"Ljavax/annotation/")
_SOME_CLASS = 0x5C1A55


class Strings(NamedTuple):
    """Rows of strings in classes: hash, class and text by number in the skeletons."""

    hash: npt.NDArray[np.uint64]
    holder: Ids
    text: Ids


class Shapes(NamedTuple):
    """Rows of classes whose shape says something: hash, and class by number in the skeletons."""

    hash: npt.NDArray[np.uint64]
    holder: Ids


def strings_of(skeletons: Skeletons) -> Strings:
    """Return the strings that are long enough to say something, each once for a class."""
    used, value = used_texts(skeletons)
    place = np.zeros(len(skeletons.text_size), np.int64)
    place[used] = np.arange(1, len(used) + 1)
    rows = np.flatnonzero(place[skeletons.string_text])
    pairs = distinct(skeletons.string_class[rows].astype(np.uint64) << np.uint64(32) | skeletons.string_text[rows])
    text = (pairs & np.uint64(NONE)).astype(np.uint32)
    return Strings(value[place[text] - 1], (pairs >> np.uint64(32)).astype(np.uint32), text)


def used_texts(skeletons: Skeletons) -> tuple[Ids, npt.NDArray[np.uint64]]:
    """Return the texts that are strings of some class and long enough to say something, ascending, and their hashes."""
    size = skeletons.text_size
    used = np.zeros(len(size), bool)
    used[skeletons.string_text] = True
    texts = np.flatnonzero(used & (size >= SHORTEST) & (size <= LONGEST)).astype(np.uint32)
    out = np.zeros(len(texts), np.uint64)
    hashes.hash_texts(skeletons.buffer, skeletons.text_offset[texts], size[texts], out)
    return texts, out


def shapes_of(skeletons: Skeletons) -> Shapes:
    """Return the shapes of the classes with enough different methods."""
    shapes, method_class, method_value = _shapes(skeletons, None)
    kinds = _kinds(method_class, method_value, len(skeletons.class_type))
    rows = np.flatnonzero(kinds[shapes.holder] >= FEWEST_KINDS)
    return Shapes(shapes.hash[rows], shapes.holder[rows])


def shapes_to_find(skeletons: Skeletons, wanted: npt.NDArray[np.bool_]) -> Shapes:
    """Return the shapes of the classes `wanted`, class by class, that have enough methods.

    Whether the methods differ enough is left open: a shape whose methods do not is in no database.
    """
    return _shapes(skeletons, wanted)[0]


def _shapes(skeletons: Skeletons, wanted: npt.NDArray[np.bool_] | None) -> tuple[Shapes, Ids, npt.NDArray[np.uint64]]:
    """Return the shapes of classes with enough methods, and the class and the value of each method of theirs."""
    type_value = _type_values(skeletons)
    count = len(skeletons.class_type)
    asked = np.bincount(skeletons.method_class, minlength=count) >= FEWEST_METHODS
    if wanted is not None:
        asked &= wanted
    methods = np.flatnonzero(asked[skeletons.method_class])
    method_class = skeletons.method_class[methods]
    method_value = _stir(
        _proto_values(skeletons, type_value)[skeletons.method_proto[methods]]
        + skeletons.method_kind[methods].astype(np.uint64) * np.uint64(0x9E37)
    )
    total = np.zeros(count, np.uint64)
    np.add.at(total, method_class, method_value)
    has_parent = skeletons.class_super != NONE
    parent = np.zeros(count, np.uint64)
    parent[has_parent] = type_value[skeletons.class_super[has_parent]]
    interfaces = np.zeros(count, np.uint64)
    holder = np.repeat(np.arange(count), _lengths(skeletons.interface_offset))
    np.add.at(interfaces, holder, _stir(type_value[skeletons.interface_types] + np.uint64(3)))
    value = _stir(_stir(total) + _stir(parent + np.uint64(1)) + _stir(interfaces + np.uint64(2)))
    rows = np.flatnonzero(asked).astype(np.uint32)
    return Shapes(value[rows], rows), method_class, method_value


def _kinds(holder: Ids, value: npt.NDArray[np.uint64], count: int) -> npt.NDArray[np.int64]:
    """Return how many different values each class has."""
    # 40 bits tell the few methods of one class apart; one number for both sorts many times as fast as two columns.
    both = np.sort(holder.astype(np.uint64) << np.uint64(40) | value >> np.uint64(24))
    different = both[np.diff(both, prepend=both[:1] + np.uint64(1)) != 0]
    return np.bincount((different >> np.uint64(40)).astype(np.int64), minlength=count)


def _type_values(skeletons: Skeletons) -> npt.NDArray[np.uint64]:
    """Return what a type counts as: itself when it is a primitive or the platform's, else some class, at its depth of arrays."""
    texts = skeletons.type_text
    offset, size = skeletons.text_offset[texts], skeletons.text_size[texts]
    depth = _depth(skeletons.buffer, offset, size)
    offset, size = offset + depth, size - depth.astype(np.uint32)
    platform, foreign = np.zeros(len(texts), np.uint8), np.zeros(len(texts), np.uint8)
    for starts, flags in ((_PLATFORM, platform), (_NOT_PLATFORM, foreign)):
        for start in starts:
            hashes.begins_with(skeletons.buffer, offset, size, np.frombuffer(start, np.uint8), flags)
    itself = (size == 1) | ((platform == 1) & (foreign == 0))
    out = np.full(len(texts), _SOME_CLASS, np.uint64)
    named = np.zeros(int(itself.sum()), np.uint64)
    hashes.hash_texts(skeletons.buffer, offset[itself], size[itself], named)
    out[itself] = named
    return _stir(out + depth.astype(np.uint64))


def _depth(buffer: npt.NDArray[np.uint8], offset: npt.NDArray[np.int64], size: Ids) -> npt.NDArray[np.int64]:
    """Return how many dimensions of an array each descriptor begins with."""
    depth = np.zeros(len(offset), np.int64)
    inside = np.flatnonzero(size > 1)
    while len(inside):
        inside = inside[(buffer[offset[inside] + depth[inside]] == ord("[")) & (depth[inside] + 1 < size[inside])]
        depth[inside] += 1
    return depth


def _proto_values(skeletons: Skeletons, type_value: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return a value per prototype that depends on its types and their order."""
    count = len(skeletons.proto_offset) - 1
    length = _lengths(skeletons.proto_offset)
    place = np.arange(len(skeletons.proto_types)) - np.repeat(skeletons.proto_offset[:-1], length)
    total = np.zeros(count, np.uint64)
    parts = _stir(type_value[skeletons.proto_types] + place.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    np.add.at(total, np.repeat(np.arange(count), length), parts)
    return _stir(total)


def _lengths(offset: npt.NDArray[np.unsignedinteger[Any]] | Offsets) -> Offsets:
    """Return how many items each run has; the last offset is the end."""
    return offset[1:].astype(np.int64) - offset[:-1].astype(np.int64)


def _stir(value: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return the numbers well mixed (the finaliser of SplitMix64)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: npt.NDArray[np.uint64] = value ^ (value >> np.uint64(31))
    return mixed
