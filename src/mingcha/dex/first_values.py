"""Numbers and texts that a value can be at the first start, when only code that was reached has stored, handed over or returned any.

A field that only ever gets one constant there, or none at all, a saved state that the system hands over, an element of a collection
into which nothing was put: such values decide branches. Of two objects that a field belongs to none is told apart. Fields that
reflection may set are left open: those whose name is a constant text somewhere, and those of classes that are handed over as constants.
"""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from mingcha.dex.collections_of import Collections  # noqa: TC001 - a field of a NamedTuple
from mingcha.dex.first_fields import FirstFields  # noqa: TC001 - likewise
from mingcha.dex.first_start import holds
from mingcha.dex.flow import signed
from mingcha.dex.launch_intent import LaunchIntents  # noqa: TC001 - likewise
from mingcha.dex.nodes import KINDS
from mingcha.dex.origins import STATIC
from mingcha.dex.program import NONE
from mingcha.dex.pure_calls import IS_TRUE, NUMBER, PURE, SAME
from mingcha.dex.stored import BOXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.graph import Graph
    from mingcha.dex.outline import Outline
    from mingcha.dex.program import Bytes
    from mingcha.dex.pure_calls import Known, PureCall

    Ways = tuple[int, ...]
    Key = tuple[str, int, int]

MAX_WORK = 1500  # nodes looked at
MAX_DEPTH = 12  # fields, results, callers and branches between a branch and a constant
MAX_ROWS = 16  # calls of a method, writes of a field
MAX_TARGETS = 4  # methods that a call may run
MAX_VALUES = 8
_INT, _STRING, _FIELD, _PARAMETER, _CALL, _EITHER = (KINDS[name] for name in ("INT", "STRING", "FIELD", "PARAMETER", "CALL", "EITHER"))
_SWITCHES = (0x2B, 0x2C)
_BUNDLE = "Landroid/os/Bundle;"
# Callbacks whose bundle is the state that was saved when the screen was left: there is none at the first start.
_RESTORING = frozenset(
    {"onCreate", "onPostCreate", "onActivityCreated", "onCreateView", "onViewCreated", "onCreateDialog", "onViewStateRestored"}
)

Values = frozenset["Known"]


class KnownAnyway(NamedTuple):
    """What is known of a graph whatever has run."""

    fields: FirstFields
    collections: Collections
    intents: LaunchIntents


