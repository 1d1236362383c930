"""Collections that a field holds: what calls take out of one into which code that was reached puts nothing.

A class of the package counts as a collection when it is written from scratch, and it or a class below it is one of the library's:
its methods then go by the library's names.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.columns import among, distinct
from mingcha.dex.flow import INVOKES, arguments, instructions
from mingcha.dex.kept import follow
from mingcha.dex.nodes import KINDS
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from mingcha.dex.arguments import Resolver
    from mingcha.dex.flow import Instruction
    from mingcha.dex.graph import Graph
    from mingcha.dex.program import Bytes

_FIELD, _INSTANCE, _INT = KINDS["FIELD"], KINDS["INSTANCE"], KINDS["INT"]
_FACES = tuple(f"Ljava/util/{name};" for name in ("Map", "Collection", "List", "Set", "Queue", "Deque", "SortedMap", "SortedSet"))
_OBJECT = "Ljava/lang/Object;"
# What a call gives of an empty collection, by name and number of arguments; and what changes nothing in it.
_GIVES = {
    ("get", 2): 0,
    ("remove", 2): 0,
    ("containsKey", 2): 0,
    ("containsValue", 2): 0,
    ("contains", 2): 0,
    ("size", 1): 0,
    ("isEmpty", 1): 1,
    ("poll", 1): 0,
    ("peek", 1): 0,
}
_HARMLESS = frozenset(
    {*(name for name, _ in _GIVES), "<init>", "clear", "iterator", "values", "keySet", "entrySet", "toString", "hashCode"}
)
_NEW_INSTANCE, _RETURN_OBJECT, _THROW, _APUT_OBJECT, _FILLED = 0x22, 0x11, 0x27, 0x4D, (0x24, 0x25)
_IPUT_OBJECT, _SPUT_OBJECT, _IPUTS = 0x5B, 0x69, range(0x59, 0x60)
MAX_ROWS = 24  # uses of one field


class Collections:
    """Answers for one graph; the methods that may have run get fewer from one question to the next."""

    def __init__(self, graph: Graph, resolver: Resolver) -> None:
        self._graph = graph
        self._program = graph.program
        self._registers = resolver.registers
        self._origins = resolver.origins
        self._empty = set[int]()
        self._looks: dict[tuple[int, int, tuple[int, ...]], bool] = {}

    @cached_property
    def _own(self) -> frozenset[int]:
        """Types of the package that are collections, or above such."""
        program, found = self._program, set[int]()
        faces = [type_ for face in _FACES if (type_ := program.find_type(face)) is not None]
        places = np.flatnonzero(among(program.interface_types, np.array(faces, np.uint32), len(program.type_string)))
        for class_ in distinct(np.searchsorted(program.interface_offset, places, "right") - 1).tolist():
            line, at = list[int](), int(class_)
            while at != NONE and len(line) < len(program.class_type):
                line.append(int(program.class_type[at]))
                above = program.cells.class_super[at]
                at = NONE if above == NONE else program.cells.type_class[above]
            if above == NONE or program.type_name(above) == _OBJECT:
                found.update(line)
        return frozenset(found)

    def names(self, row: int) -> bool:
        """Tell whether a call names a method that only looks into a collection."""
        return self._name(row) in _HARMLESS

    def taken(self, row: int, seen: Bytes) -> frozenset[int | str] | None:
        """Return what a call takes out of a collection that is empty in any case, None when it is no such call."""
        if not self._registers.analyse(self._program.cells.method_def[self._program.cells.call_caller[row]]):
            return None
        nodes = self._registers.arguments(row) or ()
        given = _GIVES.get((self._name(row), len(nodes)))
        kind, field, _, _ = self._registers.nodes.get(nodes[0]) if nodes else (0, 0, 0, 0)
        if given is None or kind != _FIELD:
            return None
        if field not in self._empty and self._is_empty(field, seen):
            self._empty.add(field)
        return frozenset([given]) if field in self._empty else None

    def _name(self, row: int) -> str:
        """Return the name of a collection's method that a call names, none when it is no collection's."""
        program, callee = self._program, self._program.cells.call_callee[row]
        type_ = program.cells.method_class[callee]
        is_one = not self._origins.is_defined(type_) or type_ in self._own
        return program.text(program.cells.method_name[callee]) if is_one else ""

    def _is_empty(self, field: int, seen: Bytes) -> bool:
        """Tell whether a field gets nothing but new empty collections, which are handed to nobody and into which nothing is put."""
        program = self._program
        every = self._origins.all_writes(field) if self._origins.is_defined(program.cells.field_class[field]) else None
        reads = self._origins.object_reads(field) if every else None
        writes = {row for row in every or () if seen[program.field_ref_method[row]]}
        looks = [row for row in reads or () if seen[program.field_ref_method[row]]]
        if reads is None or not writes or len(writes) + len(looks) > MAX_ROWS:
            return False
        methods = {program.cells.field_ref_method[row] for row in writes}
        if not all(self._registers.analyse(program.cells.method_def[method]) for method in methods):
            return False
        if not all(self._is_new(self._registers.stored_value(row)) for row in writes):
            return False
        if not all(self._only_looks(program.cells.field_ref_method[row], program.cells.field_ref_pc[row], ()) for row in looks):
            return False
        return all(self._fills_none(method, writes) for method in methods)

    def _fills_none(self, method: int, writes: set[int]) -> bool:
        """Tell whether what a method makes and writes into the field stays empty there."""
        program = self._program
        pcs = tuple(sorted(program.cells.field_ref_pc[row] for row in writes if program.cells.field_ref_method[row] == method))
        news = [pc for pc, at in instructions(program, method).items() if at.op == _NEW_INSTANCE]
        return all(self._only_looks(method, pc, pcs) for pc in news)

    def _only_looks(self, method: int, pc: int, own: tuple[int, ...]) -> bool:
        """Tell whether a method only looks into the collection that an instruction gives, and lets nobody have it.

        What it makes and does not store by one of its `own` instructions may go anywhere.
        """
        key = method, pc, own
        if key not in self._looks:
            self._looks[key] = self._looks_only(method, pc, own)
        return self._looks[key]

    def _looks_only(self, method: int, pc: int, own: tuple[int, ...]) -> bool:
        uses = follow(instructions(self._program, method), pc, NONE)
        if uses is None:
            return False
        if own and not any(at.pc in own and _stored(at) in held for at, held in uses):
            return True
        return all(at.pc in own or self._is_harmless(method, at, held) for at, held in uses)

    def _is_harmless(self, method: int, at: Instruction, held: frozenset[int]) -> bool:
        if at.op in INVOKES:
            places = [place for place, register in enumerate(arguments(at)) if register in held]
            rows = range(int(self._graph.call_start[method]), int(self._graph.call_end[method])) if places else ()
            names = [self._name(row) for row in rows if self._program.cells.call_pc[row] == at.pc]
            return not places or (places == [0] and bool(names) and names[0] in _HARMLESS)
        if at.op in _FILLED or (at.op in _IPUTS and at.units[0] >> 12 in held):
            return False
        return _stored(at) not in held

    def _is_new(self, node: int) -> bool:
        """Tell whether a value is null, or a collection that its method has just made with nothing in it."""
        kind, a, content, _ = self._registers.nodes.get(node)
        if kind != _INSTANCE:
            return kind == _INT and a == 0
        if a not in self._own and self._origins.is_defined(a):
            return False
        made, row, _, _ = self._registers.nodes.get(content)
        if made == KINDS["LISTED"]:
            return row == KINDS["EMPTY"]
        return made == KINDS["CALL"] and len(self._registers.arguments(row) or ()) == 1


def _stored(at: Instruction) -> int | None:
    """Return the register whose object an instruction stores, returns or throws, None for none."""
    if at.op == _IPUT_OBJECT:
        return at.units[0] >> 8 & 0xF
    return at.units[0] >> 8 if at.op in (_SPUT_OBJECT, _APUT_OBJECT, _RETURN_OBJECT, _THROW) else None
