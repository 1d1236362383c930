"""The signing block is found where the platform finds it, and only there."""

from __future__ import annotations

import struct

import pytest
from tests.formats.signing.build import ENTRIES, insert, split, zip_of

from mingcha.formats.signing.block import find_signing_block, signed_sections
from mingcha.formats.signing.result import Block

PACKAGE = zip_of(ENTRIES)


def find(package: bytes):
    return find_signing_block(memoryview(package), package.rindex(b"PK\5\6"))


def test_pairs_are_listed_in_file_order_and_channels_are_read() -> None:
    pairs = [
        (0x7109871A, b"two"),
        (0x71777777, b'{"channel":"\xe5\x8d\x8e\xe4\xb8\xba","t":1}'),
        (0x881155FF, b"oppo\0"),
        (0x504B4453, b""),
        (0x12345678, b"?"),
        (0x42726577, bytes(9)),
        (0x7109871A, b"again"),
    ]
    found = find(insert(PACKAGE, pairs))
    assert found is not None
    assert found.listed() == (
        Block(0x7109871A, 3, "apk-signature-v2"),
        Block(0x71777777, len(pairs[1][1]), "channel-walle", "华为"),
        Block(0x881155FF, 5, "channel-vasdolly", "oppo"),
        Block(0x504B4453, 0, "dependency-info"),
        Block(0x12345678, 1, None),
        Block(0x42726577, 9, "padding"),
        Block(0x7109871A, 5, "apk-signature-v2"),
    )
    assert bytes(found.find(0x7109871A) or b"") == b"two"
    assert found.find(0xF05368C0) is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (b"not json", "not json"),
        (b'{"channel": 7}', '{"channel": 7}'),
        (b"[" * 4000, "[" * 4000),
        (b"\xff", "�"),
        (b"x" * 5000, None),
    ],
)
def test_a_channel_of_another_form_is_shown_as_text(value: bytes, shown: str | None) -> None:
    found = find(insert(PACKAGE, [(0x71777777, value)]))
    assert found is not None
    assert found.listed()[0].value == shown


def test_sections_leave_out_the_block_and_point_the_end_record_at_it() -> None:
    package = insert(PACKAGE, [(1, b"x")])
    found = find(package)
    assert found is not None
    sections = signed_sections(memoryview(package), package.rindex(b"PK\5\6"), found)
    assert (bytes(sections.before), bytes(sections.central), sections.eocd) == split(PACKAGE)
    assert found.offset == len(split(PACKAGE)[0])


def broken(at: int, value: bytes, package: bytes = insert(PACKAGE, [(1, b"x")])) -> bytes:
    """Return a package with bytes changed, counted from where the central directory begins."""
    place = struct.unpack_from("<I", package, package.rindex(b"PK\5\6") + 16)[0] + at
    return package[:place] + value + package[place + len(value) :]


@pytest.mark.parametrize(
    "package",
    [
        PACKAGE,
        broken(-1, b"3"),
        broken(-24, b"\xff"),
        broken(-24, bytes(8)),
        broken(-24, b"\xff" * 8),
        broken(-24 - 13 - 8, b"\1"),
    ],
    ids=["none", "magic", "sizes differ", "size zero", "size huge", "size before the block"],
)
def test_without_a_sound_block_there_is_none(package: bytes) -> None:
    assert find(package) is None


def test_bytes_between_directory_and_end_record_hide_the_block() -> None:
    before, central, end = split(insert(PACKAGE, [(1, b"x")]))
    assert find(before + central + b"\0" + end) is None


def test_an_end_record_out_of_bounds_hides_the_block() -> None:
    view = memoryview(insert(PACKAGE, [(1, b"x")]))
    assert find_signing_block(view, len(view) - 3) is None
    assert find_signing_block(view, -1) is None


@pytest.mark.parametrize("length", [0, 3, 1 << 31, (1 << 64) - 1, 100])
def test_pairs_before_a_broken_one_still_count(length: int) -> None:
    package = insert(PACKAGE, [(7, b"good"), (8, b"12345678")])
    good = package.index(struct.pack("<QI", 12, 8))
    found = find(package[:good] + struct.pack("<Q", length) + package[good + 8 :])
    assert found is not None
    assert [(number, bytes(value)) for number, value in found.pairs] == [(7, b"good")]
