"""The blocks of one method, and which of them its runs can come to when some branches are known to go on one way only."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

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
        self._ways: dict[int, list[int]] = {}  # the last path to each block

    def block(self, pc: int) -> int:
        """Return the block that an instruction stands in."""
        return bisect_right(self.starts, pc) - 1

    def path(self, goals: Collection[int], taken: Taken) -> list[int] | None:
        """Return the blocks of a shortest run to one of some, None when none comes there; `taken` are the ways on from some blocks."""
        before, at = self._before(goals, taken)
        if at is None:
            return None
        way = [at]
        while way[-1]:
            way.append(before[way[-1]])
        return way[::-1]

    def _before(self, goals: Collection[int], taken: Taken) -> tuple[dict[int, int], int | None]:
        """Return the blocks found on the way to one of some, each with the one before it, and that one; all when none comes there."""
        before = {0: 0} if self.starts else {}
        for at in (queue := list(before)):
            if at in goals:
                return before, at
            for onto in (*taken.get(at, self.onward[at]), *self._handlers[at]):
                if onto not in before:
                    before[onto] = at
                    queue.append(onto)
        return before, None

    def comes_to(self, pc: int, taken: dict[int, tuple[int, ...]], decide: Callable[[int], tuple[int, ...] | None]) -> bool:
        """Tell whether a run may come to an instruction; where `decide` gives fewer ways on from a block, `taken` keeps them."""
        goal = self.block(pc)
        passed = set[int]()
        way = self._way(goal, taken)
        while way:
            for at, onto in pairwise(way):
                ways = None if at in taken or at in passed else decide(at)
                passed.add(at)
                if ways is not None:
                    taken[at] = ways
                    if onto not in ways + self._handlers[at]:
                        break
            else:
                return True
            way = self._way(goal, taken)
        return not self.starts

    def _way(self, goal: int, taken: Taken) -> list[int] | None:
        """Return the path to a block, the one of the last time when it is still open."""
        known = self._ways.get(goal)
        if known is None or any(onto not in taken.get(at, self.onward[at]) + self._handlers[at] for at, onto in pairwise(known)):
            known = self.path((goal,), taken)
            if known is not None:
                self._ways[goal] = known
        return known

    def behind(self, taken: Taken) -> tuple[range, ...]:
        """Return the spans of code units where no run comes to."""
        found, _ = self._before((), taken)
        ends = [*self.starts[1:], MAX_UNITS]
        return tuple(range(start, end) for at, (start, end) in enumerate(zip(self.starts, ends, strict=False)) if at not in found)

    def always_passes(self, pcs: Collection[int]) -> bool:
        """Tell whether no run can return without one of some instructions."""
        if not self.starts:
            return False
        stops = dict.fromkeys((self.block(pc) for pc in pcs), ())
        ends = {at for at, op in enumerate(self.ops) if op in _RETURNS and at not in stops}
        return self.path(ends, stops) is None
