"""Headers that lie, tables that do not fit, several dex files in one."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from dexwriter import Dex, container

from mingcha.dex.layout import arrange


def codes(data: bytes) -> list[str]:
    return [code for _, code, _ in arrange([("classes.dex", data)]).problems]


def patched(data: bytes, at: int, form: str, *values: int, right_checksum: bool = True) -> bytes:
    out = bytearray(data)
    struct.pack_into(form, out, at, *values)
    if right_checksum:
        struct.pack_into("<I", out, 8, zlib.adler32(out[12:]))
    return bytes(out)


def test_a_good_file(garden: Dex):
    data = garden.build()
    layout = arrange([("classes.dex", data), ("classes2.dex", data)])
    assert layout.problems == []
    assert layout.names == ["classes.dex", "classes2.dex"]
    assert layout.bases == [0, len(data)]
    assert bytes(layout.buffer) == data + data + bytes(16)
    counts = layout.tables[0][::2]
    assert counts == [*struct.unpack_from("<12I", data, 0x38)[::2], 1, 2]
    assert [b - a for a, b in zip(*(row[1::2] for row in layout.tables), strict=True)] == [len(data)] * 8


@pytest.mark.parametrize("room", [None, 0, 300, 100_000])
def test_files_are_asked_for_one_by_one_whatever_room_they_were_said_to_need(garden: Dex, room: int | None):
    data = garden.build()
    files = {"classes.dex": data, "note.dex": b"no dex", "classes2.dex": bytearray(data), "empty.dex": memoryview(b"")}
    layout = arrange(iter(files.items()), room)
    whole = b"".join(bytes(part) for part in files.values())
    assert bytes(layout.buffer) == whole + bytes(16)
    assert layout.contents == files
    assert layout.names == ["classes.dex", "classes2.dex"]
    assert layout.sizes == [len(part) for part in files.values()]
    assert layout.tables[1][1] - layout.tables[0][1] == len(data) + len(b"no dex")


@pytest.mark.parametrize(
    ("at", "value", "code"),
    [
        (0x04, int.from_bytes(b"034\0", "little"), "unknown-version"),
        (0x20, 7, "bad-header"),
        (0x24, 0x71, "bad-header"),
        (0x28, 0x78563412, "foreign-endian"),
        (0x34, 0xFFFFFFF0, "bad-map"),
        (0x58, 0x00FFFFFF, "cut-table"),
        (0x5C, 0xFFFFFF00, "cut-table"),
    ],
)
def test_lies_are_noted_and_read_over(garden: Dex, at: int, value: int, code: str):
    data = patched(garden.build(), at, "<I", value)
    layout = arrange([("classes.dex", data)])
    assert [found for _, found, _ in layout.problems] == [code]
    assert layout.names == ["classes.dex"]


def test_a_wrong_checksum_is_noted(garden: Dex):
    assert codes(patched(garden.build(), 0x10, "<I", 0, right_checksum=False)) == ["bad-checksum"]


@pytest.mark.parametrize("data", [b"", b"dex\n035\0", b"PK\3\4" + bytes(500), b"cdex001\0" + bytes(500)])
def test_what_is_no_dex_is_left_out(data: bytes):
    layout = arrange([("a.dex", data)])
    assert layout.names == []
    assert [code for _, code, _ in layout.problems] == ["not-a-dex"]


def test_overlapping_tables_exceed_the_budget(garden: Dex):
    data = garden.build()
    for at in range(0x38, 0x68, 8):
        data = patched(data, at, "<II", 0xFFFFFF, 0x70)
    assert codes(data)[-1] == "table-budget"
    assert arrange([("classes.dex", data)]).names == []


def test_container(garden: Dex):
    data = container(garden, garden)
    layout = arrange([("c.dex", data)])
    assert layout.problems == []
    assert layout.names == ["c.dex", "c.dex/1"]
    assert (layout.files, layout.bases) == ([0, 0], [0, 0])
    size = struct.unpack_from("<I", data, 0x20)[0]
    assert np.array(layout.tables[1][1::2]).min() > size


def test_a_container_whose_second_header_is_damaged(garden: Dex):
    data = bytearray(container(garden, garden))
    second = struct.unpack_from("<I", data, 0x20)[0]
    data[second] ^= 1
    layout = arrange([("c.dex", bytes(data))])
    assert layout.names == ["c.dex"]
    assert layout.problems[-1][:2] == ("c.dex/1", "bad-container")
