"""Consent gates: branches on a stored flag that speaks of consent, and the code behind them.

The idea: at the first start nothing is stored, so a read of such a flag gives its default. A method is followed with
that value; what can then no longer be reached, but can be otherwise, stands behind the gate. So it does not matter
which way round the check is written, whether it returns early, or through how many helpers the flag came.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.constants import UNKNOWN, Kind
from mingcha.dex.first_start import IGETS, IPUTS, SGETS, SPUTS, FirstStart, Flag, Gate, Outcome, Sources
from mingcha.dex.flow import instructions
from mingcha.dex.graph import among, runs
from mingcha.dex.nodes import KINDS
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.graph import Graph

# Names that speak of consent; of keys also those that speak of a first run, when consent is asked for.
# A protocol is an agreement (协议) unless it is one of a network.
_NETWORK = "".join(rf"(?<!{name})(?<!{name}_)" for name in ("http", "https", "network", "transport", "ssl", "tls", "quic"))
_AGREEMENT = (
    rf"privacy|agree|consent|{_NETWORK}protocol|gdpr|eula|yinsi|xieyi|隐私|协议|同意"
    r"|policy_?(?:accept|confirm|read|show|ok)|(?:accept|confirm|read|show)_?(?:\w+_)?policy|terms_?(?:accept|of)"
)
_FIELD = re.compile(_AGREEMENT, re.IGNORECASE)
_CONSENT = re.compile(
    _AGREEMENT
    + r"|first_?(?:run|launch|open|start|install|in$|enter|time|use|boot|app)|(?:is|app)_?first|(?:run|launch|open|start)_?first",
    re.IGNORECASE,
)
# Readers of stored values, by class and name: position of the key and of the default, and what is read without one.
_PREFERENCES = "Landroid/content/SharedPreferences;"
_READERS = {
    (_PREFERENCES, "getBoolean"): (1, 2, 0),
    (_PREFERENCES, "getInt"): (1, 2, 0),
    (_PREFERENCES, "getLong"): (1, 2, 0),
    (_PREFERENCES, "contains"): (1, None, 0),
    ("Lcom/tencent/mmkv/MMKV;", "decodeBool"): (1, 2, 0),
    ("Lcom/tencent/mmkv/MMKV;", "decodeInt"): (1, 2, 0),
    ("Lcom/tencent/mmkv/MMKV;", "getBoolean"): (1, 2, 0),
    ("Lcom/tencent/mmkv/MMKV;", "getInt"): (1, 2, 0),
    ("Lcom/tencent/mmkv/MMKV;", "containsKey"): (1, None, 0),
}
# What a wrapper of a reader may return: a number, or one in a box.
_BOXES = {"Ljava/lang/Boolean;": "booleanValue", "Ljava/lang/Integer;": "intValue", "Ljava/lang/Long;": "longValue"}
_NUMBERS = frozenset({*"ZIJBS", *_BOXES, "Ljava/lang/Object;"})
# Rounds in which methods that return or store a gate's value become gates themselves.
ROUNDS = 4
MAX_METHODS = 4_000


class Gates:
    """Finds the gates of one program."""

    def __init__(self, graph: Graph, resolver: Resolver) -> None:
        self._graph = graph
        self._program = graph.program
        self._resolver = resolver
        # Value of a call's result, by call row; of a field; of a method's result.
        self._rows: dict[int, Flag] = {}
        self._fields: dict[int, Flag] = {}
        self._methods: dict[int, Flag] = {}
        self._field_start, self._field_end = runs(graph.program.field_ref_method, len(graph.program.method_class))
        self._boxes = {ref for owner, name in _BOXES.items() for ref in (*self._refs(owner, "valueOf"), *self._refs(owner, name))}

    def find(self) -> dict[tuple[int, int], Gate]:
        """Mark the rows of the graph that stand behind gates; return the gate by method and pc."""
        self._read_keys()
        self._read_fields()
        done: dict[int, Outcome] = {}
        pending = set(self._users())
        for _ in range(ROUNDS):
            known = (len(self._methods), len(self._fields))
            for method in sorted(pending)[: MAX_METHODS - len(done)]:
                done[method] = self._follow(method)
                self._learn(method, done[method])
            if known == (len(self._methods), len(self._fields)):
                break
            pending = set(self._users())
        return self._guard(done)

    def _read_keys(self) -> None:
        """Find calls that read a stored value under a key that speaks of consent, also through wrappers."""
        program = self._program
        readers: dict[int, tuple[int, int | None, int]] = {
            ref: places for (owner, name), places in _READERS.items() for ref in self._refs(owner, name)
        }
        for _ in range(2):
            wrappers: dict[int, tuple[int, int | None, int]] = {}
            for row in self._calls_of(readers):
                key_at, default_at, default = readers[int(program.call_callee[row])]
                given = UNKNOWN if default_at is None else self._resolver.argument(row, default_at)
                if given.kind is Kind.NUMBER:
                    default = given.number or 0
                keys = self._resolver.argument(row, key_at).texts()
                speaking = next((key for key in keys if _CONSENT.search(key)), None)
                if speaking is not None:
                    self._rows[row] = Flag(default, Gate(speaking, default))
                elif not keys:
                    wrappers |= self._wrapper(row, key_at, default_at, default)
            readers = wrappers

    def _refs(self, owner: str, name: str) -> list[int]:
        program = self._program
        type_, string = program.find_type(owner), program.find_string(name)
        if type_ is None or string is None:
            return []
        return np.flatnonzero((program.method_class == type_) & (program.method_name == string)).tolist()

    def _wrapper(self, row: int, key_at: int, default_at: int | None, default: int) -> dict[int, tuple[int, int | None, int]]:
        """Return the caller as a reader of its own when it hands its parameter on as the key and returns a number."""
        program = self._program
        caller = int(program.call_caller[row])
        key = self._parameter(row, key_at)
        if key is None or self._result_type(caller) not in _NUMBERS:
            return {}
        passed = None if default_at is None else self._parameter(row, default_at)
        refs = np.flatnonzero(self._graph.resolved == caller).tolist()
        return dict.fromkeys(refs, (key, passed, default))

    def _parameter(self, row: int, place: int) -> int | None:
        """Return which of its own parameters a caller hands on at a place of a call."""
        nodes = self._resolver.registers.arguments(row)
        if nodes is None or place >= len(nodes):
            return None
        kind, definition, index, _ = self._resolver.registers.nodes.get(nodes[place])
        own = int(self._program.method_def[int(self._program.call_caller[row])])
        return index if kind == KINDS["PARAMETER"] and definition == own else None

    def _result_type(self, method: int) -> str:
        program = self._program
        return program.type_name(int(program.proto_types[int(program.proto_offset[int(program.method_proto[method])])]))

    def _calls_of(self, refs: Iterable[int]) -> list[int]:
        wanted = np.array(sorted(refs), np.uint32)
        return np.flatnonzero(among(self._program.call_callee, wanted, len(self._program.method_class))).tolist()

    def _read_fields(self) -> None:
        """Take static flags of the package whose name speaks of consent for gates: they start as they are initialised."""
        program = self._program
        initial = dict(zip(program.static_value_field.tolist(), program.static_value.tolist(), strict=True))
        clinit = self._graph.clinit_name
        stores = (program.field_ref_op >= SPUTS[0]) & (program.field_ref_op <= SPUTS[-1])
        stores &= program.method_name[program.field_ref_method] == clinit
        computed = set(program.field_ref_field[stores].tolist())  # what a static initialiser stores is not known here
        for row in np.flatnonzero((program.field_ref_op >= SGETS[0]) & (program.field_ref_op <= SGETS[-1])).tolist():
            each = int(program.field_ref_field[row])
            if each in self._fields or each in computed or program.type_class[program.field_class[each]] == NONE:
                continue
            if program.type_name(int(program.field_type[each])) != "Z":
                continue
            name = program.text(int(program.field_name[each]))
            if _FIELD.search(name):
                default = int(initial.get(each, 0))
                self._fields[each] = Flag(default, Gate(name, default))

    def _users(self) -> Iterator[int]:
        """Yield the methods that ask for a gate's value."""
        program = self._program
        yield from {int(program.call_caller[row]) for row in self._rows}
        gates = np.array(sorted(self._methods), np.uint32)
        refs = np.flatnonzero(among(self._graph.resolved, gates, len(program.method_class))).tolist()
        yield from {int(program.call_caller[row]) for row in self._calls_of(refs)}
        wanted = np.array(sorted(self._fields), np.uint32)
        rows = np.flatnonzero(among(program.field_ref_field, wanted, len(program.field_class)))
        yield from {int(program.field_ref_method[row]) for row in rows.tolist()}

    def _learn(self, method: int, found: Outcome) -> None:
        if found.result is not None and found.result.gate is not None:
            self._methods[method] = found.result
        for each, flag in found.stores.items():
            if flag is not None and flag.gate is not None and each not in self._fields:
                self._fields[each] = flag

    def _follow(self, method: int) -> Outcome:
        code = instructions(self._program, method)
        if not code:
            return Outcome({}, None, {})
        return FirstStart(code, self._sources(method)).outcome()

    def _sources(self, method: int) -> Sources:
        program = self._program
        calls: dict[int, Flag] = {}
        boxes: set[int] = set()
        for row in range(int(self._graph.call_start[method]), int(self._graph.call_end[method])):
            flag = self._rows.get(row) or self._methods.get(int(self._graph.resolved[program.call_callee[row]]))
            if flag is not None:
                calls[int(program.call_pc[row])] = flag
            elif int(program.call_callee[row]) in self._boxes:
                boxes.add(int(program.call_pc[row]))
        reads: dict[int, Flag] = {}
        writes: dict[int, int] = {}
        for row in range(int(self._field_start[method]), int(self._field_end[method])):
            each, pc, op = int(program.field_ref_field[row]), int(program.field_ref_pc[row]), int(program.field_ref_op[row])
            if (op in SGETS or op in IGETS) and each in self._fields:
                reads[pc] = self._fields[each]
            elif op in SPUTS or op in IPUTS:
                writes[pc] = each
        return Sources(calls, reads, writes, frozenset(boxes))

    def _guard(self, done: dict[int, Outcome]) -> dict[tuple[int, int], Gate]:
        graph, program = self._graph, self._program
        spans = (
            (graph.call_start, graph.call_end, program.call_pc, graph.guarded_calls),
            (graph.new_start, graph.new_end, graph.new_pc, graph.guarded_news),
            (graph.field_start, graph.field_end, graph.field_pc, graph.guarded_fields),
            (graph.name_start, graph.name_end, graph.name_pc, graph.guarded_names),
            (graph.reflect_offset[:-1], graph.reflect_offset[1:], graph.reflect_pc, graph.guarded_reflections),
        )
        gates: dict[tuple[int, int], Gate] = {}
        for method, found in done.items():
            gates |= {(method, pc): gate for pc, gate in found.behind.items()}
            for start, end, pcs, marks in spans if found.behind else ():
                for row in range(int(start[method]), int(end[method])):
                    marks[row] = int(pcs[row]) in found.behind
        return gates
