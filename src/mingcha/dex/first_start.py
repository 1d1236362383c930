"""One method at the first start: what it reaches when stored flags have their defaults."""

from __future__ import annotations

import operator
from collections.abc import Mapping  # noqa: TC003 - a field of a NamedTuple
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mingcha.dex.flow import INVOKES, arguments, destination, signed
from mingcha.dex.opcodes import IGETS, IPUTS, SGETS, SPUTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingcha.dex.flow import Instruction
    from mingcha.dex.pure_calls import PureCall

MAX_STEPS = 20_000

_RETURNS = range(0x0F, 0x12)
_SWITCHES = (0x2B, 0x2C)
_XOR_LITERALS = (0xD7, 0xDF)
_CONSTANTS, _CONST_4, _COMPARE_LONG = range(0x12, 0x1A), 0x12, 0x31
_HIGH = {0x15: 16, 0x19: 48}  # const/high16, const-wide/high16
_IF_TESTS = {0x32: "eq", 0x33: "ne", 0x34: "lt", 0x35: "ge", 0x36: "gt", 0x37: "le"}


class Gate(NamedTuple):
    """A stored flag: its key (or field), and the value that it has before anything is stored, None for null."""

    key: str
    default: int | str | None


class Flag(NamedTuple):
    """A number or a text in a register, 0 also for null; `gate` is set when it comes from a gate, None for a plain constant."""

    value: int | str
    gate: Gate | None


# What a suspended call gives when its coroutine goes on: the same as if it had not been suspended. It agrees with every flag.
ANY = Flag("", None)


class Outcome(NamedTuple):
    """The outcome of one method at the first start: the pcs behind each gate, its result, what it stores and hands over.

    `passes` holds the registers of the calls that it comes to with a flag in one of them, and of all that are watched.
    """

    behind: dict[int, Gate]
    result: Flag | None
    stores: dict[int, Flag | None]
    passes: dict[int, tuple[Flag | None, ...]]


NOTHING = Outcome({}, None, {}, {})


class Sources(NamedTuple):
    """Where a method gets flags and constants from, and fields that it writes, by pc.

    `boxes` are calls that (un)box their argument; `given` are flags in registers at the beginning; `watched` are calls
    whose arguments are wanted.
    """

    calls: dict[int, Flag]
    reads: dict[int, Flag]
    writes: dict[int, int]
    boxes: frozenset[int] = frozenset()
    pure: Mapping[int, PureCall] = MappingProxyType({})
    texts: Mapping[int, str] = MappingProxyType({})
    given: Mapping[int, Flag] = MappingProxyType({})
    watched: frozenset[int] = frozenset()

    def without_gates(self) -> Sources:
        """Return what is known in any case: the constants."""
        reads = {pc: flag for pc, flag in self.reads.items() if flag.gate is None}
        calls, given = ({key: flag for key, flag in each.items() if flag is ANY} for each in (self.calls, self.given))
        return Sources(calls, reads, self.writes, self.boxes, self.pure, self.texts, given)


_State = dict[int, Flag]


