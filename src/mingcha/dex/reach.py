"""When code can run: walks of the call graph from the app's real entry points, and the paths that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex import walk
from mingcha.dex.callbacks import KINDS
from mingcha.dex.graph import ACTIVITY, Graph
from mingcha.dex.program import NONE, Bytes, Ids

if TYPE_CHECKING:
    from collections.abc import Iterable

# Longest path that is written out; longer ones are cut in the middle of the report, never here silently.
MAX_PATH = 64

_CALL = 1
_START = KINDS["async"]
_UI = KINDS["async"] | KINDS["ui"] | KINDS["later"]
_BACKGROUND = KINDS["async"] | KINDS["background"] | KINDS["later"]


@dataclass(frozen=True, slots=True)
class EntryPoints:
    """Class descriptors by when the system makes them: at process start, on the user's way, without a screen."""

    start: tuple[str, ...]  # application, component factory, providers of the main process, start-up initialisers
    launcher: tuple[str, ...]
    screens: tuple[str, ...]  # activities that others can open
    background: tuple[str, ...]  # services, receivers, providers of other processes


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """One walk's result, by method and class id."""

    seen: Bytes
    live: Bytes
    parent: Ids
    row: Ids  # row of the program's call arrays that led there, NONE for anything but a call
    kind: Bytes

    def path(self, graph: Graph, method: int) -> list[int]:
        """Return the defined methods from the entry point to `method`, inclusive; empty when it was not reached."""
        if not self.seen[method]:
            return []
        found = [method]
        at = int(self.parent[method])
        while at != NONE and len(found) < MAX_PATH:
            if graph.program.method_def[at] != NONE:
                found.append(at)
            at = int(self.parent[at])
        return found[::-1]

    def call_row(self, graph: Graph, method: int) -> int | None:
        """Return the call row by which `method` was reached, through a dispatched reference too."""
        at = method
        while at != NONE and self.kind[at] != _CALL:
            parent = int(self.parent[at])
            if parent == NONE or graph.program.method_def[parent] != NONE:
                return None
            at = parent
        return None if at == NONE else int(self.row[at])


@dataclass(frozen=True, slots=True, eq=False)
class Reachability:
    """What runs at start, on the user's way, and in the background."""

    start: Reached
    ui: Reached
    background: Reached


def _classes(graph: Graph, descriptors: Iterable[str]) -> Ids:
    found = []
    for descriptor in descriptors:
        type_ = graph.program.find_type(descriptor)
        if type_ is not None and graph.program.type_class[type_] != NONE:
            found.append(int(graph.program.type_class[type_]))
    return np.array(sorted(set(found)), np.uint32)


class Walker:
    """Walks one graph; holds the kernel's tables between walks."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._kernel = walk.Reach(graph)

    def walk(self, components: Ids, mask: int, *, by_reference: bool, assumed: Bytes | None = None) -> Reached:
        """Walk from components that the system starts; see `walk.Reach.run`."""
        classes = len(self._graph.program.class_type)
        kernel = self._kernel
        known = np.zeros(classes, np.uint8) if assumed is None else assumed
        kernel.run(np.empty(0, np.uint32), components, mask, by_reference, known)
        return Reached(
            kernel.seen_array, kernel.live_array, kernel.parent_array, kernel.parent_row_array, kernel.parent_kind_array
        )

    def count_by_hierarchy(self, components: Ids) -> int:
        """Return how many defined methods class-hierarchy analysis alone calls reachable: every class counts as live."""
        graph = self._graph
        everything = np.ones(len(graph.program.class_type), np.uint8)
        reached = self.walk(components, _UI | _BACKGROUND, by_reference=True, assumed=everything)
        return count_defined(graph, reached)


def count_defined(graph: Graph, reached: Reached) -> int:
    """Return how many reached methods have code in the package."""
    return int(np.count_nonzero(reached.seen[graph.program.def_method]))


def reach(graph: Graph, entries: EntryPoints) -> tuple[Reachability, int]:
    """Walk the three times of an app's life; also return the count of `count_by_hierarchy` for the start."""
    walker = Walker(graph)
    start_classes = _classes(graph, (*entries.start, *entries.launcher))
    screens = _classes(graph, (*entries.start, *entries.launcher, *entries.screens))
    background = _classes(graph, entries.background)
    start = walker.walk(start_classes, _START, by_reference=False)
    ui = walker.walk(screens, _UI, by_reference=True, assumed=start.live)
    behind = walker.walk(background, _BACKGROUND, by_reference=False, assumed=start.live | ui.live)
    return Reachability(start, ui, behind), walker.count_by_hierarchy(start_classes)


__all__ = ["ACTIVITY", "EntryPoints", "Reachability", "Reached", "Walker", "count_defined", "reach"]
