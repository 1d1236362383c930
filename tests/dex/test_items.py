"""Single items in plain Python."""

from __future__ import annotations

import pytest
from dexwriter import Dex, container

from mingcha.dex.items import File, MalformedError, logical_files


@pytest.fixture
def file(garden: Dex) -> File:
    return File("classes.dex", garden.build(), 0)


def at_end(file: File, data: bytes) -> int:
    """Append bytes to the file and return where they begin."""
    place = len(file.data)
    file.data += data
    return place


@pytest.mark.parametrize(
    ("data", "value", "size"),
    [
        (b"\x00", 0, 1),
        (b"\x7f\xff", 127, 1),
        (b"\x80\x7f", 16256, 2),
        (b"\xff\xff\xff\xff\x0f", 0xFFFFFFFF, 5),
        (b"\xff\xff\xff\xff\xff\xff", 0xFFFFFFFF, 5),
    ],
)
def test_uleb(file: File, data: bytes, value: int, size: int):
    place = at_end(file, data)
    assert file.uleb(place) == (value, place + size)


def test_uleb_does_not_run_over_the_end(file: File):
    with pytest.raises(MalformedError):
        file.uleb(at_end(file, b"\x80\x80"))


@pytest.mark.parametrize(
    ("data", "kind", "content"),
    [
        (b"\x24\x34\x12", 0x04, b"\x34\x12"),
        (b"\x3f", 0x1F, b"\x01"),
        (b"\x1e", 0x1E, b"\x00"),
        (b"\xe6abcdefgh", 0x06, b"abcd"),
        (b"\x1c\x02\x1e\x04\x09", 0x1C, b""),
        (b"\x1d\x05\x01\x07\x1c\x01\x1e", 0x1D, b""),
    ],
)
def test_values(file: File, data: bytes, kind: int, content: bytes):
    place = at_end(file, data)
    assert file.value(place) == (kind, content, place + len(data))


@pytest.mark.parametrize("data", [b"\x05\x00", b"\x24\x34", b"\x1c\x02\x1e", b"\x1c\x01" * 40])
def test_malformed_values(file: File, data: bytes):
    with pytest.raises(MalformedError):
        file.value(at_end(file, data))


def test_map_items(file: File):
    assert file.call_sites[0] == 1
    assert file.handles[0] == 2


def test_logical_files(garden: Dex):
    assert [file.name for file in logical_files("a.dex", garden.build())] == ["a.dex"]
    assert [file.name for file in logical_files("a.dex", container(garden, garden))] == ["a.dex", "a.dex/1"]
    assert list(logical_files("a.dex", b"PK\3\4" + bytes(200))) == []
