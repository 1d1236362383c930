"""Reads of a field before its first write: by code that a constructor or a static initialiser runs before it.

An object that is being made is followed where it is handed to; what it is handed to may run it as soon as that is called itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.dex.nodes import KINDS
from mingcha.dex.opcodes import SPUTS
from mingcha.dex.origins import DIRECT_OPS, STATIC_OPS, SUPER_OPS
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from mingcha.dex.arguments import Resolver
    from mingcha.dex.graph import Graph

MAX_METHODS = 128  # methods looked at for one field and constructor
_FIXED_OPS = {*DIRECT_OPS, *STATIC_OPS, *SUPER_OPS}


class HalfMade:
    """Answers for one graph."""

    def __init__(self, graph: Graph, resolver: Resolver) -> None:
        self._graph = graph
        self._program = graph.program
        self._registers = resolver.registers
        self._origins = resolver.origins

    def first_read(self, field: int, maker: int, *, is_static: bool) -> int:
        """Return the place of the first call in a constructor or static initialiser that may come to a read of a field, NONE for none."""
        readers = self._readers(field)
        if is_static:
            rows = self._rows(maker)
            return next(
                (self._program.cells.call_pc[row] for row in rows if self._comes_to(self._program.cells.call_callee[row], readers)), NONE
            )
        walk = _Walk(readers)
        calls = (self._program.cells.call_pc[row] for row in self._rows(maker) if self._hands(row, maker, 0, walk))
        shared = (self._program.cells.field_ref_pc[row] for row in self._origins.field_rows(maker) if self._shares(row, maker, 0))
        return min(next(calls, NONE), next(shared, NONE))

    def _rows(self, method: int) -> range:
        return range(int(self._graph.call_start[method]), int(self._graph.call_end[method]))

    def _readers(self, field: int) -> frozenset[int]:
        """Return the methods that read a field."""
        return frozenset(self._program.cells.field_ref_method[row] for row in self._origins.reads(field) or ())

    def _targets(self, callee: int, op: int) -> set[int]:
        graph = self._graph
        found = {int(graph.resolved[callee])}
        if op not in _FIXED_OPS:
            found.update(graph.targets[int(graph.target_offset[callee]) : int(graph.target_offset[callee + 1])].tolist())
        return {each for each in found if self._program.method_def[each] != NONE}

    def _comes_to(self, callee: int, wanted: frozenset[int]) -> bool:
        """Tell whether a call may come to one of some methods; so it may when it comes to more methods than can be followed."""
        found = self._targets(callee, 0)
        queue = sorted(found)
        for each in queue:
            if each in wanted or len(found) > MAX_METHODS:
                return True
            for row in self._rows(each):
                more = self._targets(self._program.cells.call_callee[row], self._program.cells.call_op[row]) - found
                queue += sorted(more)
                found |= more
        return False

    def _hands(self, row: int, method: int, place: int, walk: _Walk) -> bool:
        """Tell whether a call in a method may come to a reader with the object that the method gets at a place."""
        nodes = self._registers.arguments(row) if self._registers.analyse(self._program.cells.method_def[method]) else None
        if nodes is None:
            return True
        given = [at for at, node in enumerate(nodes) if self._holds(node, method, place)]
        if not given:
            kind, type_, _, _ = self._registers.nodes.get(nodes[0]) if nodes else (0, 0, 0, 0)
            return kind == KINDS["INSTANCE"] and type_ in walk.holders and not self._is_made_by(row)
        targets = self._targets(self._program.cells.call_callee[row], self._program.cells.call_op[row])
        for target in targets:
            if self._is_made_by(row) and given != [0]:
                walk.holders.add(self._program.cells.method_class[target])
            if any(self._reads_on(target, at, walk) for at in given):
                return True
        return False

    def _is_made_by(self, row: int) -> bool:
        program = self._program
        return bool(program.cells.method_name[program.cells.call_callee[row]] == self._graph.init_name)

    def _reads_on(self, method: int, place: int, walk: _Walk) -> bool:
        """Tell whether a method that gets the object at a place may come to a reader with it, or lets others have it."""
        if method in walk.readers or len(walk.known) > MAX_METHODS:
            return True
        if (method, place) in walk.known:
            return False
        walk.known.add((method, place))
        if any(self._hands(row, method, place, walk) for row in self._rows(method)):
            return True
        program = self._program
        is_maker = program.cells.method_name[method] == self._graph.init_name
        rows = self._origins.field_rows(method)
        return any(self._shares(row, method, place) or (not is_maker and self._stores(row, method, place)) for row in rows)

    def _stores(self, row: int, method: int, place: int) -> bool:
        return self._holds(self._registers.stored_value(row), method, place)

    def _shares(self, row: int, method: int, place: int) -> bool:
        """Tell whether a field reference puts the object where all code finds it."""
        return self._program.cells.field_ref_op[row] in SPUTS and self._stores(row, method, place)

    def _holds(self, node: int, method: int, place: int) -> bool:
        kind, a, b, _ = self._registers.nodes.get(node)
        if kind == KINDS["EITHER"]:
            return self._holds(a, method, place) or self._holds(b, method, place)
        return kind == KINDS["PARAMETER"] and a == self._program.cells.method_def[method] and b == place


class _Walk:
    """The methods that read the field, those looked at with the place of the object, and the types of objects that hold it."""

    def __init__(self, readers: frozenset[int]) -> None:
        self.readers = readers
        self.known = set[tuple[int, int]]()
        self.holders = set[int]()
