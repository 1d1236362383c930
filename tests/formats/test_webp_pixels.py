"""Lossless WebP pixels, written by hand; tests/formats/test_webp.py compares with libwebp."""

from __future__ import annotations

import pytest
from tests.formats.webps import bits, one, plain

from mingcha.formats.errors import EntryError
from mingcha.formats.webp_pixels import NEAR, Pixels

NO_CACHE, ONE_GROUP, NO_TRANSFORM = (0, 1), (0, 1), (0, 1)


def two(first: int, second: int) -> list[tuple[int, int]]:
    return [(1, 1), (1, 1), (1, 1), (first, 8), (second, 8)]


def rows(width: int, height: int, data: bytes) -> list[list[int]]:
    return list(Pixels(data, width, height).rows())


def test_the_nearest_pixels() -> None:
    assert len(NEAR) == 120
    # The first and the last of the table of section 3.6.2.2.
    assert NEAR[:12] == [(0, 1), (1, 0), (1, 1), (-1, 1), (0, 2), (2, 0), (1, 2), (-1, 2), (2, 1), (-2, 1), (2, 2), (-2, 2)]
    assert NEAR[-8:] == [(-6, 7), (7, 6), (-7, 6), (8, 5), (7, 7), (-7, 7), (8, 6), (8, 7)]


def test_literals() -> None:
    data = bits(NO_TRANSFORM, NO_CACHE, ONE_GROUP, *two(1, 2), *one(3), *one(4), *two(5, 6), *one(0), (0b00, 2), (0b01, 2), (0b11, 2))
    assert rows(3, 1, data) == [[0x05_03_01_04, 0x05_03_02_04, 0x06_03_02_04]]


def test_a_transform_may_come_once() -> None:
    assert rows(2, 1, plain(0xFF_10_20_30, (1, 1), (2, 2))) == [[0xFF_30_20_50] * 2]
    with pytest.raises(EntryError):
        rows(2, 1, plain(0xFF_10_20_30, (1, 1), (2, 2), (1, 1), (2, 2)))


@pytest.mark.parametrize("data", [b"", plain(0)[:-3], bits(NO_TRANSFORM, (1, 1), (12, 4), (0, 64))])
def test_damage(data: bytes) -> None:
    with pytest.raises(EntryError):
        rows(2, 2, data)


def zeros_run(count: int) -> list[tuple[int, int]]:
    """Runs of 11 to 138 zeros."""
    if count <= 138:
        return [(1, 1), (count - 11, 7)]
    return zeros_run(count - 11 if count < 138 + 11 else 138) + zeros_run(11 if count < 138 + 11 else count - 138)


def lengths(**coded: int) -> list[tuple[int, int]]:
    """A code of green, all of whose symbols of one bit are these: a literal 9 and a length or a cached colour."""
    zeros, last = coded["first"], coded["second"] - coded["first"] - 1
    head = [(0, 1), (5, 4), *((length, 3) for length in (0, 1, 0, 1, 0, 0, 0, 0, 0))]
    runs = [*zeros_run(zeros), (0, 1), *zeros_run(last), (0, 1)]
    size = sum(1 for value, wide in runs if wide == 1)
    return [*head, (1, 1), (1, 3), (size - 2, 4), *runs]


def test_pixels_may_be_copied() -> None:
    # A literal, then a copy of length 3 (symbol 256 + 2) from the pixel before (distance code 2).
    data = bits(NO_TRANSFORM, NO_CACHE, ONE_GROUP, *lengths(first=20, second=258), *one(1), *one(2), *one(3), *one(1), (0, 1), (1, 1))
    assert rows(2, 2, data) == [[0x03_01_14_02] * 2] * 2


def test_a_copy_must_stay_within_the_picture() -> None:
    codes = [*lengths(first=20, second=258), *one(1), *one(2), *one(3), *one(1)]
    for fields in ([(1, 1)], [(0, 1), (1, 1)]):  # from before the first pixel; behind the last
        with pytest.raises(EntryError):
            rows(2, 1, bits(NO_TRANSFORM, NO_CACHE, ONE_GROUP, *codes, *fields))


def test_a_colour_may_be_taken_from_the_cache() -> None:
    pixel = 0x03_01_14_02
    place = (pixel * 0x1E35A7BD & 0xFFFFFFFF) >> 31
    codes = [*lengths(first=20, second=280 + place), *one(1), *one(2), *one(3), *one(0)]
    assert rows(3, 1, bits(NO_TRANSFORM, (1, 1), (1, 4), ONE_GROUP, *codes, (0, 1), (1, 1), (1, 1))) == [[pixel] * 3]


def test_blocks_may_have_codes_of_their_own() -> None:
    # Two blocks of 4 pixels: groups 1 and 0.
    groups = [NO_CACHE, *two(0, 1), *one(0), *one(0), *one(0), *one(0), (0b01, 2)]
    first, second = ([*one(green), *one(0), *one(0), *one(255), *one(0)] for green in (7, 8))
    data = bits(NO_TRANSFORM, NO_CACHE, (1, 1), (0, 3), *groups, *first, *second)
    assert rows(5, 1, data) == [[0xFF_00_08_00] * 4 + [0xFF_00_07_00]]


def test_there_is_a_limit_of_groups() -> None:
    groups = [NO_CACHE, *one(0xFF), *one(0xFF), *one(0), *one(0), *one(0)]
    with pytest.raises(EntryError):
        rows(4, 4, bits(NO_TRANSFORM, NO_CACHE, (1, 1), (0, 3), *groups))