class FirstStart:
    """Follows one method at the first start; registers hold flags and constants, everything else is unknown.

    A constant that holds only because a gate kept code from running (`allowed = agreed && isMainProcess()`) speaks for
    that gate. So the method is followed without its gates first, to know which constants hold in any case.
    """

    def __init__(self, code: dict[int, Instruction], sources: Sources) -> None:
        self._code = code
        self._sources = sources
        self._states: dict[int, _State] = {}
        self._pruned: dict[int, Gate] = {}  # branch targets not taken
        self._results: dict[int, Flag | None] = {}
        self._stores: dict[int, Flag | None] = {}
        self._anyway: FirstStart | None = None
        self._waiting: dict[int, int] = {}  # branches on what a suspended call gives, as long as nothing else comes there, and the register

    def outcome(self) -> Outcome:
        """Return what was found; nothing when the method is too much work."""
        anyway = FirstStart(self._code, self._sources.without_gates())
        if not anyway._run():
            return NOTHING
        self._anyway = anyway
        if not self._run():
            return NOTHING
        behind: dict[int, Gate] = {}
        for target, gate in self._pruned.items():
            self._mark(target, gate, behind)
        result = self._decided(agree(self._results.values()), agree(anyway._results.values()))
        return Outcome(behind, result, self._all_stores(anyway), self._all_passes())

    def _all_passes(self) -> dict[int, tuple[Flag | None, ...]]:
        found = {}
        for pc, state in self._states.items():
            at = self._code[pc]
            if at.op in INVOKES and (state or pc in self._sources.watched):
                flags = tuple(self._known(at, state, register) for register in arguments(at))
                if pc in self._sources.watched or any(flag is not None and flag.gate for flag in flags):
                    found[pc] = flags
        return found

    def _run(self) -> bool:
        """Follow the method to its end; tell whether the work was within bounds."""
        queue: list[tuple[int, _State]] = [(0, dict(self._sources.given))]
        for _ in range(MAX_STEPS):
            queue = queue or self._resumed()
            if not queue:
                return True
            pc, state = queue.pop()
            if pc in self._code and self._join(pc, state):
                queue += self._step(self._code[pc], dict(self._states[pc]))
        return False

    def _resumed(self) -> list[tuple[int, _State]]:
        """Return where the branches go on that still know nothing but that a coroutine has gone on: everywhere."""
        waiting, self._waiting = self._waiting, {}
        return [
            (place, dict(self._states[pc]))
            for pc, register in waiting.items()
            if self._states[pc].get(register) is ANY
            for place in self._code[pc].successors
        ]

    def _all_stores(self, anyway: FirstStart) -> dict[int, Flag | None]:
        """Return what is stored in each field, None unless every store agrees."""
        found: dict[int, list[Flag | None]] = {}
        for pc, flag in self._stores.items():
            found.setdefault(self._sources.writes[pc], []).append(self._decided(flag, anyway._stores.get(pc)))
        return {each: agree(flags) for each, flags in found.items()}

    def _decided(self, flag: Flag | None, anyway: Flag | None) -> Flag | None:
        """Book a constant that does not hold in any case on the gate that decided it."""
        if flag is None or flag is ANY or flag.gate is not None or not self._pruned or (anyway is not None and anyway.value == flag.value):
            return flag
        return Flag(flag.value, next(iter(self._pruned.values())))

    def _join(self, pc: int, state: _State) -> bool:
        """Merge a state into that of a place; tell whether anything changed."""
        known = self._states.get(pc)
        if known is None:
            self._states[pc] = state
            return True
        merged: _State = {}
        for register, flag in known.items():
            both = agree((flag, state.get(register)))
            if both is not None:
                merged[register] = both
        if merged == known:
            return False
        self._states[pc] = merged
        return True

    def _mark(self, pc: int, gate: Gate, behind: dict[int, Gate]) -> None:
        """Book what can be reached from a branch not taken, and was not reached otherwise, on its gate."""
        queue = [pc]
        while queue:
            at = queue.pop()
            if at in behind or at in self._states or at not in self._code:
                continue
            behind[at] = gate
            queue += self._code[at].successors + self._code[at].handlers

    def _step(self, at: Instruction, state: _State) -> list[tuple[int, _State]]:
        op, units = at.op, at.units
        onward: list[tuple[int, _State]] = [(place, {}) for place in at.handlers]
        if 0x32 <= op <= 0x3D:  # noqa: PLR2004 - if-test and if-testz
            return onward + self._branch(at, state)
        if op in _SWITCHES:
            return onward + self._switch(at, state)
        if op in INVOKES:
            self._set(state, _RESULT, self._called(at, state))
        elif 0x0A <= op <= 0x0C:  # noqa: PLR2004 - move-result
            self._set(state, units[0] >> 8, state.get(_RESULT))
        elif op in _RETURNS:
            self._results[at.pc] = state.get(units[0] >> 8)
        elif op in SPUTS or op in IPUTS:
            if at.pc in self._sources.writes:
                self._stores[at.pc] = state.get(units[0] >> 8 if op in SPUTS else units[0] >> 8 & 0xF)
        else:
            self._assign(at, state)
        return onward + [(place, state) for place in at.successors]

    def _called(self, at: Instruction, state: _State) -> Flag | None:
        if at.pc in self._sources.boxes:
            return state.get(arguments(at)[0])
        pure = self._sources.pure.get(at.pc)
        if pure is None:
            return self._sources.calls.get(at.pc)
        flags = [state.get(register) for register in arguments(at)[: pure.arguments]]
        if any(flag is ANY for flag in flags):
            return ANY
        known = [flag for flag in flags if flag is not None]
        result = pure.result(*(flag.value for flag in known)) if len(known) == pure.arguments else None
        return None if result is None else Flag(result, next((flag.gate for flag in known if flag.gate), None))

    def _known(self, at: Instruction, state: _State, register: int) -> Flag | None:
        """Return a register's flag, with the gate that decided it."""
        flag = state.get(register)
        if flag is None or flag is ANY or self._anyway is None:
            return None if flag is ANY else flag
        states = self._anyway._states  # noqa: SLF001 - the same class
        return self._decided(flag, states.get(at.pc, {}).get(register))

    def _branch(self, at: Instruction, state: _State) -> list[tuple[int, _State]]:
        """Follow the branch that a flag decides, or both; a branch on plain constants alone is no gate."""
        zero = at.op >= 0x38  # noqa: PLR2004 - if-testz
        if zero and state.get(at.units[0] >> 8) is ANY:
            self._waiting[at.pc] = at.units[0] >> 8
            return []
        left = self._known(at, state, at.units[0] >> 8 if zero else at.units[0] >> 8 & 0xF)
        right = Flag(0, None) if zero else self._known(at, state, at.units[0] >> 12)
        after, target = at.successors
        gate = (left and left.gate) or (right and right.gate)
        taken_first = None if left is None or right is None else holds(at.op, left.value, right.value)
        if taken_first is None or gate is None:
            return [(after, state), (target, dict(state))]
        taken, other = (target, after) if taken_first else (after, target)
        self._pruned[other] = gate
        return [(taken, state)]

    def _switch(self, at: Instruction, state: _State) -> list[tuple[int, _State]]:
        """Follow the case that a flag decides, or all."""
        if state.get(at.units[0] >> 8) is ANY:
            self._waiting[at.pc] = at.units[0] >> 8
            return []
        flag = self._known(at, state, at.units[0] >> 8)
        if flag is None or flag.gate is None:
            return [(place, dict(state)) for place in at.successors]
        taken = at.successors[1 + at.cases.index(flag.value) if flag.value in at.cases else 0]
        self._pruned |= {place: flag.gate for place in at.successors if place != taken}
        return [(taken, state)]

    def _assign(self, at: Instruction, state: _State) -> None:
        op, units = at.op, at.units
        place = destination(at)
        if place is None:
            return
        value: Flag | None = None
        if op in (0x01, 0x04, 0x07):
            value = state.get(units[0] >> 12)
        elif op in (0x02, 0x05, 0x08):
            value = state.get(units[1])
        elif op in _CONSTANTS:
            value = Flag(_constant(op, units), None)
        elif at.pc in self._sources.texts:
            value = Flag(self._sources.texts[at.pc], None)
        elif op in SGETS or op in IGETS:
            value = self._sources.reads.get(at.pc)
        elif op in _XOR_LITERALS:
            source = state.get(units[0] >> 12 if op == _XOR_LITERALS[0] else units[1] & 0xFF)
            literal = signed(units[1], 16) if op == _XOR_LITERALS[0] else signed(units[1] >> 8, 8)
            value = Flag(source.value ^ literal, source.gate) if source is not None and isinstance(source.value, int) else None
            value = ANY if source is ANY else value
        elif op == _COMPARE_LONG:
            left, right = state.get(units[1] & 0xFF), state.get(units[1] >> 8)
            if left is not None and right is not None:
                value = ANY if ANY in (left, right) else _compared(left, right)
        self._set(state, place, value)

    @staticmethod
    def _set(state: _State, register: int, flag: Flag | None) -> None:
        if flag is None:
            state.pop(register, None)
        else:
            state[register] = flag


