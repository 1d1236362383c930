"""Which classes the receiver of a call can have, by where it comes from: a call then runs the methods of those alone.

The walk over live classes takes any of them for any interface. On the way to what a report shows, `sharpen` looks where
the receiver was made: in the method itself, in the fields, results and arguments that lead there. Reflection is not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.nodes import KINDS
from mingcha.dex.opcodes import IPUTS, SPUTS
from mingcha.dex.origins import STATIC
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.graph import Graph
    from mingcha.dex.reach import Reached

MAX_DEPTH = 5  # fields, results and callers between a call and where its receiver was made
MAX_WORK = 20_000  # nodes looked at
MAX_ROWS = 256  # calls of one method; more of them are not looked at
_DISPATCHED = 2  # as walk.pyx numbers it
_WRITES = {*IPUTS, *SPUTS}
_STATIC_OPS, _FIXED_OPS = (0x71, 0x77), (0x6F, 0x70, 0x75, 0x76)
_INSTANCE, _FIELD, _PARAMETER, _CALL, _EITHER = (KINDS[name] for name in ("INSTANCE", "FIELD", "PARAMETER", "CALL", "EITHER"))
_NULL = KINDS["INT"]
# What takes an element out of a collection, what looks at it another way first, and what puts many in at once.
_TAKES = frozenset({"get", "next", "previous", "poll", "peek", "pop", "take", "remove", "element", "valueAt", "getValue", "elementAt"})
_ENDS = ("First", "Last")
_VIEWS = frozenset({"iterator", "listIterator", "descendingIterator", "values", "entrySet", "keySet", "elements"})
_PUTS = frozenset({"add", "addElement", "addFirst", "addLast", "offer", "push", "put", "append", "set", "putIfAbsent"})
_PUTS_ALL = frozenset({"addAll", "putAll", "replaceAll"})

Types = frozenset[int]


class Receivers:
    """Answers for one graph; what was found out once is kept."""

    def __init__(self, graph: Graph, resolver: Resolver) -> None:
        self._graph = graph
        self._program = graph.program
        self._registers = resolver.registers
        self._origins = resolver.origins
        self._work_left = MAX_WORK
        self._examined: set[int] = set()
        self._exact: dict[int, tuple[int, ...]] = {}
        self._contents: dict[int, Types | None] = {}

    def sharpen(self, reached: Reached, wanted: Iterable[int]) -> dict[int, tuple[int, ...]] | None:
        """Look at the calls on the paths to some methods; return what each call row runs exactly, None when nothing is new."""
        known = len(self._exact)
        refs = self._dispatched(reached, wanted) - self._examined
        rows = self._program.calls_of(refs)
        rows = rows[reached.seen[self._program.call_caller[rows]] > 0]
        callees, counts = np.unique(self._program.call_callee[rows], return_counts=True)
        many = {int(ref) for ref, count in zip(callees, counts, strict=True) if count > MAX_ROWS}
        self._examined |= many | {ref for ref in refs if self._graph.trigger_of[ref] or self._graph.starter[ref]}
        for row in rows.tolist():
            if row not in self._exact and self._program.cells.call_callee[row] not in self._examined:
                targets = self._targets(row)
                if targets is not None:
                    self._exact[row] = targets
        return self._exact if len(self._exact) > known else None

    def _dispatched(self, reached: Reached, wanted: Iterable[int]) -> set[int]:
        """Return the methods whose overriding ones the paths go on with."""
        found: set[int] = set()
        passed: set[int] = set()
        for method in wanted:
            at = method
            while at != NONE and reached.seen[at] and at not in passed:
                passed.add(at)
                parent = int(reached.parent[at])
                if reached.kind[at] == _DISPATCHED:
                    found.add(parent)
                at = parent
        return found

    def _targets(self, row: int) -> tuple[int, ...] | None:
        """Return the definitions that a call runs, None when that is open."""
        program, graph = self._program, self._graph
        callee = program.cells.call_callee[row]
        op = program.cells.call_op[row]
        if op in _FIXED_OPS or op in _STATIC_OPS:
            return (int(graph.resolved[callee]),)
        types = self.types(row)
        if types is None:
            return None
        found = {self._origins.inherited(type_, callee) for type_ in types if self._origins.is_defined(type_)}
        return tuple(sorted(program.cells.def_method[each] for each in found if each is not None))

    def types(self, row: int) -> Types | None:
        """Return the exact classes of a call's receiver, None when not all are known."""
        node = self._node(row, 0)
        return None if node is None or self._registers.nodes.get(node)[0] == _NULL else self._types(node, MAX_DEPTH)

    def handed(self, row: int, place: int) -> Types | None:
        """Return the classes that an argument of a call can have, None when they are open; the receiver is at place 0.

        `this` is taken to be of the class at hand, and a field or parameter of which nothing is known of the class it is declared with,
        when the package defines that.
        """
        node = self._node(row, place)
        if node is None:
            return None
        known = self._types(node, MAX_DEPTH)
        kind, a, b, _ = self._registers.nodes.get(node)
        if not known and kind == _PARAMETER:
            declared = self._declared(a, b)
        elif not known and kind == _FIELD:
            declared = int(self._program.field_type[a])
        else:
            return known
        return frozenset([declared]) if self._origins.is_defined(declared) else None

    def _declared(self, definition: int, place: int) -> int:
        """Return the type that a parameter is declared with; of an instance method the first is `this`."""
        if int(self._program.def_flags[definition]) & STATIC:
            return self._origins.parameter_type(definition, place)
        own = int(self._program.class_type[int(self._program.def_class[definition])])
        return own if place == 0 else self._origins.parameter_type(definition, place - 1)

    def _node(self, row: int, place: int) -> int | None:
        definition = self._program.cells.method_def[self._program.cells.call_caller[row]]
        if not self._registers.analyse(definition):
            return None
        nodes = self._registers.arguments(row)
        return nodes[place] if nodes and place < len(nodes) else None

    def _types(self, node: int, depth: int) -> Types | None:
        self._work_left -= 1
        if self._work_left < 0 or depth < 0 or node == 0:
            return None
        kind, a, b, _ = self._registers.nodes.get(node)
        if kind == _INSTANCE or (kind == _NULL and a == 0):
            return frozenset([a] if kind == _INSTANCE else [])
        if kind == _EITHER:
            return self._all([self._types(a, depth), self._types(b, depth)])
        if kind == _FIELD:
            return self._field(a, depth - 1)
        if kind == _PARAMETER:
            return self._parameter(a, b, depth - 1)
        return self._result(a, depth - 1) if kind == _CALL else None

    @staticmethod
    def _all(parts: Iterable[Types | None]) -> Types | None:
        found: Types = frozenset()
        for part in parts:
            if part is None:
                return None
            found |= part
        return found

    def _field(self, field: int, depth: int) -> Types | None:
        """Return what is stored in a field of the package."""
        program = self._program
        rows = self._origins.writes(field) if self._origins.is_defined(program.cells.field_class[field]) else None
        if not rows:
            return None
        parts: list[Types | None] = []
        for row in rows:
            analysed = self._registers.analyse(program.cells.method_def[program.cells.field_ref_method[row]])
            parts.append(self._types(self._registers.stored_value(row), depth) if analysed else None)
            if parts[-1] is None:
                return None
        return self._all(parts) or None  # a field that is only ever null is set in ways that are not seen

    def _parameter(self, definition: int, index: int, depth: int) -> Types | None:
        """Return what all callers of a method of the package hand over."""
        rows = self._origins.callers(definition)
        if rows is None:
            return None
        parts: list[Types | None] = []
        for row in rows:
            self._registers.analyse(self._program.cells.method_def[self._program.cells.call_caller[row]])
            nodes = self._registers.arguments(row)
            parts.append(self._types(nodes[index], depth) if nodes and index < len(nodes) else None)
            if parts[-1] is None:
                return None
        return self._all(parts)

    def _result(self, row: int, depth: int) -> Types | None:
        """Return what a method of the package gives that a call certainly runs."""
        target = self._origins.target(row, None)
        if target is None:
            return self._element(row, depth)
        return self._types(self._registers.returned_value(target), depth) if self._registers.analyse(target) else None

    def _element(self, row: int, depth: int) -> Types | None:
        """Return what a call can take out of a collection that a field holds."""
        names = self._external(row)
        if names not in _TAKES and not (names or "").endswith(_ENDS):
            return None
        for _ in range(MAX_DEPTH):
            nodes = self._registers.arguments(row)
            kind, a, _, _ = self._registers.nodes.get(nodes[0]) if nodes else (0, 0, 0, 0)
            if kind == _FIELD:
                if a not in self._contents:
                    self._contents[a] = None  # a collection that is filled from itself stays open
                    self._contents[a] = self._content(a, depth)
                return self._contents[a]
            if kind != _CALL or self._external(a) not in _VIEWS | _TAKES:
                return None
            row = a
        return None

    def _external(self, row: int) -> str | None:
        """Return the name of the method that a call names, None when the package defines it."""
        program, callee = self._program, self._program.cells.call_callee[row]
        return None if self._origins.is_defined(program.cells.method_class[callee]) else program.text(program.cells.method_name[callee])

    def _content(self, field: int, depth: int) -> Types | None:
        """Return what is put into the collections that a field holds, None when other code can put something in."""
        program = self._program
        fields = self._origins.same_fields(field)
        rows = (self._origins.object_reads(field) or []) + (self._origins.all_writes(field) or [])
        found: Types = frozenset()
        for method in sorted({program.cells.field_ref_method[row] for row in rows}):
            definition = program.cells.method_def[method]
            if not self._registers.analyse(definition) or self._is_one_of(self._registers.returned_value(definition), fields):
                return None
            for row in range(int(self._graph.call_start[method]), int(self._graph.call_end[method])):
                types = self._put(row, fields, depth)
                if types is None:
                    return None
                found |= types
        stored = [self._registers.stored_value(row) for row in rows if program.cells.field_ref_op[row] in _WRITES]
        return found if rows and all(self._is_new(node) for node in stored) else None

    def _put(self, row: int, fields: list[int], depth: int) -> Types | None:
        """Return what one call puts into a collection of the fields, None when that is open."""
        nodes = self._registers.arguments(row) or ()
        places = [place for place, node in enumerate(nodes) if self._is_one_of(node, fields)]
        if not places:
            return frozenset()
        name = self._external(row)
        if name is None or name in _PUTS_ALL:
            return None
        return self._types(nodes[-1], depth - 1) if places[0] == 0 and name in _PUTS else frozenset()

    def _is_one_of(self, node: int, fields: list[int]) -> bool:
        kind, a, _, _ = self._registers.nodes.get(node)
        return kind == _FIELD and a in fields

    def _is_new(self, node: int) -> bool:
        """Tell whether a node is null or an object of the library's that the method made itself."""
        kind, a, _, _ = self._registers.nodes.get(node)
        return (kind == _NULL and a == 0) or (kind == _INSTANCE and not self._origins.is_defined(a))
