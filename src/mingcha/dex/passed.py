"""Flags handed over as arguments: a parameter is a flag when every call that runs at the first start hands over the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.dex.first_start import agree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingcha.dex.first_start import Flag, Outcome
    from mingcha.dex.graph import Graph
    from mingcha.dex.origins import Origins


class Passed:
    """Collects what the methods followed so far hand over; `Gates` asks it in turns.

    `watched` are the pcs of calls, by method, whose arguments are wanted; `given` are the flags of parameters, by method
    and place (the receiver of an instance method is place 0; a long or double takes two).
    """

    def __init__(self, graph: Graph, origins: Origins) -> None:
        self.watched: dict[int, set[int]] = {}
        self.given: dict[int, dict[int, Flag]] = {}
        self._graph = graph
        self._program = graph.program
        self._origins = origins
        self._callers: dict[int, tuple[int, ...]] = {}  # call rows of each method that is handed a flag

    def learn(self, method: int, found: Outcome) -> set[int]:
        """Look at the calls of one method; return the methods that are to be followed because they call the same."""
        program, grown = self._program, set[int]()
        for pc, flags in found.passes.items():
            if not any(flag is not None and flag.gate for flag in flags):
                continue
            for row in self._rows(method, pc):
                definition = self._origins.target(row, None)
                target = None if definition is None else int(program.def_method[definition])
                if definition is None or target is None or target in self._callers:
                    continue
                self._callers[target] = self._origins.callers(definition) or ()
                for each in self._callers[target]:
                    caller, place = int(program.call_caller[each]), int(program.call_pc[each])
                    if place not in self.watched.setdefault(caller, set()):
                        self.watched[caller].add(place)
                        grown.add(caller)
        return grown

    def settle(self, done: Mapping[int, Outcome]) -> set[int]:
        """Compare what all callers hand over; return the methods whose parameters are known better than before."""
        changed = set[int]()
        for target, rows in self._callers.items():
            handed = self._handed(rows, done)
            flags = [agree(column) for column in zip(*handed, strict=False)] if handed else []
            given = {place: flag for place, flag in enumerate(flags) if flag is not None and flag.gate is not None}
            if given != self.given.get(target, {}):
                self.given[target] = given
                changed.add(target)
        return changed

    def _handed(self, rows: tuple[int, ...], done: Mapping[int, Outcome]) -> list[tuple[Flag | None, ...]]:
        """Return the arguments of the calls that run at the first start; nothing when a caller is not known yet."""
        found = []
        for row in rows:
            caller = done.get(int(self._program.call_caller[row]))
            if caller is None:
                return []
            flags = caller.passes.get(int(self._program.call_pc[row]))
            if flags is not None:
                found.append(flags)
        return found

    def _rows(self, method: int, pc: int) -> list[int]:
        start, end = int(self._graph.call_start[method]), int(self._graph.call_end[method])
        return [row for row in range(start, end) if int(self._program.call_pc[row]) == pc]
