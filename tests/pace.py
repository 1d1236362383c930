"""CPU limits of tests, for machines of any speed.

A limit is told in seconds of a reference machine, on which `reference_work` takes `REFERENCE` seconds of CPU. A slower machine, or one
that is slow at the time, gets as much longer as it takes longer for that work; a faster one gets the seconds as told.
"""

from __future__ import annotations

import time
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = 0.025
_PACKED = zlib.compress(bytes(range(256)) * 4096)


def reference_work() -> None:
    """Do the work that is the measure: some in the interpreter, some outside it."""
    table: dict[int, int] = {}
    for number in range(100_000):
        table[number & 1023] = table.get(number & 511, 0) + number
    for _ in range(10):
        zlib.decompress(_PACKED)


def pace() -> float:
    """Return how many times longer than the reference machine this one takes now, 1 at the least."""
    took = []
    for _ in range(3):
        start = time.process_time()
        reference_work()
        took.append(time.process_time() - start)
    return max(1.0, sorted(took)[1] / REFERENCE)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail if the body takes more CPU than these seconds of the reference machine."""
    before = pace()
    start = time.process_time()
    yield
    took = time.process_time() - start
    assert took < seconds * max(before, pace()), f"took {took:.2f} s of CPU"
