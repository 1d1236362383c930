from __future__ import annotations

import random
import re
import tracemalloc

from mingcha.formats.links import runs

LETTERS = b"ab:/."
PIECES = (b"http://", b"https://", b"h", b"http", b"a", b"b", b"/", b".", b"\0", b"\xff")
PATTERN = re.compile(rb"https?://[ab:/.]{2,5}")


def test_runs_are_those_of_the_regular_expression() -> None:
    chance = random.Random(5)  # noqa: S311 - a repeatable test
    seen = 0
    for _ in range(3000):
        raw = b"".join(chance.choices(PIECES, k=chance.randint(0, 18)))
        wanted = PATTERN.findall(raw)
        assert list(runs(raw, LETTERS, 2, 5)) == wanted, raw
        assert list(runs(memoryview(b"x" + raw)[1:], LETTERS, 2, 5)) == wanted
        seen += len(wanted)
    assert seen > 500


def test_runs_are_found_one_by_one() -> None:
    raw = b"http://aaaa\0" * 100_000
    tracemalloc.start()
    found = runs(raw, LETTERS, 2, 5)
    assert next(found) == b"http://aaaa"
    assert tracemalloc.get_traced_memory()[1] < 10_000
    tracemalloc.stop()
