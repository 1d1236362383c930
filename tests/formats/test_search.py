from __future__ import annotations

import random

import pytest

from mingcha.formats.search import Stems


def naive(stems: list[bytes], raw: bytes) -> list[tuple[int, int]]:
    return [(at, number) for at in range(len(raw)) for number, stem in enumerate(stems) if raw.startswith(stem, at)]


def test_places_are_those_of_a_search_stem_by_stem() -> None:
    chance = random.Random(7)  # noqa: S311 - a repeatable test
    for _ in range(300):
        stems = [bytes(chance.choices(b"ab\0\xff", k=chance.randint(2, 4))) for _ in range(chance.randint(0, 6))]
        raw = bytes(chance.choices(b"ab\0\xff", k=chance.randint(0, 60)))
        assert Stems(stems).places(raw, 10_000) == naive(stems, raw)


def test_pieces_that_hold_a_stem_are_told_and_no_stem_spans_two() -> None:
    chance = random.Random(11)  # noqa: S311 - a repeatable test
    for _ in range(300):
        stems = [bytes(chance.choices(b"ab", k=chance.randint(2, 4))) for _ in range(3)]
        pieces = [bytes(chance.choices(b"ab", k=chance.randint(0, 5))) for _ in range(chance.randint(0, 8))]
        ends = [sum(map(len, pieces[: number + 1])) for number in range(len(pieces))]
        wanted = [number for number, piece in enumerate(pieces) if naive(stems, piece)]
        assert Stems(stems).held(b"".join(pieces), ends) == wanted


def test_at_most_so_many_places_are_told() -> None:
    assert Stems([b"ab", b"abc"]).places(b"abcabcabc", 3) == [(0, 0), (0, 1), (3, 0)]
    assert Stems([b"ab"]).places(b"ab", 0) == []


def test_ends_beyond_the_bytes_are_cut() -> None:
    assert Stems([b"ab"]).held(b"ab", [100, 200]) == [0]
    assert Stems([b"ab"]).held(b"", [5]) == []


@pytest.mark.parametrize("stems", [[b"a"], [b""], [b"ab"] * 5_000])
def test_what_cannot_be_searched_is_refused(stems: list[bytes]) -> None:
    with pytest.raises(ValueError, match="stems"):
        Stems(stems)
