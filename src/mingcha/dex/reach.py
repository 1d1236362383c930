"""When code can run: walks of the call graph from the app's real entry points, and the paths that prove it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex import walk
from mingcha.dex.callbacks import KINDS
from mingcha.dex.columns import distinct
from mingcha.dex.program import NONE, Bytes, Ids

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from mingcha.dex.graph import Graph

    Exact = Mapping[int, tuple[int, ...]]
    Sharpen = Callable[["Reached"], "Sharper | None"]

# Walks at start, each sharper than the one before.
ROUNDS = 4
# Longest path that is written out; longer ones are cut in the middle of the report, never here silently.
MAX_PATH = 64

# How a method is reached, as walk.pyx numbers it.
ROOT, CALL, DISPATCH, CLASS_INIT, CALLBACK, REFLECTION, COMPONENT = range(7)
_START = KINDS["async"]
_UI = KINDS["async"] | KINDS["ui"] | KINDS["later"]
_BACKGROUND = KINDS["async"] | KINDS["background"] | KINDS["later"]


class EntryPoints(NamedTuple):
    """Class descriptors by when the system makes them: at process start, on the user's way, without a screen."""

    start: tuple[str, ...]  # application, component factory, providers of the main process, start-up initialisers
    launcher: tuple[str, ...]
    screens: tuple[str, ...]  # activities that others can open
    background: tuple[str, ...]  # services and receivers that others can start, providers of other processes
    own_background: tuple[str, ...]  # services and receivers that only the app's own code can start


class Step(NamedTuple):
    """A method on a path: how it is reached from the one before (ROOT, CALL …) and by which call row, NONE for anything but a call."""

    method: int
    kind: int
    row: int


class Route(NamedTuple):
    """The last MAX_PATH defined methods from the entry point to one method, inclusive; and whether reflection led to it."""

    steps: tuple[Step, ...]
    reflected: bool


_NOWHERE = Route((), reflected=False)


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """One walk's result, by method and class id."""

    seen: Bytes
    live: Bytes
    parent: Ids
    row: Ids  # row of the program's call arrays that led there, NONE for anything but a call
    kind: Bytes
    later: Ids  # callbacks registered here that run in the background
    tapped: Ids  # those that run on the user's action, when the walk left them out

    routes: dict[int, Route] = field(default_factory=dict)  # those asked for, and those on their way

    def route(self, graph: Graph, method: int) -> Route:
        """Return how `method` is reached; no steps when it was not. Each method on the way is looked at once in all.

        A virtual call leads straight to the method that runs: the one that it names is no step.
        """
        missing: list[tuple[int, int]] = []
        at = method if self.seen[method] else NONE
        while at != NONE and at not in self.routes:
            named = at
            while self.kind[named] == DISPATCH and self.parent[named] != NONE:
                named = int(self.parent[named])
            missing.append((at, named))
            at = int(self.parent[named])
        route = self.routes.get(at, _NOWHERE)
        for at, named in reversed(missing):
            kind = int(self.kind[named])
            steps = route.steps
            if graph.program.method_def[at] != NONE:
                steps = (*steps[-MAX_PATH + 1 :], Step(at, kind, int(self.row[named])))
            route = self.routes[at] = Route(steps, route.reflected or kind == REFLECTION)
        return route


class Sharper(NamedTuple):
    """What single call rows run exactly, the class ids whose objects code at start hands to nobody, and spans that it never comes to."""

    exact: Exact
    kept: frozenset[int]
    dead: Mapping[int, Collection[range]]  # by method


@dataclass(frozen=True, slots=True, eq=False)
class Reachability:
    """What runs at start, on the user's way, and in the background."""

    start: Reached
    gated: Reached  # as start, but past consent gates too
    ui: Reached
    background: Reached
    unasked: Reached  # as background, without what only starts past a gate or from a screen


def _classes(graph: Graph, descriptors: Iterable[str]) -> Ids:
    found = []
    for descriptor in descriptors:
        type_ = graph.program.find_type(descriptor)
        if type_ is not None and graph.program.type_class[type_] != NONE:
            found.append(int(graph.program.type_class[type_]))
    return np.array(sorted(set(found)), np.uint32)


def _lines(graph: Graph, classes: Iterable[int]) -> Bytes:
    """Mark some classes and those of the package above them."""
    program = graph.program
    marks = np.zeros(len(program.class_type), np.uint8)
    for class_ in classes:
        at = class_
        while at != NONE and not marks[at]:
            marks[at] = 1
            above = int(program.class_super[at])
            at = NONE if above == NONE else int(program.type_class[above])
    return marks


