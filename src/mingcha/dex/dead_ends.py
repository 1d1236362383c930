"""Code on the paths to what a report shows where no run at the first start comes to: behind branches that go the other way then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.collections_of import Collections
from mingcha.dex.first_fields import FirstFields
from mingcha.dex.first_values import FirstValues, KnownAnyway
from mingcha.dex.launch_intent import LaunchIntents
from mingcha.dex.program import NONE
from mingcha.dex.reach import DISPATCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.graph import Graph
    from mingcha.dex.reach import Reached


class DeadEnds:
    """Answers for the walks of one graph, each narrower than the one before."""

    def __init__(self, graph: Graph, resolver: Resolver, launched: Iterable[str] = ()) -> None:
        """Take the classes of the screens that a launcher starts."""
        self._graph = graph
        self._resolver = resolver
        self._known = KnownAnyway(FirstFields(graph, resolver), Collections(graph, resolver), LaunchIntents(graph, resolver, launched))
        self._found: dict[int, frozenset[range]] = {}

    def find(self, reached: Reached, wanted: Iterable[int]) -> Mapping[int, frozenset[range]] | None:
        """Return the spans where no run comes to, by method on the paths to some methods; None when none is new."""
        program = self._graph.program
        values = FirstValues(self._graph, self._resolver, self._known, reached.seen)
        passed, grown = set[int](), False
        methods = np.array(list(wanted), np.uint32)
        for method in methods[reached.seen[methods] > 0].tolist():
            for at in self._way(reached, method, passed):
                parent, row = int(reached.parent[at]), int(reached.row[at])
                if reached.kind[at] == DISPATCH or program.method_def[parent] == NONE:
                    continue
                known = self._found.get(parent, frozenset())
                dead = known.union(values.behind(parent, None if row == NONE else program.cells.call_pc[row]))
                if len(dead) > len(known):
                    self._found[parent] = dead
                    grown = True
        return dict(self._found) if grown else None

    @staticmethod
    def _way(reached: Reached, method: int, passed: set[int]) -> list[int]:
        """Return the methods on the path to a method that were not passed before, its first one left out."""
        found: list[int] = []
        at = method
        while at not in passed and reached.parent[at] != NONE:
            passed.add(at)
            found.append(at)
            at = int(reached.parent[at])
        return found[::-1]
