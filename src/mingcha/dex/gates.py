"""Consent gates: branches on a stored flag that speaks of consent, and the code behind them.

The idea: at the first start nothing is stored, so a read of such a flag gives its default. A method is followed with
that value; what can then no longer be reached, but can be otherwise, stands behind the gate. So it does not matter
which way round the check is written, whether it returns early, or through how many helpers the flag came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.columns import among, runs
from mingcha.dex.coroutines import Coroutines
from mingcha.dex.first_start import ANY, NOTHING, FirstStart, Flag, Gate, Outcome, Sources, agree
from mingcha.dex.flow import instructions, parameters, signed
from mingcha.dex.opcodes import IGETS, IPUTS, SGETS, SPUTS
from mingcha.dex.passed import Passed
from mingcha.dex.program import NONE
from mingcha.dex.pure_calls import IS_TRUE, NUMBER, PURE
from mingcha.dex.stored import BOXES, FIELD, StoredFlags, method_refs

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.graph import Graph
    from mingcha.dex.pure_calls import PureCall

# Rounds in which methods that return, store or are handed a gate's value become gates themselves.
ROUNDS = 6
MAX_METHODS = 4_000
_CONSTANTS = {"Ljava/lang/Boolean;->TRUE:Ljava/lang/Boolean;": 1, "Ljava/lang/Boolean;->FALSE:Ljava/lang/Boolean;": 0}
_TEXT = 1  # kind of a static value
_OF_TEXT = "(Ljava/lang/String;)"


class Gates:
    """Finds the gates of one program."""

    def __init__(self, graph: Graph, resolver: Resolver) -> None:
        self._graph = graph
        self._program = program = graph.program
        self._resolver = resolver
        # Value of a call's result, by call row; of a field; of a method's result.
        self._rows: dict[int, Flag] = {}
        self._fields: dict[int, Flag] = {}
        self._methods: dict[int, Flag] = {}
        self._emitted: dict[int, Flag] = {}  # what a method hands on to a collector
        self._passed = Passed(graph, resolver.origins)
        self._coroutines = Coroutines(graph, resolver)
        self._followed = 0
        self._field_start, self._field_end = runs(program.field_ref_method, len(program.method_class))
        self._const_start, self._const_end = runs(program.const_method, len(program.method_class))
        self._boxes: set[int] = set()
        self._pure = {
            ref: call
            for (owner, name), call in PURE.items()
            for ref in method_refs(program, owner, name)
            if call.takes is None or program.proto_name(int(program.method_proto[ref])).startswith(call.takes)
        }
        for owner, name in BOXES.items():
            for ref in method_refs(program, owner, "valueOf"):
                if program.proto_name(int(program.method_proto[ref])).startswith(_OF_TEXT):
                    self._pure[ref] = IS_TRUE if name == "booleanValue" else NUMBER
                else:
                    self._boxes.add(ref)
            self._boxes.update(method_refs(program, owner, name))

    def find(self) -> dict[tuple[int, int], Gate]:
        """Mark the rows of the graph that stand behind gates; return the gate by method and pc."""
        self._rows = StoredFlags(self._graph, self._resolver).find()
        self._read_fields()
        done: dict[int, Outcome] = {}
        pending = set(self._users())
        for _ in range(ROUNDS):
            known = self._count()
            again = set[int]()
            for method in sorted(pending)[: MAX_METHODS - self._followed]:
                self._followed += 1
                done[method] = self._follow(method)
                self._learn(method, done[method])
                again |= self._passed.learn(method, done[method])
            pending = again | self._passed.settle(done)
            if known != self._count():
                pending |= set(self._users())
            if not pending:
                break
        return self._guard(done)

    def _read_fields(self) -> None:
        """Take static flags of the package whose name speaks of consent for gates: they start as they are initialised."""
        program = self._program
        flag = program.find_type("Z")
        if flag is None:
            return
        initial = np.zeros(len(program.field_class), np.uint32)
        initial[program.static_value_field] = program.static_value
        stored, read = (self._static_fields(ops) for ops in (SPUTS, SGETS))
        # What a static initialiser stores is not known here.
        stored &= program.method_name.take(program.field_ref_method) == self._graph.clinit_name
        wanted = np.zeros(len(program.field_class), bool)
        wanted[program.field_ref_field[read]] = True
        wanted[program.field_ref_field[stored]] = False
        wanted &= (program.field_type == flag) & (program.type_class[program.field_class] != NONE)
        for each in np.flatnonzero(wanted).tolist():
            name = program.text(int(program.field_name[each]))
            if FIELD.search(name):
                self._fields[each] = Flag(int(initial[each]), Gate(name, int(initial[each])))

    def _static_fields(self, ops: range) -> npt.NDArray[np.bool_]:
        """Return which rows of the field references have one of some opcodes."""
        found: npt.NDArray[np.bool_] = (self._program.field_ref_op >= ops[0]) & (self._program.field_ref_op <= ops[-1])
        return found

    def _users(self) -> Iterator[int]:
        """Yield the methods that ask for a gate's value."""
        program = self._program
        yield from {int(program.call_caller[row]) for row in self._rows}
        gates = np.array(sorted(self._methods), np.uint32)
        refs = np.flatnonzero(among(self._graph.resolved, gates, len(program.method_class))).tolist()
        yield from {int(program.call_caller[row]) for row in program.calls_of(refs).tolist()}
        bodies = self._coroutines.bodies.items()
        yield from {int(program.call_caller[row]) for row, body in bodies if body in self._methods or body in self._emitted}
        yield from {own for own, source in self._coroutines.collectors.items() if source in self._emitted}
        wanted = np.array(sorted(self._fields), np.uint32)
        rows = np.flatnonzero(among(program.field_ref_field, wanted, len(program.field_class)))
        yield from {int(program.field_ref_method[row]) for row in rows.tolist()}

    def _count(self) -> tuple[int, int, int]:
        return len(self._methods), len(self._fields), len(self._emitted)

    def _calls(self, method: int) -> range:
        return range(int(self._graph.call_start[method]), int(self._graph.call_end[method]))

    def _learn(self, method: int, found: Outcome) -> None:
        if found.result is not None and found.result.gate is not None:
            self._methods[method] = found.result
        places = [int(self._program.call_pc[row]) for row in self._calls(method) if self._coroutines.hands_on(row)] if found.passes else []
        handed = agree((*found.passes.get(pc, ()), None, None)[1] for pc in places)  # the collector itself comes first
        if handed is not None and handed.gate is not None:
            self._emitted[method] = handed
        for each, flag in found.stores.items():
            if flag is not None and flag.gate is not None and each not in self._fields:
                self._fields[each] = flag

    def _follow(self, method: int) -> Outcome:
        code = instructions(self._program, method)
        if not code:
            return NOTHING
        return FirstStart(code, self._sources(method)).outcome()

    def _sources(self, method: int) -> Sources:
        program = self._program
        calls: dict[int, Flag] = {}
        boxes: set[int] = set()
        pure: dict[int, PureCall] = {}
        for row in self._calls(method):
            flag = self._rows.get(row) or self._methods.get(int(self._graph.resolved[program.call_callee[row]]))
            body = self._coroutines.bodies.get(row, NONE)
            flag = flag or self._methods.get(body) or self._emitted.get(body) or (ANY if self._coroutines.waits(row) else None)
            if flag is not None:
                calls[int(program.call_pc[row])] = flag
            elif int(program.call_callee[row]) in self._boxes:
                boxes.add(int(program.call_pc[row]))
            elif int(program.call_callee[row]) in self._pure:
                pure[int(program.call_pc[row])] = self._pure[int(program.call_callee[row])]
        reads: dict[int, Flag] = {}
        writes: dict[int, int] = {}
        for row in range(int(self._field_start[method]), int(self._field_end[method])):
            each, pc, op = int(program.field_ref_field[row]), int(program.field_ref_pc[row]), int(program.field_ref_op[row])
            if op in SGETS or op in IGETS:
                flag = self._fields.get(each) or (self._constant(each) if op in SGETS else None)
                flag = flag or (ANY if self._coroutines.goes_on(each) else None)
                if flag is not None:
                    reads[pc] = flag
            elif op in SPUTS or op in IPUTS:
                writes[pc] = each
        texts = range(int(self._const_start[method]), int(self._const_end[method]))
        given = self._coroutines.given(method) | self._passed.given.get(method, {})
        collected = self._emitted.get(self._coroutines.collectors.get(method, NONE))
        if collected is not None:
            given[1] = collected
        registers = parameters(program, method) if given else ()
        return Sources(
            calls,
            reads,
            writes,
            frozenset(boxes),
            pure,
            {int(program.const_pc[row]): program.text(int(program.const_string[row])) for row in texts},
            {register: given[place] for place, register in enumerate(registers) if place in given},
            frozenset(self._passed.watched.get(method, ())),
        )

    def _constant(self, each: int) -> Flag | None:
        """Return the value of a static field that nothing writes, as a constant."""
        program = self._program
        if program.type_class[program.field_class[each]] == NONE:
            known = _CONSTANTS.get(program.field_signature(each))
            return None if known is None else Flag(known, None)
        initial = self._resolver.origins.initial(each)
        if initial is None or self._resolver.origins.writes(each) != []:
            return None
        kind, value = initial
        return Flag(program.text(value) if kind == _TEXT else signed(value, 32), None)

    def _guard(self, done: dict[int, Outcome]) -> dict[tuple[int, int], Gate]:
        spans = self._graph.spans()
        gates: dict[tuple[int, int], Gate] = {}
        for method, found in done.items():
            gates |= {(method, pc): gate for pc, gate in found.behind.items()}
            for start, end, pcs, marks in spans if found.behind else ():
                for row in range(int(start[method]), int(end[method])):
                    marks[row] = int(pcs[row]) in found.behind
        return gates
