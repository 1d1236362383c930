"""Objects that read a stored value under a key of their own: property delegates, and the preference objects of an app.

The key is what the constructor was given, so that it is another one for each object: each use of an object is a read of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mingcha.dex.constants import UNKNOWN
from mingcha.dex.nodes import KINDS
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.constants import Value
    from mingcha.dex.graph import Graph

_CALL, _FIELD, _INSTANCE, _PARAMETER = (KINDS[name] for name in ("CALL", "FIELD", "INSTANCE", "PARAMETER"))
_BOXING = frozenset({"valueOf", "booleanValue", "intValue", "longValue"})
MAX_DEPTH = 4  # fields, methods that make the object, bridges


class Use(NamedTuple):
    """The row of a call that reads by an object, and what its constructor was given for two of its fields; UNKNOWN for none."""

    row: int
    key: Value
    default: Value


class Made(NamedTuple):
    """Where an object is made: the row of its constructor, and that of the call of the method which makes it, NONE for none."""

    row: int
    caller: int


class ObjectKeys:
    """Answers for one graph."""

    def __init__(self, graph: Graph, resolver: Resolver) -> None:
        self._graph = graph
        self._program = graph.program
        self._resolver = resolver
        self._registers = resolver.registers
        self._origins = resolver.origins

    def field(self, row: int, place: int) -> int | None:
        """Return the field of the object at hand that a method hands over at a place of a call, boxed or not."""
        program, caller = self._program, self._program.cells.call_caller[row]
        kind, a, _, _ = self._registers.nodes.get(self._unboxed(self._node(row, place)))
        own = int(program.class_type[int(program.def_class[program.cells.method_def[caller]])])
        return a if kind == _FIELD and program.cells.field_class[a] in self._origins.ancestors(own) and self.given(a) else None

    def given(self, field: int) -> dict[int, int]:
        """Return which argument of each constructor a field gets, by definition; none when it gets anything else."""
        program, found = self._program, dict[int, int]()
        for row in self._origins.writes(field) or ():
            definition = program.cells.method_def[program.cells.field_ref_method[row]]
            if not self._registers.analyse(definition):
                return {}
            kind, owner, place, _ = self._registers.nodes.get(self._registers.stored_value(row))
            is_maker = program.cells.method_name[program.field_ref_method[row]] == self._graph.init_name
            if kind != _PARAMETER or owner != definition or not is_maker:
                return {}
            found[definition] = place
        return found

    def uses(self, method: int, key: int, default: int | None) -> Iterator[Use]:
        """Yield the calls that run a method of an object, with what the fields of its key and default were given."""
        keys, defaults = self.given(key), {} if default is None else self.given(default)
        for row in self._calls(method, MAX_DEPTH):
            made = self._made(self._node(row, 0), NONE, MAX_DEPTH)
            if made is not None:
                maker = self._program.cells.method_def[self._program.call_callee[made.row]]
                if maker in keys:
                    yield Use(row, self._value(made, keys[maker]), self._value(made, defaults.get(maker)))

    def name(self, row: int, place: int, makers: Mapping[int, int]) -> Value:
        """Return what names the object handed over at a place of a call, by the place of the name in the calls that make such objects."""
        made = self._made(self._node(row, place), NONE, MAX_DEPTH)
        at = None if made is None else makers.get(self._program.cells.call_callee[made.row])
        return UNKNOWN if made is None else self._value(made, at)

    def maker(self, row: int, place: int) -> int | None:
        """Return the row of the call that makes the one object handed over at a place of a call: its constructor, or one of the library."""
        made = self._made(self._node(row, place), NONE, MAX_DEPTH)
        return None if made is None else made.row

    def _calls(self, method: int, depth: int) -> Iterator[int]:
        """Yield the calls that run a method, of those in the class itself only what calls these."""
        program = self._program
        for row in self._origins.calls(program.cells.method_def[method]) or ():
            caller = program.cells.call_caller[row]
            kind, definition, place, _ = self._registers.nodes.get(self._node(row, 0))
            if kind == _PARAMETER and place == 0 and definition == program.cells.method_def[caller]:
                if depth and caller != method:
                    yield from self._calls(caller, depth - 1)
            else:
                yield row

    def _node(self, row: int, place: int) -> int:
        """Return the node of an argument of a call, 0 when it is not known."""
        analysed = self._registers.analyse(self._program.cells.method_def[self._program.cells.call_caller[row]])
        nodes = self._registers.arguments(row) if analysed else None
        return nodes[place] if nodes and place < len(nodes) else 0

    def _unboxed(self, node: int) -> int:
        kind, row, _, _ = self._registers.nodes.get(node)
        if kind != _CALL:
            return node
        program, callee = self._program, self._program.cells.call_callee[row]
        is_box = program.text(program.cells.method_name[callee]) in _BOXING and not self._origins.is_defined(
            program.cells.method_class[callee]
        )
        return self._node(row, 0) if is_box else node

    def _made(self, node: int, caller: int, depth: int) -> Made | None:  # noqa: PLR0911 - one line per kind
        """Return where the one object is made that a value is."""
        kind, a, content, _ = self._registers.nodes.get(node)
        if depth == 0:
            return None
        if kind == _INSTANCE:
            made, row, _, _ = self._registers.nodes.get(content)
            return Made(row, caller) if made == _CALL else None
        if kind == _FIELD:
            rows = self._origins.writes(a) or []
            definition = self._program.cells.method_def[self._program.cells.field_ref_method[rows[0]]] if len(rows) == 1 else None
            if definition is None or not self._registers.analyse(definition):
                return None
            return self._made(self._registers.stored_value(rows[0]), NONE, depth - 1)
        target = self._origins.target(a, None) if kind == _CALL else None
        if kind == _CALL and not self._origins.is_defined(self._program.cells.method_class[self._program.call_callee[a]]):
            return Made(a, caller)
        if target is None or not self._registers.analyse(target):
            return None
        return self._made(self._registers.returned_value(target), a, depth - 1)

    def _value(self, made: Made, place: int | None) -> Value:
        """Return what a constructor was given, by the method that makes the object or by the caller of that."""
        if place is None:
            return UNKNOWN
        row, node = made.row, self._node(made.row, place)
        kind, inner, _, _ = self._registers.nodes.get(node)
        if kind == _CALL and self._unboxed(node) != node:
            row, place = inner, 0
            node = self._node(row, place)
            kind = self._registers.nodes.get(node)[0]
        _, _, index, _ = self._registers.nodes.get(node)
        if kind == _PARAMETER and made.caller != NONE:
            return self._resolver.argument(made.caller, index)
        return self._resolver.argument(row, place)
