"""The pixels of a lossless WebP picture (RFC 9649, sections 3.4 to 3.7), row by row, each pixel a number 0xAARRGGBB."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats import webp_transforms as transforms
from mingcha.formats.webp_bits import Bits, Code, damaged, read_code

if TYPE_CHECKING:
    from collections.abc import Iterator

_LITERALS, _LENGTHS, _DISTANCES = 256, 24, 40
_MOST_CACHE_BITS = 11
# Encoders write one group of codes for a block of many pixels.
_MOST_GROUPS = 256
_HASH = 0x1E35A7BD


def _near() -> list[tuple[int, int]]:
    """Return how far left and up the 120 nearest pixels before a pixel lie, nearest first."""
    every = [(left, up) for up in range(8) for left in range(-7, 9) if up or left > 0]
    return sorted(every, key=lambda at: (at[0] ** 2 + at[1] ** 2, abs(at[0]), at[0] < 0))


# The distance codes 1 to 120 of section 3.6.2.2; a positive `left` is left of the pixel.
NEAR = _near()


class _Codes(NamedTuple):
    """The codes of a group: of green, lengths and cached colours together, of the other channels, and of distances."""

    green: Code
    red: Code
    blue: Code
    alpha: Code
    distance: Code


class Pixels:
    """A picture whose head has been read."""

    def __init__(self, data: bytes, width: int, height: int) -> None:
        """Take the bytes behind the head."""
        self._bits = Bits(data)
        self._width, self._height = width, height

    def rows(self) -> Iterator[list[int]]:
        """Yield the rows. EntryError, while they are taken: damaged."""
        bits, width = self._bits, self._width
        undo: list[tuple[int, int, int, list[int]]] = []
        while bits.read(1):
            kind = bits.read(2)
            if any(kind == each for each, _, _, _ in undo):
                raise damaged()
            inner, size, table = self._transform(kind, width)
            undo.append((kind, width, size, table))
            width = inner
        rows = self._coded(width, self._height, outer=True)
        for kind, before, size, table in reversed(undo):
            rows = transforms.UNDO[kind](rows, before, size, table)
        yield from islice(rows, self._height)

    def _transform(self, kind: int, width: int) -> tuple[int, int, list[int]]:
        """Read a transform; return the width of what it was applied to, the exponent of its blocks' size, and its table."""
        if kind in (transforms.PREDICTOR, transforms.CROSS_COLOR):
            size = self._bits.read(3) + 2
            return width, size, self._flat(_blocks(width, size), _blocks(self._height, size))
        if kind == transforms.PALETTE:
            count = self._bits.read(8) + 1
            size = 3 if count <= 2 else 2 if count <= 4 else 1 if count <= 16 else 0  # noqa: PLR2004 - colours in 1, 2, 4 bits
            return _blocks(width, size), size, transforms.sums(self._flat(count, 1))
        return width, 0, []

    def _flat(self, width: int, height: int) -> list[int]:
        return [pixel for row in self._coded(width, height) for pixel in row]

    def _coded(self, width: int, height: int, *, outer: bool = False) -> Iterator[list[int]]:
        """Read the head of an image at once and yield its rows: what its codes say, before any transform."""
        bits = self._bits
        cache_bits = bits.read(4) if bits.read(1) else 0
        if cache_bits > _MOST_CACHE_BITS:
            raise damaged()
        size, groups = 0, [0]
        if outer and bits.read(1):
            size = bits.read(3) + 2
            groups = [pixel >> 8 & 0xFFFF for pixel in self._flat(_blocks(width, size), _blocks(height, size))]
        if max(groups) >= _MOST_GROUPS:
            raise damaged()
        alphabets = (_LITERALS + _LENGTHS + (1 << cache_bits if cache_bits else 0), _LITERALS, _LITERALS, _LITERALS, _DISTANCES)
        codes = [_Codes(*(read_code(bits, count) for count in alphabets)) for _ in range(max(groups) + 1)]
        return self._decode(width, height, cache_bits, [codes[group] for group in groups], size)

    def _decode(self, width: int, height: int, cache_bits: int, codes: list[_Codes], size: int) -> Iterator[list[int]]:
        """Yield rows; `codes` are those of the blocks, whose size is 2 ** size, or one where that is 0."""
        bits, done, given = self._bits, list[int](), 0
        cache, cached = [0] * (1 << cache_bits), 0
        across = _blocks(width, size) if size else 0
        while given < height:
            while len(done) < (given + 1) * width:
                at = len(done)
                group = codes[(at // width >> size) * across + (at % width >> size)] if size else codes[0]
                symbol = bits.symbol(group.green)
                if symbol < _LITERALS:
                    red, blue, alpha = bits.symbol(group.red), bits.symbol(group.blue), bits.symbol(group.alpha)
                    done.append(alpha << 24 | red << 16 | symbol << 8 | blue)
                elif symbol < _LITERALS + _LENGTHS:
                    length = bits.number(symbol - _LITERALS)
                    _copy(done, length, _distance(bits.number(bits.symbol(group.distance)), width), width * height)
                else:
                    for pixel in done[cached:]:
                        cache[(pixel * _HASH & 0xFFFFFFFF) >> 32 - cache_bits] = pixel
                    cached = at
                    done.append(cache[symbol - _LITERALS - _LENGTHS])
            yield done[given * width : (given + 1) * width]
            given += 1


def _blocks(length: int, size: int) -> int:
    return (length + (1 << size) - 1) >> size


def _distance(code: int, width: int) -> int:
    if code > len(NEAR):
        return code - len(NEAR)
    left, up = NEAR[code - 1]
    return max(left + up * width, 1)


def _copy(done: list[int], length: int, distance: int, most: int) -> None:
    """Repeat pixels; those copied may be copied again."""
    if distance > len(done) or len(done) + length > most:
        raise damaged()
    source = done[-distance:]
    done += (source * (length // distance + 1))[:length]
