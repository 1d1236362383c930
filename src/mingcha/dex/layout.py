"""Where the dex files of a package and their tables lie in one buffer; tolerant of headers that lie.

Formats: AOSP dex-format, "header_item", "map_list"; from version 041 on one file may hold several logical dex files, each
with a header of its own and with offsets from the start of the file.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER_SIZE = 0x70
CONTAINER_HEADER_SIZE = 0x78
ENDIAN_TAG = 0x12345678
MAX_LOGICAL = 256  # dex files in one container
MAX_MAP_ITEMS = 64  # the format knows some twenty kinds, each at most once
VERSIONS = frozenset({b"035", b"036", b"037", b"038", b"039", b"040", b"041"})
_WIDTHS = (4, 4, 12, 8, 8, 32)  # of string, type, prototype, field, method ids and class definitions
_CALL_SITE, _METHOD_HANDLE = 7, 8  # map item types
COLUMNS = 16
_PADDING = 16  # zero bytes after the last file

Buffer = bytes | bytearray | memoryview


@dataclass(slots=True)
class Layout:
    """The logical dex files found, each with a row of `tables`: count and buffer offset of every table (see read.pxd)."""

    buffer: npt.NDArray[np.uint8]
    sizes: list[int] = field(default_factory=list)  # of the physical files
    contents: dict[str, memoryview] = field(default_factory=dict)  # of the physical files, as they lie in the buffer
    names: list[str] = field(default_factory=list)
    files: list[int] = field(default_factory=list)  # physical file of each logical one
    bases: list[int] = field(default_factory=list)
    tables: list[list[int]] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)


def _adler32(data: memoryview) -> int:
    try:
        import deflate  # noqa: PLC0415 - optional accelerator, seven times faster
    except ImportError:
        return zlib.adler32(data)
    return int(deflate.adler32(data))


def arrange(dexes: Iterable[tuple[str, Buffer]], room: int | None = None) -> Layout:
    """Copy the files into one buffer and find the tables of every logical dex in them.

    `room` is how many bytes they are expected to have: with it each file is copied before the next is asked for.
    """
    if room is None:
        dexes = list(dexes)
        room = sum(len(data) for _, data in dexes)
    layout = Layout(np.empty(room + _PADDING, np.uint8))
    base = 0
    files = []
    for number, (name, data) in enumerate(dexes):
        end = base + len(data)
        if end + _PADDING > len(layout.buffer):
            layout.buffer = np.concatenate([layout.buffer[:base], np.empty(len(data) + end + _PADDING, np.uint8)])
        layout.buffer[base:end] = np.frombuffer(data, np.uint8)
        layout.sizes.append(len(data))
        files.append((name, base, end))
        _read_file(layout, number, name, memoryview(data), base)
        base = end
        del data  # its memory serves the next one
    layout.buffer = layout.buffer[: base + _PADDING]
    layout.buffer[base:] = 0
    layout.contents = {name: layout.buffer.data[start:end] for name, start, end in files}
    return layout


def _read_file(layout: Layout, number: int, name: str, data: memoryview, base: int) -> None:
    budget = 2 * len(data)
    header = 0
    for logical in range(MAX_LOGICAL):
        own_name = f"{name}/{logical}" if logical else name
        if len(data) - header < HEADER_SIZE or bytes(data[header : header + 4]) != b"dex\n":
            code = "bad-container" if logical else "not-a-dex"
            layout.problems.append((own_name, code, f"offset {header:#x}, {len(data)} bytes"))
            return
        container = _check_header(layout, own_name, data, header)
        tables, used = _read_tables(layout, own_name, data, header, base)
        budget -= used
        if budget < 0:
            layout.problems.append((own_name, "table-budget", f"{used} bytes of tables"))
            return
        layout.names.append(own_name)
        layout.files.append(number)
        layout.bases.append(base)
        layout.tables.append(tables)
        header += struct.unpack_from("<I", data, header + 0x20)[0]
        if not container or header >= len(data):
            return
    layout.problems.append((name, "bad-container", f"more than {MAX_LOGICAL} dex files"))


def _check_header(layout: Layout, name: str, data: memoryview, header: int) -> bool:
    """Note what is odd about a header; return whether another one can follow it."""
    checksum, file_size, header_size, endian = struct.unpack_from("<I20xIII", data, header + 8)
    version = bytes(data[header + 4 : header + 7])
    container = version >= b"041" and header_size >= CONTAINER_HEADER_SIZE and file_size >= CONTAINER_HEADER_SIZE
    note = layout.problems.append
    if version not in VERSIONS or data[header + 7] != 0:
        note((name, "unknown-version", repr(bytes(data[header + 4 : header + 8]))))
    if endian != ENDIAN_TAG:
        note((name, "foreign-endian", f"{endian:#x}"))
    if header_size != (CONTAINER_HEADER_SIZE if container else HEADER_SIZE):
        note((name, "bad-header", f"header size {header_size:#x}"))
    if file_size > len(data) - header or (file_size != len(data) and not container):
        note((name, "bad-header", f"file size {file_size}, not {len(data)}"))
    elif not container and _adler32(data[12:]) != checksum:
        note((name, "bad-checksum", f"{checksum:#010x}"))
    return container


def _read_tables(layout: Layout, name: str, data: memoryview, header: int, base: int) -> tuple[list[int], int]:
    """Return count and buffer offset of each table, cut to the file, and the bytes of all of them."""
    row = []
    used = 0
    pairs = struct.unpack_from("<12I", data, header + 0x38)
    found = _read_map(layout, name, data, struct.unpack_from("<I", data, header + 0x34)[0])
    for width, count, offset in zip((*_WIDTHS, 4, 8), (*pairs[::2], *found[::2]), (*pairs[1::2], *found[1::2]), strict=True):
        inside = min(count, max(0, len(data) - offset) // width)
        if inside < count:
            layout.problems.append((name, "cut-table", f"{count} items of {width} bytes at {offset:#x}, {inside} in the file"))
        used += inside * width
        row += [inside, base + offset]
    return row, used


def _read_map(layout: Layout, name: str, data: memoryview, offset: int) -> tuple[int, int, int, int]:
    """Return count and offset of the call sites and of the method handles; zeros where the map has none."""
    found = {_CALL_SITE: (0, 0), _METHOD_HANDLE: (0, 0)}
    if offset + 4 > len(data):
        layout.problems.append((name, "bad-map", f"offset {offset:#x}"))
        return (0, 0, 0, 0)
    for i in range(min(struct.unpack_from("<I", data, offset)[0], MAX_MAP_ITEMS)):
        if offset + 16 + 12 * i > len(data):
            layout.problems.append((name, "bad-map", f"item {i} at {offset:#x}"))
            break
        kind, count, where = struct.unpack_from("<HxxII", data, offset + 4 + 12 * i)
        if kind in found:
            found[kind] = (count, where)
    return (*found[_CALL_SITE], *found[_METHOD_HANDLE])
