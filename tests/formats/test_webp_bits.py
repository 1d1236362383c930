"""Bits, numbers and codes of lossless WebP."""

from __future__ import annotations

import pytest
from tests.formats.webps import bits

from mingcha.formats.errors import EntryError
from mingcha.formats.webp_bits import Bits, read_code

PLACES = (17, 18, 0, 1, 2, 3, 4, 5, 16, 6)  # lengths of the code of lengths stand in this order


def lengths_code(count: int, **lengths: int) -> list[tuple[int, int]]:
    """The head of a code whose lengths are coded; `lengths` by symbol, s2=1."""
    return [(0, 1), (count - 4, 4), *((lengths.get(f"s{place}", 0), 3) for place in PLACES[:count])]


def test_bits_come_lowest_first() -> None:
    reader = Bits(b"\xb5\x01")
    assert [reader.read(1), reader.read(3), reader.read(0), reader.read(5)] == [1, 2, 0, 27]
    with pytest.raises(EntryError):
        reader.read(8)


@pytest.mark.parametrize(
    ("prefix", "extra", "expected"), [(0, 0, 1), (3, 0, 4), (4, 1, 6), (5, 0, 7), (7, 3, 16), (39, (1 << 18) - 1, 1 << 20)]
)
def test_numbers(prefix: int, extra: int, expected: int) -> None:
    assert Bits(bits((extra, 18))).number(prefix) == expected


def test_codes_of_one_and_two_symbols() -> None:
    assert read_code(Bits(bits((1, 1), (0, 1), (0, 1), (1, 1))), 2) == {1: 1}
    assert read_code(Bits(bits((1, 1), (1, 1), (1, 1), (200, 8), (7, 8))), 256) == {0b10: 200, 0b11: 7}
    with pytest.raises(EntryError):
        read_code(Bits(bits((1, 1), (0, 1), (1, 1), (200, 8))), 40)


def test_a_code_by_lengths() -> None:
    # Lengths 1 and 2 in one bit each, of three symbols: 1, 2, 2.
    data = bits(*lengths_code(5, s1=1, s2=1), (1, 1), (0, 3), (1, 2), (0, 1), (1, 1), (1, 1), (0b011, 3))
    reader = Bits(data)
    code = read_code(reader, 40)
    assert code == {0b10: 0, 0b110: 1, 0b111: 2}
    assert [reader.symbol(code), reader.symbol(code)] == [2, 0]


def test_runs_of_lengths() -> None:
    # 18: 11 zeros and more, 16: the last length again, 3 times and more; 2 bits each.
    head = lengths_code(9, s18=2, s2=2, s16=2, s17=2)
    # Canonical keys by symbol: 2 = 00, 16 = 01, 17 = 10, 18 = 11; a code is written first bit first.
    data = bits(*head, (1, 1), (1, 3), (2, 4), (0b11, 2), (2, 7), (0, 2), (0b10, 2), (0, 2), (0b01, 2), (1, 3))
    assert read_code(Bits(data), 256) == {0b100: 13, 0b101: 14, 0b110: 15, 0b111: 16}


@pytest.mark.parametrize(
    "fields",
    [
        lengths_code(4),  # no symbol at all
        lengths_code(5, s1=1, s2=2),  # not complete
        [*lengths_code(5, s1=1, s2=1), (1, 1), (0, 3), (3, 2)],  # more lengths than symbols
        [*lengths_code(9, s18=1, s1=1), (0, 1), (1, 1), (127, 7)],  # a run behind the last symbol
    ],
)
def test_a_bad_code_is_damage(fields: list[tuple[int, int]]) -> None:
    with pytest.raises(EntryError):
        read_code(Bits(bits(*fields, (0, 32))), 4)


def test_a_symbol_behind_the_end_is_damage() -> None:
    with pytest.raises(EntryError):
        Bits(b"").symbol({0b10: 1, 0b11: 2})
