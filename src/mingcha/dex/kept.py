"""Objects that the code that runs makes and keeps: stored in fields of objects, handed to nobody, so that nothing can call them.

A `Runnable` in a field is the usual case: made with its owner, posted on the user's action. The walk over live classes takes
it for posted as soon as any other is. Reflection is not seen.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.columns import group, runs
from mingcha.dex.flow import INVOKES, arguments, destination, instructions, parameters
from mingcha.dex.program import NONE, Ids
from mingcha.dex.reach import CALLBACK, DISPATCH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingcha.dex.flow import Instruction
    from mingcha.dex.graph import Graph
    from mingcha.dex.origins import Origins
    from mingcha.dex.reach import Reached

MAX_METHODS = 1_000  # methods followed in all
MAX_PLACES = 24  # instructions that give one class's object, or one field
MAX_STEPS = 4_000  # instructions looked at in one method

_MOVES, _MOVE_RESULTS = (0x07, 0x08, 0x09), range(0x0A, 0x0D)
_IPUT_OBJECT, _SPUT_OBJECT, _APUT_OBJECT = 0x5B, 0x69, 0x4D
_DIRECT = (0x70, 0x76)
_NEW_INSTANCE, _RETURN_OBJECT, _THROW, _FILLED = 0x22, 0x11, 0x27, (0x24, 0x25)
# What takes back an object that was handed over before.
_TAKES_BACK = ("removeCallbacks", "removeCallbacksAndMessages")
_OBJECT = "Ljava/lang/Object;"

Place = tuple[int, int, int]  # method, pc of the instruction that gives the object or NONE, its register at the beginning or NONE


class Kept:
    """Answers for one graph."""

    def __init__(self, graph: Graph, origins: Origins) -> None:
        self._graph = graph
        self._program = graph.program
        self._origins = origins
        self._methods_left = MAX_METHODS
        self._found: set[int] = set()
        self.leaks: set[int] = set()  # methods from which an object gets away that is only kept elsewhere

    @cached_property
    def _news_by_type(self) -> tuple[Ids, Ids]:
        program = self._program
        rows = np.flatnonzero(program.type_ref_op == _NEW_INSTANCE).astype(np.uint32)
        return group(program.type_ref_type[rows], rows, len(program.type_string))

    @cached_property
    def _field_rows(self) -> tuple[Ids, Ids]:
        return runs(self._program.field_ref_method, len(self._program.method_class))

    def find(self, reached: Reached, wanted: Iterable[int]) -> frozenset[int] | None:
        """Return the class ids, on the paths to some methods, whose objects reached code only keeps; None when none is new."""
        before = len(self._found)
        for class_ in sorted(self._on_the_way(reached, wanted) - self._found):
            if self._is_kept(class_, reached):
                self._found.add(class_)
        return frozenset(self._found) if len(self._found) > before else None

    def _on_the_way(self, reached: Reached, wanted: Iterable[int]) -> set[int]:
        """Return the classes whose methods run by a callback or a dispatched call on the paths, components left out."""
        program, passed, found = self._program, set[int](), set[int]()
        for method in wanted:
            at = method
            while at != NONE and reached.seen[at] and at not in passed:
                passed.add(at)
                definition = program.cells.method_def[at]
                if definition != NONE and reached.kind[at] in (CALLBACK, DISPATCH):
                    found.add(int(program.def_class[definition]))
                at = int(reached.parent[at])
        return {class_ for class_ in found if not self._graph.component[class_]}

    def _is_kept(self, class_: int, reached: Reached) -> bool:
        program = self._program
        type_ = int(program.class_type[class_])
        offset, rows = self._news_by_type
        made = [row for row in rows[int(offset[type_]) : int(offset[type_ + 1])].tolist() if reached.seen[program.type_ref_method[row]]]
        if not made or len(made) > MAX_PLACES:
            return False
        pending: list[Place] = [(int(program.type_ref_method[row]), int(program.type_ref_pc[row]), NONE) for row in made]
        known = set(pending)
        while pending:
            method, pc, register = pending.pop()
            more = self._keeps(method, pc, register, reached)
            if more is None or len(known) > MAX_PLACES:
                return False
            pending += more - known
            known |= more
        return True

    def _keeps(self, method: int, pc: int, register: int, reached: Reached) -> set[Place] | None:
        """Return where else the object comes to that an instruction gives, or a register at the beginning; None when it gets away."""
        self._methods_left -= 1
        uses = follow(instructions(self._program, method), pc, register) if self._methods_left >= 0 else None
        if uses is None:
            return None
        found: set[Place] = set()
        for at, held in uses:
            places = self._use(method, at, held, reached)
            if places is None:
                self.leaks.add(method)
                return None
            found |= places
        return found

    def _use(self, method: int, at: Instruction, held: frozenset[int], reached: Reached) -> set[Place] | None:
        """Return where an instruction brings an object in one of the `held` registers to; None when it hands it to others."""
        op, units = at.op, at.units
        if op in INVOKES:
            places = [place for place, each in enumerate(arguments(at)) if each in held]
            return self._call(method, at, places) if places else set()
        if op in (_RETURN_OBJECT, _APUT_OBJECT, _SPUT_OBJECT, _THROW):  # a static field is read by reflection, too
            return None if units[0] >> 8 in held else set()
        if op in _FILLED:  # a new array, of whatever is in its registers
            return None
        if op == _IPUT_OBJECT:
            return self._reads(self._field(method, at), reached) if units[0] >> 8 & 0xF in held else set()
        return set()

    def _call(self, method: int, at: Instruction, places: list[int]) -> set[Place] | None:
        program = self._program
        start, end = int(self._graph.call_start[method]), int(self._graph.call_end[method])
        callee = next((program.cells.call_callee[row] for row in range(start, end) if program.cells.call_pc[row] == at.pc), None)
        if callee is None:
            return None
        name = program.text(program.cells.method_name[callee])
        if name == "<init>" and at.op in _DIRECT and places == [0]:
            if program.type_name(program.cells.method_class[callee]) == _OBJECT:
                return set()
            registers = parameters(program, callee) if program.method_def[callee] != NONE else range(0)
            return {(callee, NONE, registers[0])} if registers else None
        is_own = program.method_def[self._graph.resolved[callee]] != NONE
        return set() if name in _TAKES_BACK and not is_own and 0 not in places else None

    def _field(self, method: int, at: Instruction) -> int:
        program = self._program
        start, end = self._field_rows
        rows = range(int(start[method]), int(end[method]))
        return next(program.cells.field_ref_field[row] for row in rows if program.cells.field_ref_pc[row] == at.pc)

    def _reads(self, field: int, reached: Reached) -> set[Place] | None:
        """Return where reached code reads a field of the package."""
        program = self._program
        found = self._origins.object_reads(field) if self._origins.is_defined(program.cells.field_class[field]) else None
        seen = [row for row in found or () if reached.seen[program.field_ref_method[row]]]
        if found is None or len(seen) > MAX_PLACES:
            return None
        return {(program.cells.field_ref_method[row], program.cells.field_ref_pc[row], NONE) for row in seen}


def follow(code: dict[int, Instruction], pc: int, register: int) -> list[tuple[Instruction, frozenset[int]]] | None:
    """Return the instructions with the registers that may hold the object before each; None when it is too much work."""
    given = register if pc == NONE else destination(code[pc]) if pc in code else None
    if given is None or not code:
        return None
    states: dict[int, frozenset[int]] = {}
    queue = [(each, frozenset([given])) for each in ((0,) if pc == NONE else code[pc].successors)]
    for _ in range(MAX_STEPS):
        if not queue:
            return [(code[each], held) for each, held in sorted(states.items())]
        at, held = queue.pop()
        before = states.get(at, frozenset())
        if at not in code or held <= before:
            continue
        states[at] = held = held | before
        queue += [(each, _after(code[at], held)) for each in code[at].successors]
        queue += [(each, held) for each in code[at].handlers]
    return None


def _after(at: Instruction, held: frozenset[int]) -> frozenset[int]:
    """Return the registers that hold the object after an instruction."""
    place = at.units[0] >> 8 if at.op in _MOVE_RESULTS else destination(at)
    if place is None:
        return held
    copied = at.op in _MOVES and (at.units[0] >> 12 if at.op == _MOVES[0] else at.units[-1]) in held
    return held | {place} if copied else held - {place}
