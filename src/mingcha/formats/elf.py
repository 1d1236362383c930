"""Native libraries (ELF, System V ABI and its gABI supplement for hashes), as far as the loader looks at them.

Read by program headers and the dynamic section alone: hardened libraries have no section headers, or false ones.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.formats.errors import EntryError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"\x7fELF"

# Class (whether 64 bits) and byte order, as e_ident has them.
_CLASSES = {1: False, 2: True}
_ORDERS = {1: "<", 2: ">"}
_MACHINES = {3: "x86", 8: "mips", 40: "arm", 62: "x86_64", 183: "arm64", 243: "riscv64"}
_LOAD, _DYNAMIC = 1, 2
_NEEDED, _HASH, _STRINGS, _SYMBOLS, _STRINGS_SIZE, _SONAME, _GNU_HASH = 1, 4, 5, 6, 10, 14, 0x6FFFFEF5
_GLOBAL, _WEAK = 1, 2
_FUNCTIONS = frozenset({2, 10})
_MOST_HEADERS = 256
_MOST_DYNAMIC = 4096
_MOST_SYMBOLS = 200_000
_LONGEST_NAME = 1024
_TEXT = re.compile(rb"[\x20-\x7e]{6,4096}")

Buffer = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Elf:
    """A library: `bits` is 32 or 64, `machine` an ABI family, `needed` the libraries it loads, in order.

    `functions` are the functions it exports, sorted; a library can register more Java methods than its names show.
    """

    bits: int
    machine: str
    soname: str | None
    needed: tuple[str, ...]
    functions: tuple[str, ...]

    @property
    def java_methods(self) -> tuple[str, ...]:
        """Return the exported functions that Java finds by name (Java_cn_x_Y_method), sorted."""
        return tuple(name for name in self.functions if name.startswith("Java_"))


def read(data: Buffer, name: str = "") -> Elf:
    """Read a library; EntryError, about entry `name`, when it is no ELF file or its headers lie out of bounds."""
    try:
        return _Reader(memoryview(data)).elf()
    except (struct.error, OverflowError, _DamagedError) as error:
        raise EntryError("elf-damaged", name, "不是有效的 ELF 文件", "it is not a valid ELF file") from error


def strings(data: Buffer) -> Iterator[str]:
    """Yield the runs of 6 and more printable ASCII characters, in order; a longer run than 4096 comes in pieces."""
    for match in _TEXT.finditer(data):
        yield match.group().decode("ascii")


class _DamagedError(ValueError):
    """A header or table lies out of bounds."""


class _Reader:
    def __init__(self, view: memoryview) -> None:
        self.view = view
        ident = bytes(view[: len(MAGIC) + 2])
        if ident[:-2] != MAGIC or ident[-2] not in _CLASSES or ident[-1] not in _ORDERS:
            raise _DamagedError
        self.wide = _CLASSES[ident[-2]]
        self.order = _ORDERS[ident[-1]]
        self.segments: list[tuple[int, int, int]] = []
        self.table: dict[int, int] = {}
        self.needed_at: list[int] = []

    def elf(self) -> Elf:
        self._read_segments()
        functions = sorted({found for found in self._functions() if found})
        soname = self._string(self.table[_SONAME]) if _SONAME in self.table else None
        machine = self._unpack("H", 18)[0]
        return Elf(
            64 if self.wide else 32,
            _MACHINES.get(machine, f"0x{machine:x}"),
            soname or None,
            tuple(found for at in self.needed_at if (found := self._string(at))),
            tuple(functions),
        )

    def _unpack(self, layout: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(self.order + layout, self.view, at)

    def _read_segments(self) -> None:
        start = self._unpack("Q", 32)[0] if self.wide else self._unpack("L", 28)[0]
        size, count = self._unpack("HH", 54 if self.wide else 42)
        dynamic = None
        for number in range(min(count, _MOST_HEADERS)):
            at = start + number * size
            if self.wide:
                kind, _, offset, address, _, length = self._unpack("LLQQQQ", at)
            else:
                kind, offset, address, _, length = self._unpack("LLLLL", at)
            if kind == _LOAD:
                self.segments.append((address, offset, length))
            elif kind == _DYNAMIC:
                dynamic = (offset, length)
        if dynamic:
            self._read_dynamic(*dynamic)

    def _read_dynamic(self, offset: int, length: int) -> None:
        layout, size = ("qQ", 16) if self.wide else ("lL", 8)
        for number in range(min(length // size, _MOST_DYNAMIC)):
            tag, value = self._unpack(layout, offset + number * size)
            if tag == 0:
                break
            if tag == _NEEDED:
                self.needed_at.append(value)
            else:
                self.table.setdefault(tag, value)

    def _offset(self, tag: int) -> int | None:
        """Return the file offset of the table that a dynamic entry points to."""
        address = self.table.get(tag)
        if address is None:
            return None
        for start, offset, length in self.segments:
            if start <= address < start + length:
                return offset + address - start
        raise _DamagedError

    def _string(self, at: int) -> str:
        table = self._offset(_STRINGS)
        if table is None or at >= self.table.get(_STRINGS_SIZE, 0):
            return ""
        text = bytes(self.view[table + at : table + at + _LONGEST_NAME])
        return text.partition(b"\0")[0].decode("utf-8", "replace")

    def _functions(self) -> Iterator[str]:
        table = self._offset(_SYMBOLS)
        if table is None:
            return
        layout, size = ("LBBH", 24) if self.wide else ("LLLBBH", 16)
        for number in range(1, min(self._symbol_count(), _MOST_SYMBOLS)):
            at = table + number * size
            if at + size > len(self.view):
                return
            name, *_, info, _, section = self._unpack(layout, at)
            if section and info >> 4 in (_GLOBAL, _WEAK) and info & 15 in _FUNCTIONS:
                yield self._string(name)

    def _symbol_count(self) -> int:
        """Return the number of dynamic symbols, which only the hash tables tell."""
        plain = self._offset(_HASH)
        if plain is not None:
            return self._unpack("LL", plain)[1]
        at = self._offset(_GNU_HASH)
        if at is None:
            return 0
        buckets, first, bloom, _ = self._unpack("LLLL", at)
        bucket_at = at + 16 + bloom * (8 if self.wide else 4)
        if buckets > _MOST_SYMBOLS:
            raise _DamagedError
        last = max(self._unpack(f"{buckets}L", bucket_at), default=0)
        if last < first:
            return first
        chain_at = bucket_at + buckets * 4
        while last < _MOST_SYMBOLS and not self._unpack("L", chain_at + (last - first) * 4)[0] & 1:
            last += 1
        return last + 1
