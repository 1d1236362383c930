"""One method at the first start: what it reaches when stored flags have their defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mingcha.dex.flow import Instruction

MAX_STEPS = 20_000

_INVOKES = {*range(0x6E, 0x73), *range(0x74, 0x79)}
_XOR_LITERALS, _XOR, _XOR_2ADDR = (0xD7, 0xDF), 0x97, 0xB7
_IF_TESTS = {0x32: "eq", 0x33: "ne", 0x34: "lt", 0x35: "ge", 0x36: "gt", 0x37: "le"}
SGETS, IGETS, SPUTS, IPUTS = range(0x60, 0x67), range(0x52, 0x59), range(0x67, 0x6E), range(0x59, 0x60)


class Gate(NamedTuple):
    """A stored flag: its key (or field), and the value that it has before anything is stored."""

    key: str
    default: int


class Flag(NamedTuple):
    """A number in a register; `gate` is set when it comes from a gate, None for a plain constant."""

    value: int
    gate: Gate | None


class Outcome(NamedTuple):
    """The outcome of one method at the first start: the pcs behind each gate, its result, what it stores."""

    behind: dict[int, Gate]
    result: Flag | None
    stores: dict[int, Flag | None]


class Sources(NamedTuple):
    """Where a method gets flags from, and fields that it writes, by pc."""

    calls: dict[int, Flag]
    reads: dict[int, Flag]
    writes: dict[int, int]


_State = dict[int, Flag]


class FirstStart:
    """Follows one method at the first start; registers hold flags and constants, everything else is unknown."""

    def __init__(self, code: dict[int, Instruction], sources: Sources) -> None:
        self._code = code
        self._sources = sources
        self._states: dict[int, _State] = {}
        self._pruned: dict[int, Gate] = {}  # branch targets not taken
        self._results: list[Flag | None] = []
        self._stores: dict[int, Flag | None] = {}

    def outcome(self) -> Outcome:
        """Return what was found; nothing when the method is too much work."""
        queue: list[tuple[int, _State]] = [(0, {})]
        for _ in range(MAX_STEPS):
            if not queue:
                break
            pc, state = queue.pop()
            if pc not in self._code or not self._join(pc, state):
                continue
            queue += self._step(self._code[pc], dict(self._states[pc]))
        else:
            return Outcome({}, None, {})
        behind: dict[int, Gate] = {}
        for target, gate in self._pruned.items():
            self._mark(target, gate, behind)
        same = len(set(self._results)) == 1
        return Outcome(behind, self._results[0] if same else None, self._stores)

    def _join(self, pc: int, state: _State) -> bool:
        """Merge a state into that of a place; tell whether anything changed."""
        known = self._states.get(pc)
        if known is None:
            self._states[pc] = state
            return True
        merged = {register: flag for register, flag in known.items() if state.get(register) == flag}
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
        if op in _INVOKES:
            self._set(state, _RESULT, self._sources.calls.get(at.pc))
        elif 0x0A <= op <= 0x0C:  # noqa: PLR2004 - move-result
            self._set(state, units[0] >> 8, state.get(_RESULT))
        elif op == 0x0F:  # noqa: PLR2004 - return
            self._results.append(state.get(units[0] >> 8))
        elif op in (0x10, 0x11):
            self._results.append(None)
        elif op in SPUTS or op in IPUTS:
            self._store(at, state.get(units[0] >> 8 if op in SPUTS else units[0] >> 8 & 0xF))
        else:
            self._assign(at, state)
        return onward + [(place, state) for place in at.successors]

    def _store(self, at: Instruction, flag: Flag | None) -> None:
        each = self._sources.writes.get(at.pc)
        if each is not None:
            self._stores[each] = flag if each not in self._stores else None

    def _branch(self, at: Instruction, state: _State) -> list[tuple[int, _State]]:
        """Follow the branch that a flag decides, or both; a branch on plain constants alone is no gate."""
        zero = at.op >= 0x38  # noqa: PLR2004 - if-testz
        left = state.get(at.units[0] >> 8 if zero else at.units[0] >> 8 & 0xF)
        right = Flag(0, None) if zero else state.get(at.units[0] >> 12)
        after, target = at.successors
        gate = (left and left.gate) or (right and right.gate)
        if left is None or right is None or gate is None:
            return [(after, state), (target, dict(state))]
        taken, other = (target, after) if _holds(_IF_TESTS[at.op - 6 if zero else at.op], left.value, right.value) else (after, target)
        self._pruned[other] = gate
        return [(taken, state)]

    def _assign(self, at: Instruction, state: _State) -> None:
        op, units = at.op, at.units
        place = _destination(at)
        if place is None:
            return
        value: Flag | None = None
        if op in (0x01, 0x04, 0x07):
            value = state.get(units[0] >> 12)
        elif op in (0x02, 0x05, 0x08):
            value = state.get(units[1])
        elif op == 0x12:  # noqa: PLR2004 - const/4
            value = Flag(_signed(units[0] >> 12, 4), None)
        elif op == 0x13:  # noqa: PLR2004 - const/16
            value = Flag(_signed(units[1], 16), None)
        elif op == 0x14:  # noqa: PLR2004 - const
            value = Flag(_signed(units[1] | units[2] << 16, 32), None)
        elif op in SGETS or op in IGETS:
            value = self._sources.reads.get(at.pc)
        elif op in _XOR_LITERALS:
            source = state.get(units[0] >> 12 if op == _XOR_LITERALS[0] else units[1] & 0xFF)
            literal = _signed(units[1], 16) if op == _XOR_LITERALS[0] else _signed(units[1] >> 8, 8)
            value = None if source is None else Flag(source.value ^ literal, source.gate)
        self._set(state, place, value)

    @staticmethod
    def _set(state: _State, register: int, flag: Flag | None) -> None:
        if flag is None:
            state.pop(register, None)
        else:
            state[register] = flag


_RESULT = -1
_FOUR_BIT = {0x01, 0x04, 0x07, 0x12, 0x20, 0x21, 0x23, *range(0x52, 0x59), *range(0x7B, 0x90), *range(0xB0, 0xD8)}
_EIGHT_BIT = {
    *(0x02, 0x05, 0x08, 0x0D, *range(0x13, 0x1D), 0x22),
    *(*range(0x2D, 0x32), *range(0x44, 0x4B), *range(0x60, 0x67), *range(0x90, 0xB0), *range(0xD8, 0xE3), 0xFE, 0xFF),
}


def _destination(at: Instruction) -> int | None:
    """Return the register that an instruction writes, None for none."""
    if at.op in _FOUR_BIT:
        return at.units[0] >> 8 & 0xF
    if at.op in _EIGHT_BIT:
        return at.units[0] >> 8
    return at.units[1] if at.op in (0x03, 0x06, 0x09) else None


def _signed(value: int, bits: int) -> int:
    return value - (1 << bits) if value >> (bits - 1) else value


def _holds(test: str, left: int, right: int) -> bool:
    return {
        "eq": left == right,
        "ne": left != right,
        "lt": left < right,
        "ge": left >= right,
        "gt": left > right,
        "le": left <= right,
    }[test]
