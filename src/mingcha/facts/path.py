"""Call paths as text, one line per method: how the code gets there, the line of the call to the next one, and whose code begins.

A line is `[edge ]signature[:line][ @owner]`, as in "thread Lcom/x/Sync;->run()V:41 @jpush". There is no edge where the method before
calls this one, no line where the file does not tell it, and no owner where it is that of the line before (of the first line: the app).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex import callbacks
from mingcha.dex.program import NONE
from mingcha.dex.reach import CALL, CALLBACK, CLASS_INIT, COMPONENT, REFLECTION, ROOT

if TYPE_CHECKING:
    from mingcha.dex.graph import Graph
    from mingcha.dex.reach import Step

# Edges beside the groups of callbacks.tsv: a callback of no group is told by when it comes.
_EDGES = {ROOT: "", CALL: "", CLASS_INIT: "class-init", REFLECTION: "reflection", COMPONENT: "component"}
_TIMES = {callbacks.KINDS["ui"]: "ui", callbacks.KINDS["background"]: "background", callbacks.KINDS["later"]: "later"}
CALLED_BACK = "callback"
EDGES = (*filter(None, _EDGES.values()), *_TIMES.values(), CALLED_BACK)

_LINE = re.compile(r"(?:([a-z-]+) )?(\S+?)(?::(\d+))?(?: @(\S+))?")


class Hop(NamedTuple):
    """One line of a path; `edge` and `owner` are empty and `line` is None where the text says nothing."""

    edge: str
    method: str
    line: int | None
    owner: str


def write(hop: Hop) -> str:
    """Return the hop as one line."""
    edge = f"{hop.edge} " if hop.edge else ""
    line = "" if hop.line is None else f":{hop.line}"
    owner = f" @{hop.owner}" if hop.owner else ""
    return f"{edge}{hop.method}{line}{owner}"


def read(text: str) -> Hop:
    """Return the hop that a line tells; of any other text a hop whose method is all of it."""
    match = _LINE.fullmatch(text)
    if match is None:
        return Hop("", text, None, "")
    edge, method, line, owner = match.groups()
    return Hop(edge or "", method, int(line) if line else None, owner or "")


def edge(graph: Graph, step: Step) -> str:
    """Return how a step that is not the first is reached: empty for a call, else an edge or a group of callbacks."""
    if step.kind != CALLBACK:
        return _EDGES[step.kind]
    program = graph.program
    class_ = int(program.def_class[program.method_def[step.method]])
    if graph.component[class_]:
        return _EDGES[COMPONENT]
    for name in graph.ancestors(int(program.class_type[class_])):
        type_ = program.find_type(name)
        if type_ is not None and program.type_class[type_] == NONE:
            meaning = graph.classify(type_, step.method)
            if meaning:
                return callbacks.load().groups[meaning >> 8 & 0xFF] or _TIMES.get(meaning & 0xFF, CALLED_BACK)
    return CALLED_BACK


def place(graph: Graph, method: int, step: Step) -> int | None:
    """Return the pc in a method of what leads to the step after it, None where no single instruction does.

    That is the call, or else where the object that is called back is made, the component named, the reflected class named.
    """
    program = graph.program
    if step.row != NONE:
        return int(program.call_pc[step.row])
    type_ = int(program.method_class[step.method])
    for pcs, whats, starts, ends, wanted in (
        (graph.new_pc, graph.new_type, graph.new_start, graph.new_end, type_),
        (graph.name_pc, graph.name_class, graph.name_start, graph.name_end, int(program.type_class[type_])),
        (graph.reflect_pc, graph.reflect_target, graph.reflect_offset, graph.reflect_offset[1:], step.method),
    ):
        first, last = int(starts[method]), int(ends[method])
        found = np.flatnonzero(whats[first:last] == wanted)
        if len(found):
            return int(pcs[first + int(found[0])])
    return None
