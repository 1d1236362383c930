"""What lossless WebP does to pixels before coding them, undone row by row (RFC 9649, section 3.5)."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PREDICTOR, CROSS_COLOR, GREEN, PALETTE = range(4)

_BLACK = 0xFF000000
_EVEN, _ODD = 0x00FF00FF, 0xFF00FF00
_SHIFTS = (0, 8, 16, 24)


def sums(colours: list[int]) -> list[int]:
    """Return a palette of which each colour is written as the difference to the one before."""
    found, last = list[int](), 0
    for colour in colours:
        last = _add(last, colour)
        found.append(last)
    return found


def _palette(rows: Iterator[list[int]], width: int, size: int, table: list[int]) -> Iterator[list[int]]:
    """Put colours for numbers, of which 2 ** size share the green of a pixel; a number above all colours is clear black."""
    wide, colours = 8 >> size, table + [0] * (256 - len(table))
    for row in rows:
        numbers = [pixel >> 8 >> shift & (1 << wide) - 1 for pixel in row for shift in range(0, 8, wide)]
        yield [colours[number] for number in numbers[:width]]


def _green(rows: Iterator[list[int]], _width: int, _size: int, _table: list[int]) -> Iterator[list[int]]:
    """Add green to red and blue."""
    for row in rows:
        yield [pixel & _ODD | (pixel & _EVEN) + (pixel >> 8 & 0xFF) * 0x10001 & _EVEN for pixel in row]


def _cross_color(rows: Iterator[list[int]], width: int, size: int, table: list[int]) -> Iterator[list[int]]:
    """Add to red and blue the shares of green and red that the table names for each block."""
    across = (width + (1 << size) - 1) >> size
    for y, row in enumerate(rows):
        start = (y >> size) * across
        yield [_mix(pixel, table[start + (x >> size)]) for x, pixel in enumerate(row)]


def _mix(pixel: int, shares: int) -> int:
    green = pixel >> 8
    red = (pixel >> 16) + _share(shares, green)
    blue = pixel + _share(shares >> 8, green) + _share(shares >> 16, red)
    return pixel & _ODD | (red & 0xFF) << 16 | blue & 0xFF


def _share(factor: int, colour: int) -> int:
    return _signed(factor) * _signed(colour) >> 5


def _signed(byte: int) -> int:
    return (byte & 0xFF ^ 0x80) - 0x80


def _predictor(rows: Iterator[list[int]], width: int, size: int, table: list[int]) -> Iterator[list[int]]:
    """Add what neighbours above and left foretell, in the way that the green of the table names for each block."""
    across = (width + (1 << size) - 1) >> size
    above: list[int] = []
    for y, row in zip(count(), rows):
        done: list[int] = []
        if not above:
            left = _BLACK
            for pixel in row:
                left = _add(pixel, left)
                done.append(left)
        else:
            start = (y >> size) * across
            left = _add(row[0], above[0])
            done.append(left)
            above.append(left)  # what stands up and right of a row's last pixel is the row's first
            for x in range(1, width):
                guess = _GUESSES[table[start + (x >> size)] >> 8 & 0xF]
                left = _add(row[x], guess(left, above[x], above[x + 1], above[x - 1]))
                done.append(left)
        above = done
        yield done.copy()


def _add(one: int, other: int) -> int:
    """Add the four channels, each without carry."""
    return (one & _ODD) + (other & _ODD) & _ODD | (one & _EVEN) + (other & _EVEN) & _EVEN


def _mean(one: int, other: int) -> int:
    return ((one ^ other) & 0xFEFEFEFE) // 2 + (one & other)


def _select(left: int, up: int, corner: int) -> int:
    """Return the one that is nearer to left + up - corner; above where both are as near."""
    near = sum(
        abs((up >> shift & 0xFF) - (corner >> shift & 0xFF)) - abs((left >> shift & 0xFF) - (corner >> shift & 0xFF)) for shift in _SHIFTS
    )
    return left if near < 0 else up


def _full(left: int, up: int, corner: int) -> int:
    return sum(_clamp((left >> shift & 0xFF) + (up >> shift & 0xFF) - (corner >> shift & 0xFF)) << shift for shift in _SHIFTS)


def _half(mean: int, corner: int) -> int:
    guess = 0
    for shift in _SHIFTS:
        value = mean >> shift & 0xFF
        guess |= _clamp(value + int((value - (corner >> shift & 0xFF)) / 2)) << shift
    return guess


def _clamp(value: int) -> int:
    return min(max(value, 0), 255)


# By number; of left, above, above right, above left.
_GUESSES: tuple[Callable[[int, int, int, int], int], ...] = (
    lambda _left, _up, _right, _corner: _BLACK,
    lambda left, _up, _right, _corner: left,
    lambda _left, up, _right, _corner: up,
    lambda _left, _up, right, _corner: right,
    lambda _left, _up, _right, corner: corner,
    lambda left, up, right, _corner: _mean(_mean(left, right), up),
    lambda left, _up, _right, corner: _mean(left, corner),
    lambda left, up, _right, _corner: _mean(left, up),
    lambda _left, up, _right, corner: _mean(corner, up),
    lambda _left, up, right, _corner: _mean(up, right),
    lambda left, up, right, corner: _mean(_mean(left, corner), _mean(up, right)),
    lambda left, up, _right, corner: _select(left, up, corner),
    lambda left, up, _right, corner: _full(left, up, corner),
    lambda left, up, _right, corner: _half(_mean(left, up), corner),
    lambda _left, _up, _right, _corner: _BLACK,
    lambda _left, _up, _right, _corner: _BLACK,
)

# By kind: rows, their width, the exponent of the blocks' size, and the table; rows before the transform was applied.
UNDO: tuple[Callable[[Iterator[list[int]], int, int, list[int]], Iterator[list[int]]], ...] = (_predictor, _cross_color, _green, _palette)