class FirstValues:
    """Answers for one graph and the methods that may have run."""

    def __init__(self, graph: Graph, resolver: Resolver, known: KnownAnyway, seen: Bytes) -> None:
        self._graph = graph
        self._program = graph.program
        self._registers = resolver.registers
        self._origins = resolver.origins
        self._fields, self._collections, self._intents = known
        self._seen = seen
        self._work_left = MAX_WORK
        self._known: dict[Key, Values | None] = {}
        self._open: dict[int, set[int]] = {}  # blocks whose branch goes on everywhere
        # What is being found out, in order, and the first of it that was asked for again meanwhile.
        self._running: dict[Key, int] = {}
        self._again = MAX_DEPTH
        self._rests = False  # whether what is being found out rests on the methods that may have run, or on the work left

    @cached_property
    def _reflected(self) -> frozenset[int]:
        return frozenset(self._graph.reflect_target.tolist())

    def behind(self, method: int, pc: int | None) -> tuple[range, ...]:
        """Return spans of a defined method where no run at the first start comes to: those that keep it from an instruction, or all."""
        definition = self._program.cells.method_def[method]
        if not self._registers.analyse(definition):
            return ()
        outline, taken = self._fields.outline(definition), self._fields.taken.setdefault(definition, {})
        if pc is not None and self._is_always_live(method, pc):
            return ()
        for at in self._fields.tests(definition) if pc is None else ():
            ways = None if at in taken else self._decide(definition, at)
            if ways is not None:
                taken[at] = ways
        return outline.behind(taken) if taken else ()

    def _is_always_live(self, method: int, pc: int) -> bool:
        """Tell whether a run may come to an instruction; what does not rest on the methods that may have run is found out once."""
        key = ("step", method, pc)
        if key in self._fields.open:
            return True
        self._rests = False
        is_live = self._is_live(method, pc)
        if is_live and not self._rests:
            self._fields.open.add(key)
        return is_live

    def _is_live(self, method: int, pc: int) -> bool:
        """Tell whether a run may come to an instruction of a method that may have run."""
        definition = self._program.cells.method_def[method]
        if not self._registers.analyse(definition) or not self._fields.tests(definition):
            return True
        taken = self._fields.taken.setdefault(definition, {})
        return self._fields.outline(definition).comes_to(pc, taken, lambda at: self._decide(definition, at))

    def _decide(self, definition: int, block: int) -> Ways | None:
        """Return the ways on from the branch at the end of a block; None when that is all of them, or open so far."""
        key = ("branch", definition, block)
        tests = self._fields.tests(definition)
        undecided = self._open.setdefault(definition, set())
        if block not in tests or block in undecided or key in self._fields.open:
            return None
        if key in self._running or len(self._running) >= MAX_DEPTH:
            self._rests = True
            return None
        before, self._again = self._again, MAX_DEPTH
        rested, self._rests = self._rests, False
        self._running[key] = len(self._running)
        left, right = tests[block]
        one = self.values(left)
        other = self.values(right) if one else None
        del self._running[key]
        is_open, self._again = self._again < MAX_DEPTH, before
        ways = None if is_open or not one or not other else _ways(self._fields.outline(definition), block, one, other)
        if ways is None and not is_open:
            undecided.add(block)
            if not self._rests:
                self._fields.open.add(key)
        self._rests = self._rests or rested or is_open
        return ways

    def values(self, node: int) -> Values | None:  # noqa: PLR0911 - one line per kind
        """Return everything that a value can be, 0 also for null and false; None when that is open."""
        self._work_left -= 1
        if self._work_left < 0 or node == 0:
            self._rests = self._rests or node != 0
            return None
        kind, a, b, _ = self._registers.nodes.get(node)
        if kind == _INT:
            return frozenset([signed(a, 32)])
        if kind == _STRING:
            return frozenset([self._program.text(a)])
        if kind == _EITHER:
            return self._all(self.values(each) for each in (a, b))
        if kind == _FIELD:
            return self._once(("field", a, 0), lambda: self._field(a))
        if kind == _PARAMETER:
            return self._once(("parameter", a, b), lambda: self._parameter(a, b))
        return self._once(("result", a, 0), lambda: self._result(a)) if kind == _CALL else None

    def _once(self, key: Key, find: Callable[[], Values | None]) -> Values | None:
        """Find a value out; what is being found out already adds nothing to itself, and what rests on that is not kept."""
        if key in self._fields.open:
            return None
        if key in self._known:
            self._rests = True
            return self._known[key]
        if key in self._running:
            self._again = min(self._again, self._running[key])
            self._rests = True
            return frozenset()
        if len(self._running) >= MAX_DEPTH:
            self._rests = True
            return None
        before, self._again = self._again, MAX_DEPTH
        rested, self._rests = self._rests, False
        place = self._running[key] = len(self._running)
        found = find()
        del self._running[key]
        if found is None and not self._rests:
            self._fields.open.add(key)
        if self._again >= place or found is None:
            self._known[key] = found
            self._again = before
        else:
            self._again = min(before, self._again)
        self._rests = self._rests or rested
        return found

    @staticmethod
    def _all(parts: Iterable[Values | None]) -> Values | None:
        found: Values = frozenset()
        for part in parts:
            if part is None or len(found | part) > MAX_VALUES:
                return None
            found |= part
        return found

    def _live(self, found: Values, places: Iterable[tuple[int, int, int | None]]) -> Values | None:
        """Return some values and those of (method, pc, node) that a run may come to; None when they are open."""
        self._rests = True
        for method, pc, node in places:
            known = None if node is None else self.values(node)
            if (known is None or not known <= found) and self._is_live(method, pc):
                if known is None or len(found | known) > MAX_VALUES:
                    return None
                found |= known
        return found

    def _field(self, field: int) -> Values | None:
        program = self._program
        uses = self._fields.uses(field)
        if uses is None:
            return None
        self._rests = True
        rows = [row for row in uses.writes if self._seen[program.field_ref_method[row]]]
        if len(rows) > MAX_ROWS or (uses.needs_maker and not any(self._seen[maker] for maker in uses.makers)):
            return None
        found = self._live(frozenset(), (self._write(row) for row in rows))
        if found is None or uses.initial in found or self._fields.is_set_first(field, rows):
            return found
        return found | {uses.initial}

    def _write(self, row: int) -> tuple[int, int, int | None]:
        method = self._program.cells.field_ref_method[row]
        analysed = self._registers.analyse(self._program.cells.method_def[method])
        return method, self._program.cells.field_ref_pc[row], self._registers.stored_value(row) if analysed else None

    def _parameter(self, definition: int, index: int) -> Values | None:
        program, origins = self._program, self._origins
        method, is_static = program.cells.def_method[definition], int(program.def_flags[definition]) & STATIC
        if (index == 0 and not is_static) or method in self._reflected:
            return None
        found: Values = frozenset()
        if origins.is_called_from_outside(definition):
            type_ = program.type_name(origins.parameter_type(definition, index if is_static else index - 1))
            if type_ != _BUNDLE or program.text(program.cells.method_name[method]) not in _RESTORING:
                return None
            found = frozenset([0])
        self._rests = True
        every = origins.calls(definition)
        rows = None if every is None else [row for row in every if self._seen[program.call_caller[row]]]
        if rows is None or len(rows) > MAX_ROWS:
            return None
        return self._live(found, ((program.cells.call_caller[row], program.cells.call_pc[row], self._argument(row, index)) for row in rows))

    def _argument(self, row: int, place: int) -> int | None:
        """Return the node of an argument of a call."""
        if not self._registers.analyse(self._program.cells.method_def[self._program.cells.call_caller[row]]):
            return None
        nodes = self._registers.arguments(row)
        return nodes[place] if nodes and place < len(nodes) else None

    def _result(self, row: int) -> Values | None:
        program, graph = self._program, self._graph
        callee = program.cells.call_callee[row]
        if self._collections.names(row):
            self._rests = True
            held = self._collections.taken(row, self._seen)
            if held is not None:
                return held
        if not self._origins.is_defined(program.cells.method_class[callee]) or program.method_def[graph.resolved[callee]] == NONE:
            return self._computed(row)
        self._rests = True
        found = {
            int(graph.resolved[callee]),
            *graph.targets[int(graph.target_offset[callee]) : int(graph.target_offset[callee + 1])].tolist(),
        }
        definitions = [program.cells.method_def[each] for each in sorted(found) if self._seen[each] and program.method_def[each] != NONE]
        definitions = [each for each in definitions if program.def_code[each]]
        if not definitions or len(definitions) > MAX_TARGETS:
            return None
        return self._all(self.values(self._registers.returned_value(d)) if self._registers.analyse(d) else None for d in definitions)

    def _computed(self, row: int) -> Values | None:
        """Return what a call of the library gives that only compares or converts, or asks for what a launcher says."""
        said = self._intents.said(row, self._seen)
        if said is not None:
            self._rests = True
            default = self._argument(row, -said) if isinstance(said, int) and said else None
            return frozenset([said]) if default is None else self.values(default)
        pure = self._pure(self._program.cells.call_callee[row])
        if pure is None:
            return None
        before, self._again = self._again, MAX_DEPTH
        nodes = [self._argument(row, place) for place in range(pure.arguments)]
        parts = [None if node is None else self.values(node) for node in nodes]
        is_open, self._again = self._again < MAX_DEPTH, min(before, self._again)
        if is_open or not all(parts):
            return None
        results = {pure.result(*known) for known in product(*(part for part in parts if part is not None))}
        return None if None in results or len(results) > MAX_VALUES else frozenset(each for each in results if each is not None)

    def _pure(self, callee: int) -> PureCall | None:
        program = self._program
        owner, name = program.type_name(program.cells.method_class[callee]), program.text(program.cells.method_name[callee])
        unboxing = BOXES.get(owner)
        if name == unboxing:
            return SAME
        if name == "valueOf" and unboxing:
            is_text = program.proto_name(program.cells.method_proto[callee]).startswith("(Ljava/lang/String;)")
            return SAME if not is_text else IS_TRUE if unboxing == "booleanValue" else NUMBER
        pure = PURE.get((owner, name))
        takes = pure and pure.takes
        return pure if takes is None or program.proto_name(program.cells.method_proto[callee]).startswith(takes) else None


def _ways(outline: Outline, block: int, left: Values, right: Values) -> Ways | None:
    """Return the blocks that a branch on values goes on with, None when these are all."""
    onward, op, cases = outline.onward[block], outline.ops[block], outline.cases[block]
    if op in _SWITCHES:
        found = {onward[1 + cases.index(value) if value in cases else 0] for value in left}
    else:
        after, target = onward
        outcomes = {holds(op, one, other) for one, other in product(left, right)}
        found = {after, target} if None in outcomes else {target if outcome else after for outcome in outcomes}
    return None if found >= set(onward) else tuple(sorted(found))
