"""Java class files (JVM Specification, chapter 4): the shape of a class and its constant strings; no code."""

from __future__ import annotations

import struct
from typing import NamedTuple

from mingcha.formats.errors import EntryError

_MAGIC = 0xCAFEBABE
_UTF8, _CLASS, _STRING = 1, 7, 8
# Bytes behind the tag of each other kind of constant; the 8-byte ones take two places.
_SIZE = {3: 4, 4: 4, 5: 8, 6: 8, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}
_WIDE = {5, 6}


class Member(NamedTuple):
    """A field or method: access flags, name, and descriptor, as in the file (modified UTF-8)."""

    flags: int
    name: bytes
    descriptor: bytes


class ClassFile(NamedTuple):
    """One class: names as descriptors (Lcom/x/A;); `parent` is empty for java.lang.Object. Texts are modified UTF-8."""

    name: bytes
    parent: bytes
    interfaces: tuple[bytes, ...]
    fields: tuple[Member, ...]
    methods: tuple[Member, ...]
    strings: tuple[bytes, ...]


def read_class(data: bytes) -> ClassFile:
    """Read one class file; EntryError when it is none or damaged."""
    try:
        return _read(data)
    except (struct.error, IndexError, KeyError) as error:
        raise EntryError("class-damaged", ".class", "class 文件损坏", "the class file is damaged") from error


def _read(data: bytes) -> ClassFile:
    magic, _, _, count = struct.unpack_from(">IHHH", data)
    if magic != _MAGIC:
        raise KeyError(magic)
    texts: dict[int, bytes] = {}
    links: dict[int, tuple[int, int]] = {}
    at, place = 10, 1
    while place < count:
        tag = data[at]
        if tag == _UTF8:
            (length,) = struct.unpack_from(">H", data, at + 1)
            texts[place] = data[at + 3 : at + 3 + length]
            at += 3 + length
        elif tag in (_CLASS, _STRING):
            links[place] = tag, struct.unpack_from(">H", data, at + 1)[0]
            at += 3
        else:
            at += 1 + _SIZE[tag]
            place += tag in _WIDE
        place += 1
    _, this, parent, count = struct.unpack_from(">HHHH", data, at)
    interfaces = struct.unpack_from(f">{count}H", data, at + 8)
    fields, at = _members(data, at + 8 + 2 * count, texts)
    methods, at = _members(data, at, texts)

    def name(index: int) -> bytes:
        return b"L" + texts[links[index][1]] + b";"

    return ClassFile(
        name(this),
        name(parent) if parent else b"",
        tuple(map(name, interfaces)),
        fields,
        methods,
        tuple(texts[target] for tag, target in links.values() if tag == _STRING),
    )


def _members(data: bytes, at: int, texts: dict[int, bytes]) -> tuple[tuple[Member, ...], int]:
    """Return the fields or methods that begin at `at`, and where they end."""
    (count,) = struct.unpack_from(">H", data, at)
    at += 2
    found = []
    for _ in range(count):
        flags, name, descriptor, attributes = struct.unpack_from(">HHHH", data, at)
        found.append(Member(flags, texts[name], texts[descriptor]))
        at += 8
        for _ in range(attributes):
            at += 6 + int(struct.unpack_from(">I", data, at + 2)[0])
    return tuple(found), at
