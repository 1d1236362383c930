"""The central directory as apksigner reads it: strict, and with repeated names."""

from __future__ import annotations

import struct

import pytest
from tests.formats.signing.build import ENTRIES, zip_of

from mingcha.formats.signing.central import read_names
from mingcha.formats.signing.issues import RejectedError

PACKAGE = zip_of(ENTRIES | {"META-INF/x": b"x"})
END = PACKAGE.rindex(b"PK\5\6")
CENTRAL = PACKAGE.index(b"PK\1\2")


def names(package: bytes) -> list[str]:
    return read_names(memoryview(package), package.rindex(b"PK\5\6"))


def patched(at: int, value: bytes, package: bytes = PACKAGE) -> bytes:
    return package[:at] + value + package[at + len(value) :]


def test_names_in_order_without_folders() -> None:
    assert names(zip_of({"b": b"", "a/": b"", "a/c": b"1", "名": b""}, b"comment")) == ["b", "a/c", "名"]


def test_repeated_names_stay() -> None:
    twins = zip_of({"aa": b"1", "ab": b"2"}).replace(b"ab", b"aa")
    assert names(twins) == ["aa", "aa"]


@pytest.mark.parametrize(
    "package",
    [
        PACKAGE + b"x",
        patched(END + 10, b"\x09\0"),
        patched(END + 16, struct.pack("<I", CENTRAL + 1)),
        patched(END + 12, b"\xff\xff"),
        patched(CENTRAL, b"XX"),
        patched(CENTRAL + 28, b"\xff\xff"),
    ],
    ids=["trailing", "too many records", "offset", "size", "signature", "name length"],
)
def test_a_broken_directory_is_refused(package: bytes) -> None:
    with pytest.raises(RejectedError) as caught:
        names(package)
    assert caught.value.issue.code == "archive-inconsistent"


def test_an_end_record_out_of_bounds_is_refused() -> None:
    with pytest.raises(RejectedError):
        read_names(memoryview(PACKAGE), len(PACKAGE) - 5)


@pytest.mark.parametrize(
    ("at", "value"),
    [(0, b"XX"), (6, b"\x08\0"), (14, b"\1\2\3\4"), (18, b"\xff"), (22, b"\xff"), (26, b"\1"), (30, b"Z")],
    ids=["signature", "descriptor flag", "crc", "packed", "size", "name length", "name"],
)
def test_a_local_header_that_says_otherwise_is_refused(at: int, value: bytes) -> None:
    with pytest.raises(RejectedError) as caught:
        names(patched(at, value))
    assert "AndroidManifest.xml" in caught.value.issue.text.en


def test_local_headers_in_meta_inf_are_not_compared() -> None:
    at = PACKAGE.index(b"META-INF/x")
    assert names(patched(at, b"Z")) == [*ENTRIES, "META-INF/x"]


def test_a_local_header_out_of_bounds_is_refused() -> None:
    with pytest.raises(RejectedError):
        names(patched(CENTRAL + 42, b"\xff\xff\xff\x7f"))
