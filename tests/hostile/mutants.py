"""Damaged packages: the same seed, package and number always give the same bytes.

Half of the mutants are damaged inside (manifest, resource table, code, signature files are changed and put back, stored, with
right zip records and right dex checksums), for damage outside hardly gets past the zip reader.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from tests.hostile.packages import fixed
from tests.hostile.zips import Member, archive

if TYPE_CHECKING:
    from collections.abc import Callable

_EVIL = (0, 1, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_BYTES = (0, 1, 0x7F, 0x80, 0xFF)
_TAIL = 66_000
_INNER = ("AndroidManifest.xml", "resources.arsc")
_DEX_HEADER = 0x70


class Seed:
    """A package to be damaged: its bytes, and its entries when it can be taken apart."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.members: list[Member] = []
        self.contents: dict[int, bytes] = {}
        try:
            self._take_apart()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, struct.error, zlib.error):
            self.members, self.contents = [], {}

    def _take_apart(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.data)) as zipped:
            for number, info in enumerate(zipped.infolist()):
                name_length, extra_length = struct.unpack_from("<HH", self.data, info.header_offset + 26)
                start = info.header_offset + 30 + name_length + extra_length
                raw = self.data[start : start + info.compress_size]
                fields = {"method": info.compress_type, "crc": info.CRC, "packed": len(raw), "size": info.file_size}
                self.members.append(Member(info.filename, raw=raw, local=fields, central=fields))
                if info.filename in _INNER or info.filename.endswith(".dex") or info.filename.startswith("META-INF/"):
                    self.contents[number] = zipped.read(info)


def mutant(seed: Seed, number: int, run: int = 1) -> bytes:
    """Return the damaged package with that number of that run."""
    chance = random.Random(f"{run}:{number}")  # noqa: S311 - damage must be repeatable, not secret
    if seed.contents and chance.random() < 0.6:
        return _damage_inside(seed, chance)
    return _OUTSIDE[chance.randrange(len(_OUTSIDE))](seed.data, chance)


def _damage_inside(seed: Seed, chance: random.Random) -> bytes:
    number = _choose(seed, chance)
    content = seed.contents[number]
    name = str(seed.members[number].name)
    changed = _INSIDE[chance.randrange(len(_INSIDE))](content, chance)
    if name.endswith(".dex") and len(changed) > _DEX_HEADER and chance.random() < 0.9:
        changed = fixed(content[:8] + changed[8:32] + struct.pack("<L", len(changed)) + changed[36:])
    members = [*seed.members]
    members[number] = Member(name, changed)
    return archive(*members)


def _choose(seed: Seed, chance: random.Random) -> int:
    """Choose code, manifest, table and signature files about equally often, however many there are of each."""
    kinds: dict[str, list[int]] = {}
    for number in seed.contents:
        name = str(seed.members[number].name)
        kinds.setdefault("META-INF" if name.startswith("META-INF") else name[-4:], []).append(number)
    return chance.choice(kinds[chance.choice(sorted(kinds))])


def _spot(length: int, chance: random.Random) -> int:
    """Return a place, more often near the beginning, where the headers and tables are."""
    kind = chance.random()
    reach = min(length, _DEX_HEADER) if kind < 0.2 else max(1, length * 4 // 10) if kind < 0.6 else length
    return chance.randrange(reach)


def _poke(data: bytes, chance: random.Random, spot: Callable[[int, random.Random], int] = _spot) -> bytes:
    out = bytearray(data or b"\0")
    for _ in range(chance.choice((1, 1, 2, 4, 8, 16, 40))):
        at, kind = spot(len(out), chance), chance.random()
        if kind < 0.3:
            out[at] = chance.randrange(256)
        elif kind < 0.5:
            out[at] ^= 1 << chance.randrange(8)
        elif kind < 0.6:
            out[at] = chance.choice(_BYTES)
        else:
            value = chance.choice((*_EVIL, len(out), len(out) - 1, chance.randrange(1 << 32)))
            width = chance.choice((2, 4))
            out[at : at + width] = (value & 0xFFFFFFFF).to_bytes(4, "little")[:width]
    return bytes(out)


def _poke_tail(data: bytes, chance: random.Random) -> bytes:
    """Damage the central directory and what is around it."""
    start = max(0, data.find(b"PK\x01\x02", max(0, len(data) - _TAIL)))
    return data[:start] + _poke(data[start:], chance, lambda length, c: c.randrange(length))


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _remove(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.choice((1, 2, 4, 16, 100, 4096)) :]


def _splice(data: bytes, chance: random.Random) -> bytes:
    """Put a piece of the data somewhere else, over what is there or between it."""
    length = chance.choice((4, 16, 64, 1000, 20_000))
    start, to = chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)
    piece = data[start : start + length] * chance.choice((1, 1, 1, 50))
    return data[:to] + piece + data[to + (len(piece) if chance.random() < 0.5 else 0) :]


_OUTSIDE = (_poke, _poke, _poke_tail, _poke_tail, _poke_tail, _cut, _remove, _splice)
_INSIDE = (_poke, _poke, _poke, _poke, _poke, _poke, _cut, _remove, _splice, _splice)
