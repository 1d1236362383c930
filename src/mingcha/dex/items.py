"""Single items of a dex file, read at their offsets in plain Python, for the oracle: slow, obvious, without budgets.

Written from AOSP's dex-format page. Whatever does not lie in the file raises MalformedError.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from mingcha.dex.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

ARRAY, ANNOTATION = 0x1C, 0x1D  # kinds of encoded values


class MalformedError(Exception):
    """An item does not lie in the file or refers to something that does not exist."""


class File:
    """One logical dex: `data` is the whole physical file, `header` the offset of its header."""

    def __init__(self, name: str, data: bytes, header: int) -> None:
        self.name = name
        self.data = data
        self.map_offset, *pairs = self.unpack("<I12I", header + 0x34)
        table = list(zip(pairs[::2], pairs[1::2], strict=True))
        self.string_ids, self.type_ids, self.proto_ids, self.field_ids, self.method_ids, self.class_defs = table
        self.call_sites, self.handles = self.map_item(7), self.map_item(8)

    def check(self, end: int) -> None:
        """Refuse an item that ends behind the file; asked before its size is believed."""
        if end > len(self.data):
            raise MalformedError

    def unpack(self, form: str, offset: int) -> tuple[int, ...]:
        """Return the numbers at an offset."""
        self.check(offset + struct.calcsize(form))
        return struct.unpack_from(form, self.data, offset)

    def tables(self) -> list[tuple[tuple[int, int], int]]:
        """Return all tables with the size of their items."""
        ids = [self.string_ids, self.type_ids, self.proto_ids, self.field_ids, self.method_ids, self.class_defs]
        return list(zip([*ids, self.call_sites, self.handles], (4, 4, 12, 8, 8, 32, 4, 8), strict=True))

    def map_item(self, kind: int) -> tuple[int, int]:
        """Return count and offset of the last list of a kind in the map (at most 64 entries are looked at)."""
        found = (0, 0)
        try:
            for i in range(min(self.unpack("<I", self.map_offset)[0], 64)):
                this, _, count, offset = self.unpack("<HHII", self.map_offset + 4 + 12 * i)
                if this == kind:
                    found = (count, offset)
        except MalformedError:
            pass
        return found

    def items(self, table: tuple[int, int], form: str) -> Iterator[tuple[int, ...]]:
        """Yield the items of a table, as far as they lie in the file."""
        for i in range(min(table[0], max(0, len(self.data) - table[1]) // struct.calcsize(form))):
            yield self.unpack(form, table[1] + i * struct.calcsize(form))

    def uleb(self, offset: int) -> tuple[int, int]:
        """Return a ULEB128 number and the offset behind it."""
        value = 0
        for i in range(5):
            (byte,) = self.unpack("<B", offset + i)
            value |= (byte & 0x7F) << (7 * i)
            if not byte & 0x80:
                break
        return value & 0xFFFFFFFF, offset + i + 1

    def ulebs(self, offset: int, count: int) -> tuple[list[int], int]:
        """Return so many ULEB128 numbers and the offset behind them."""
        values = []
        for _ in range(count):
            value, offset = self.uleb(offset)
            values.append(value)
        return values, offset

    def text(self, offset: int) -> str:
        """Return the string_data_item at an offset."""
        _, start = self.uleb(offset)
        end = self.data.find(b"\0", start)
        if end < 0:
            raise MalformedError
        return decode(self.data[start:end])

    def type_list(self, offset: int) -> list[int]:
        """Return the type indexes of a type_list; offset 0 means an empty one."""
        if offset == 0:
            return []
        (count,) = self.unpack("<I", offset)
        self.check(offset + 4 + 2 * count)
        return list(self.unpack(f"<{count}H", offset + 4))

    def value(self, offset: int, depth: int = 0) -> tuple[int, bytes, int]:
        """Return kind, content and end of an encoded_value; the content of a boolean is its one byte."""
        (head,) = self.unpack("<B", offset)
        kind, argument = head & 31, head >> 5
        offset += 1
        if depth > 32:  # noqa: PLR2004 - the fast reader's limit
            raise MalformedError
        if kind in {0x1E, 0x1F}:
            return kind, bytes([argument]), offset
        if kind in {ARRAY, ANNOTATION}:
            if kind == ANNOTATION:
                _, offset = self.uleb(offset)
            count, offset = self.uleb(offset)
            for _ in range(count):
                if kind == ANNOTATION:
                    _, offset = self.uleb(offset)
                _, _, offset = self.value(offset, depth + 1)
            return kind, b"", offset
        if kind not in {0x00, 0x02, 0x03, 0x04, 0x06, 0x10, 0x11, *range(0x15, 0x1C)}:
            raise MalformedError
        content = bytes(self.unpack(f"<{argument + 1}B", offset))
        return kind, content[:4], offset + argument + 1


def logical_files(name: str, data: bytes) -> Iterator[File]:
    """Yield the logical dex files of one physical file: one, or those of a v41 container."""
    header, budget = 0, 2 * len(data)
    for number in range(256):
        if len(data) - header < 0x70 or data[header : header + 4] != b"dex\n":  # noqa: PLR2004 - header_item
            return
        file = File(f"{name}/{number}" if number else name, data, header)
        for (count, offset), width in file.tables():
            budget -= min(count, max(0, len(data) - offset) // width) * width
        if budget < 0:
            return
        yield file
        file_size, header_size = file.unpack("<II", header + 0x20)
        if data[header + 4 : header + 7] < b"041" or header_size < 0x78 or file_size < 0x78:  # noqa: PLR2004 - header_item
            return
        header += file_size
