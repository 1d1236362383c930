"""Boxes that code ticks when it shows them: setChecked(true) on a view found by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.columns import among, distinct, expand
from mingcha.dex.nodes import KINDS
from mingcha.facts.scene import Conduct

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from mingcha.facts.scene import Scene

_TICK, _TICKED = "setChecked", "(Z)V"
# Calls that find a view by its id, which is their last argument; view bindings and Kotlin's views are made of these.
_FINDS = ("findViewById", "requireViewById", "findChildViewById", "_$_findCachedViewById")
# What runs when a screen, a dialog or a view is made or shown.
_SHOWING = frozenset(
    {"onCreate", "onCreateView", "onViewCreated", "onActivityCreated", "onCreateDialog", "onStart", "onResume", "show", "<init>"}
    | {"onFinishInflate", "onAttachedToWindow", "onBindViewHolder"}
)
_MOST_ROWS = 2_000
# Fields and methods between a box and its id; calls between the showing and the tick.
_DEEPEST, _FARTHEST = 3, 3


def find(scene: Scene) -> Iterator[Conduct]:
    """Yield ticked: where a box is ticked on every way through a method that runs when the screen is shown; told is the box's id."""
    program = scene.graph.program
    name = program.find_string(_TICK)
    if name is None:
        return
    named = np.flatnonzero(program.method_name == name).tolist()
    refs = [ref for ref in named if program.proto_name(int(program.method_proto[ref])) == _TICKED]
    rows = program.calls_of(refs)
    shown = _shown(scene) if len(rows) else np.zeros(0, bool)
    for row in rows[shown[program.call_caller[rows]]][:_MOST_ROWS].tolist():
        method, pc = int(program.call_caller[row]), int(program.call_pc[row])
        value = scene.resolver.argument(row, 1)
        if not value.complete or value.number != 1 or not scene.bodies.always_passes(method, {pc}):
            continue
        nodes = scene.resolver.registers.arguments(row) or (0,)
        for number in sorted(_ids(scene, nodes[0], _DEEPEST)):
            kind, _, told = (scene.names(number) or "").partition("/")
            if kind == "id":
                yield Conduct("ticked", method, pc, told)


def _shown(scene: Scene) -> npt.NDArray[np.bool_]:
    """Return of each method whether it runs by calls from one that runs when something is shown."""
    program = scene.graph.program
    strings = sorted(program.find_strings(sorted(_SHOWING)).values())
    found = among(program.method_name, np.array(strings, np.uint32), len(program.string_offset))
    graph, reached = scene.graph, np.flatnonzero(found).astype(np.uint32)
    for _ in range(_FARTHEST):
        called = graph.resolved[program.call_callee[expand(graph.call_start[reached], graph.call_end[reached])]]
        reached = distinct(called[~found[called]])
        found[reached] = True
    return found


def _ids(scene: Scene, node: int, depth: int) -> set[int]:
    """Return the ids by which a view may have been found."""
    resolver, program = scene.resolver, scene.graph.program
    kind, a, b, _ = resolver.registers.nodes.get(node)
    if depth < 0 or node == 0:
        return set()
    if kind == KINDS["EITHER"]:
        return _ids(scene, a, depth) | _ids(scene, b, depth)
    if kind == KINDS["CALL"]:
        if program.text(int(program.method_name[program.call_callee[a]])) not in _FINDS:
            return set()
        number = resolver.argument(a, len(resolver.descriptors(a)) - 1).number
        return set() if number is None else {number}
    found: set[int] = set()
    if kind == KINDS["FIELD"]:
        for row in resolver.origins.writes(a) or ():
            if resolver.registers.analyse(int(program.method_def[int(program.field_ref_method[row])])):
                found |= _ids(scene, resolver.registers.stored_value(row), depth - 1)
    elif kind == KINDS["PARAMETER"]:
        for row in resolver.origins.callers(a) or ():
            resolver.registers.analyse(int(program.method_def[int(program.call_caller[row])]))
            nodes = resolver.registers.arguments(row) or ()
            found |= _ids(scene, nodes[b], depth - 1) if b < len(nodes) else set()
    return found