class Walker:
    """Walks one graph; holds the kernel's tables between walks."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._kernel = walk.Reach(graph)
        self._exact_of = np.zeros(len(graph.program.call_callee), np.uint32)
        self._exact: list[int] = []

    def sharpen(self, exact: Exact, kept: frozenset[int] = frozenset()) -> None:
        """Let some call rows run just the methods given for them from now on, and nothing call the objects of some classes."""
        marks = np.zeros(len(self._graph.program.class_type), np.uint8)
        marks[list(kept)] = 1
        self._exact_of[self._exact] = 0
        self._exact = list(exact)
        self._exact_of[self._exact] = np.arange(1, len(exact) + 1, dtype=np.uint32)
        offset = np.cumsum([0, *map(len, exact.values())]).astype(np.uint32)
        self._kernel.sharpen(
            self._exact_of, offset, np.array([target for targets in exact.values() for target in targets], np.uint32), marks
        )

    def close(self, dead: Mapping[int, Collection[range]]) -> None:
        """Let no walk come to some spans of code units, by method, from now on."""
        closed = []
        for span in self._graph.spans():
            marks = span.guarded.copy() if dead else span.guarded
            for method, spans in dead.items():
                for row in range(int(span.start[method]), int(span.end[method])):
                    if any(int(span.pc[row]) in each for each in spans):
                        marks[row] = walk.DEAD
            closed.append(marks)
        self._kernel.close(*closed)

    def walk(
        self,
        components: Ids,
        mask: int,
        *,
        by_reference: bool,
        through: bool = True,
        assumed: Bytes | None = None,
        roots: Ids = np.empty(0, np.uint32),  # noqa: B008 - never changed
    ) -> Reached:
        """Walk from components that the system starts and from callbacks registered before; see `walk.Reach.run`."""
        classes = len(self._graph.program.class_type)
        kernel = self._kernel
        known = np.zeros(classes, np.uint8) if assumed is None else assumed
        kernel.run(roots, components, mask, by_reference, through, known)
        return Reached(
            seen=kernel.seen_array,
            live=kernel.live_array,
            parent=kernel.parent_array,
            row=kernel.parent_row_array,
            kind=kernel.parent_kind_array,
            later=kernel.left_out(KINDS["background"]),
            tapped=kernel.left_out(KINDS["ui"]),
        )


def count_defined(graph: Graph, reached: Reached) -> int:
    """Return how many reached methods have code in the package."""
    return int(np.count_nonzero(reached.seen[graph.program.def_method]))


def reach(
    graph: Graph, entries: EntryPoints, sharpen: Sharpen | None = None, agreed: Mapping[int, int] = MappingProxyType({})
) -> Reachability:
    """Walk the three times of an app's life.

    `sharpen` looks at what was reached at start and gives what can be known from that, None when it has nothing new. `agreed` are
    methods that run when the user agrees, each with the one that asks: past a gate when that runs at start.
    """
    walker = Walker(graph)
    start_classes = _classes(graph, (*entries.start, *entries.launcher))
    screens = _classes(graph, (*entries.start, *entries.launcher, *entries.screens))
    background = _classes(graph, entries.background)
    own = _classes(graph, entries.own_background)
    start = walker.walk(start_classes, _START, by_reference=False, through=False)
    known: Sharper | None = None
    for _ in range(ROUNDS if sharpen else 0):
        found = sharpen(start) if sharpen else None
        if found is None:
            break
        known = found
        walker.sharpen(known.exact, known.kept)
        walker.close(known.dead)
        start = walker.walk(start_classes, _START, by_reference=False, through=False)
    if known is not None:  # what lies past a gate, or on the user's way, hands on and stores more
        walker.sharpen(known.exact)
        walker.close({})
    past = np.array(sorted(each for each, asking in agreed.items() if start.seen[asking]), np.uint32)
    is_guarded = graph.is_guarded or len(past) > 0
    gated = walker.walk(start_classes, _START, by_reference=False, roots=past) if is_guarded else start
    ui = walker.walk(screens, _UI, by_reference=True, assumed=gated.live)

    def behind(alive: Bytes, registered: Ids) -> Reached:
        started = distinct(np.concatenate([background, own[alive[own] > 0]])).astype(np.uint32)
        return walker.walk(started, _BACKGROUND, by_reference=False, through=False, assumed=alive, roots=registered)

    everything = behind(gated.live | ui.live, distinct(np.concatenate([start.later, ui.later])))
    unasked = behind(start.live | _lines(graph, known.kept if known else ()), start.later) if is_guarded else everything
    if len(everything.tapped):  # what a service shows the user, or its tile, its media buttons
        alive = gated.live | everything.live
        ui = walker.walk(screens, _UI, by_reference=True, assumed=alive, roots=everything.tapped)
    return Reachability(start, gated, ui, everything, unasked)


def walk_by_hierarchy(graph: Graph, entries: EntryPoints) -> Reached:
    """Return what class-hierarchy analysis alone calls reachable at start, where every class has instances; for comparison."""
    classes = _classes(graph, (*entries.start, *entries.launcher))
    everything = np.ones(len(graph.program.class_type), np.uint8)
    return Walker(graph).walk(classes, _UI | _BACKGROUND, by_reference=True, assumed=everything)