_RESULT = -1


def _constant(op: int, units: tuple[int, ...]) -> int:
    """Return the number that an instruction of the const family sets."""
    if op == _CONST_4:
        return signed(units[0] >> 12, 4)
    words = units[1:]
    value = signed(sum(word << 16 * place for place, word in enumerate(words)), 16 * len(words))
    return value << _HIGH.get(op, 0)


def agree(flags: Iterable[Flag | None]) -> Flag | None:
    """Return the flag whose value all have, with the first gate among theirs; None when they differ or one is unknown."""
    found: Flag | None = None
    for flag in flags:
        if flag is None or (flag is not ANY and found is not None and found is not ANY and flag.value != found.value):
            return None
        if found is None or found is ANY or (found.gate is None and flag is not ANY):
            found = flag
    return found


def _compared(left: Flag, right: Flag) -> Flag | None:
    """Return the result of cmp-long."""
    if not isinstance(left.value, int) or not isinstance(right.value, int):
        return None
    return Flag((left.value > right.value) - (left.value < right.value), left.gate or right.gate)


def holds(op: int, left: int | str, right: int | str) -> bool | None:
    """Tell whether the test of an if instruction holds; of two texts that are equal it is not known whether they are one object."""
    test = _IF_TESTS[op - 6 if op >= 0x38 else op]  # noqa: PLR2004 - if-testz
    if isinstance(left, int) and isinstance(right, int):
        return bool(_COMPARISONS[test](left, right))
    if test not in ("eq", "ne") or left == right:
        return None
    return test == "ne"


_COMPARISONS = {"eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "ge": operator.ge, "gt": operator.gt, "le": operator.le}
