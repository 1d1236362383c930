"""Transforms of lossless WebP, each against its definition channel by channel."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from mingcha.formats.webp_transforms import CROSS_COLOR, GREEN, PALETTE, PREDICTOR, UNDO, sums

if TYPE_CHECKING:
    from collections.abc import Sequence

DICE = random.Random(1)  # noqa: S311 - no secret
Colour = tuple[int, ...]


def colour(pixel: int) -> Colour:
    return tuple(pixel.to_bytes(4, "big"))


def pixel(channels: Sequence[int]) -> int:
    return int.from_bytes(bytes(value & 0xFF for value in channels), "big")


def undo(kind: int, rows: list[list[int]], size: int = 0, table: list[int] | None = None) -> list[list[int]]:
    return list(UNDO[kind](iter(rows), len(rows[0]), size, table or []))


def noise(width: int, height: int) -> list[list[int]]:
    return [[DICE.getrandbits(32) for _ in range(width)] for _ in range(height)]


def clamp(value: int) -> int:
    return max(0, min(255, value))


def nearest(left: Colour, up: Colour, corner: Colour) -> Colour:
    guess = [a + b - c for a, b, c in zip(left, up, corner, strict=True)]
    far = [sum(abs(g - v) for g, v in zip(guess, near, strict=True)) for near in (left, up)]
    return left if far[0] < far[1] else up


def foretold(kind: int, left: Colour, up: Colour, right: Colour, corner: Colour) -> Colour:
    def mean(one: Colour, other: Colour) -> Colour:
        return tuple((a + b) // 2 for a, b in zip(one, other, strict=True))

    half = mean(left, up)
    kinds = {
        1: left,
        2: up,
        3: right,
        4: corner,
        5: mean(mean(left, right), up),
        6: mean(left, corner),
        7: half,
        8: mean(corner, up),
        9: mean(up, right),
        10: mean(mean(left, corner), mean(up, right)),
        11: nearest(left, up, corner),
        12: tuple(clamp(a + b - c) for a, b, c in zip(left, up, corner, strict=True)),
        13: tuple(clamp(a + (abs(a - c) // 2 if a > c else -(abs(a - c) // 2))) for a, c in zip(half, corner, strict=True)),
    }
    return kinds.get(kind, (255, 0, 0, 0))


@pytest.mark.parametrize("kind", range(16))
def test_predictors(kind: int) -> None:
    coded = noise(6, 5)
    done = undo(PREDICTOR, coded, 3, [kind << 8])
    for y, row in enumerate(done):
        for x, found in enumerate(row):
            if not (x or y):
                guess: Colour = (255, 0, 0, 0)
            elif not y:
                guess = colour(row[x - 1])
            elif not x:
                guess = colour(done[y - 1][0])
            else:
                right = done[y - 1][x + 1] if x + 1 < len(row) else row[0]
                guess = foretold(kind, *(colour(each) for each in (row[x - 1], done[y - 1][x], right, done[y - 1][x - 1])))
            assert found == pixel([a + b for a, b in zip(colour(coded[y][x]), guess, strict=True)])


def test_each_block_has_its_predictor() -> None:
    rows = [[0] * 6 for _ in range(2)]
    rows[0] = [1, 2, 4, 8, 16, 32]
    # Blocks of 4 pixels: the first row is always from the left, then left of block 0, above of block 1.
    assert undo(PREDICTOR, rows, 2, [1 << 8, 2 << 8])[1] == [0xFF000001] * 4 + [0xFF00001F, 0xFF00003F]


def test_green_is_added() -> None:
    assert undo(GREEN, [[0x01_F0_20_30, 0xFF_00_FF_01]]) == [[0x01_10_20_50, 0xFF_FF_FF_00]]


def test_shares_of_other_colours_are_added() -> None:
    def signed(value: int) -> int:
        return value - 256 if value > 127 else value

    coded, table = noise(9, 3), [DICE.getrandbits(32) for _ in range(3)]
    for row, found in zip(coded, undo(CROSS_COLOR, coded, 2, table), strict=True):
        for x, each in enumerate(found):
            alpha, red, green, blue = colour(row[x])
            _, red_to_blue, green_to_blue, green_to_red = colour(table[x // 4])
            red = (red + (signed(green_to_red) * signed(green) >> 5)) & 0xFF
            blue += (signed(green_to_blue) * signed(green) >> 5) + (signed(red_to_blue) * signed(red) >> 5)
            assert each == pixel([alpha, red, green, blue])


def test_a_palette_is_written_in_differences() -> None:
    assert sums([0x01_02_03_04, 0xFF_01_00_FF]) == [0x01_02_03_04, 0x00_03_03_03]


@pytest.mark.parametrize(
    ("size", "green", "width", "expected"),
    [(0, 2, 1, [30]), (3, 0b10, 3, [10, 20, 10]), (2, 0b0110, 2, [30, 20]), (1, 0x21, 2, [20, 30]), (1, 0x0F, 1, [0]), (0, 200, 1, [0])],
)
def test_numbers_of_a_palette_may_share_a_pixel(size: int, green: int, width: int, expected: list[int]) -> None:
    assert list(UNDO[PALETTE](iter([[green << 8]]), width, size, [10, 20, 30])) == [expected]
