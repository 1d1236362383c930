"""Bits, numbers and prefix codes of a lossless WebP picture (RFC 9649, sections 3.3 and 3.7.2.1)."""

from __future__ import annotations

from mingcha.formats.errors import EntryError

# Symbols by their code with a 1 before it; a code of one symbol, which takes no bits, has the key 1.
Code = dict[int, int]

_ORDER = (17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
_AGAIN, _ZEROS = 16, {17: (3, 3), 18: (7, 11)}
_FIRST_WITH_BITS = 4


def damaged() -> EntryError:
    """Return the error of a picture whose bytes cannot be right."""
    return EntryError("webp-damaged", "", "WebP 图片已损坏", "the WebP picture is damaged")


class Bits:
    """Bytes read bit by bit, the lowest first. EntryError: the end is passed."""

    __slots__ = ("_at", "_data", "_end")

    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._end = data, 0, len(data) * 8

    def read(self, count: int) -> int:
        """Return the next `count` bits as a number."""
        start, self._at = self._at, self._at + count
        if self._at > self._end:
            raise damaged()
        return int.from_bytes(self._data[start >> 3 : self._at + 7 >> 3], "little") >> (start & 7) & (1 << count) - 1

    def symbol(self, code: Code) -> int:
        """Return the next symbol of a complete code."""
        data, at, key = self._data, self._at, 1
        try:
            while key not in code:
                key = key << 1 | data[at >> 3] >> (at & 7) & 1
                at += 1
        except IndexError:
            raise damaged() from None
        self._at = at
        return code[key]

    def number(self, prefix: int) -> int:
        """Return the length or distance, from 1 on, that begins with this symbol."""
        if prefix < _FIRST_WITH_BITS:
            return prefix + 1
        extra = prefix - 2 >> 1
        return (2 + (prefix & 1) << extra) + self.read(extra) + 1


def read_code(bits: Bits, count: int) -> Code:
    """Read a prefix code of the symbols below `count`. EntryError: it is not complete."""
    if bits.read(1):
        two, wide = bits.read(1), bits.read(1)
        symbols = [bits.read(8 if wide else 1), *([bits.read(8)] if two else [])]
        if max(symbols) >= count:
            raise damaged()
        return dict(enumerate(symbols, len(symbols)))
    lengths = [0] * len(_ORDER)
    for place in _ORDER[: bits.read(4) + 4]:
        lengths[place] = bits.read(3)
    return _assign(_read_lengths(bits, _assign(lengths), count))


def _read_lengths(bits: Bits, code: Code, count: int) -> list[int]:
    left = count
    if bits.read(1):
        left = bits.read(bits.read(3) * 2 + 2) + 2
    if left > count:
        raise damaged()
    lengths: list[int] = []
    last = 8
    while left and len(lengths) < count:
        left -= 1
        symbol = bits.symbol(code)
        if symbol == _AGAIN:
            lengths += [last] * (bits.read(2) + 3)
        elif symbol in _ZEROS:
            wide, least = _ZEROS[symbol]
            lengths += [0] * (bits.read(wide) + least)
        else:
            lengths.append(symbol)
            last = symbol or last
    if len(lengths) > count:
        raise damaged()
    return lengths


def _assign(lengths: list[int]) -> Code:
    """Return the canonical code of these lengths; one symbol alone takes no bits, whatever its length."""
    used = sorted((length, symbol) for symbol, length in enumerate(lengths) if length)
    if len(used) == 1:
        return {1: used[0][1]}
    code, before, next_key = {}, 0, 1
    for length, symbol in used:
        next_key <<= length - before
        before = length
        code[next_key] = symbol
        next_key += 1
    # A complete code uses up the last key of its longest length.
    if not used or next_key != 2 << before:
        raise damaged()
    return code
