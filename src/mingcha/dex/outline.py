"""The blocks of one method, and which of them its runs can come to when some branches are known to go on one way only."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from mingcha.dex.registers import Registers

    Taken = Mapping[int, tuple[int, ...]]

MAX_UNITS = 0x100000  # of one method
_RETURNS = range(0x0E, 0x12)


class Outline:
    """Blocks by number; the first one is where the method begins. There are none when the code cannot be followed."""

    def __init__(self, registers: Registers, definition: int) -> None:
        """Take a definition of the program that the registers are of."""
        found = registers.outline(definition)
        self.starts = [each[0] for each in found]
        self.ops = [each[1] for each in found]
        self.onward = [each[2] for each in found]
        self.cases = [each[4] for each in found]
        self._handlers = [each[3] for each in found]

    def block(self, pc: int) -> int:
        """Return the block that an instruction stands in."""
        return bisect_right(self.starts, pc) - 1

    def path(self, goal: Callable[[int], bool], taken: Taken) -> list[int] | None:
        """Return the blocks of a shortest run to one that fits, None when none comes there; `taken` are the ways on from some blocks."""
        before: dict[int, int] = {}
        for at, previous in self._visited(taken):
            before[at] = previous
            if goal(at):
                way = [at]
                while way[-1]:
                    way.append(before[way[-1]])
                return way[::-1]
        return None

    def _visited(self, taken: Taken) -> Iterator[tuple[int, int]]:
        """Yield the blocks that a run may come to, nearest first, each with the one before it."""
        known = {0}
        queue = [(0, 0)] if self.starts else []
        for at, previous in queue:
            yield at, previous
            more = [each for each in dict.fromkeys(taken.get(at, self.onward[at]) + self._handlers[at]) if each not in known]
            known.update(more)
            queue += [(each, at) for each in more]

    def comes_to(self, pc: int, taken: dict[int, tuple[int, ...]], decide: Callable[[int], tuple[int, ...] | None]) -> bool:
        """Tell whether a run may come to an instruction; where `decide` gives fewer ways on from a block, `taken` keeps them."""
        goal = self.block(pc)
        passed = set[int]()
        while way := self.path(goal.__eq__, taken):
            for at, onto in pairwise(way):
                ways = None if at in taken or at in passed else decide(at)
                passed.add(at)
                if ways is not None:
                    taken[at] = ways
                    if onto not in ways + self._handlers[at]:
                        break
            else:
                return True
        return not self.starts

    def behind(self, taken: Taken) -> tuple[range, ...]:
        """Return the spans of code units where no run comes to."""
        found = {at for at, _ in self._visited(taken)}
        ends = [*self.starts[1:], MAX_UNITS]
        return tuple(range(start, end) for at, (start, end) in enumerate(zip(self.starts, ends, strict=False)) if at not in found)

    def always_passes(self, pcs: Collection[int]) -> bool:
        """Tell whether no run can return without one of some instructions."""
        if not self.starts:
            return False
        stops = dict.fromkeys((self.block(pc) for pc in pcs), ())
        return self.path(lambda at: at not in stops and self.ops[at] in _RETURNS, stops) is None
