"""Single methods of a program looked into: what they call, which strings and classes they name, which numbers they use.

For analyses that need few methods; all answers are about one body, without following calls.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex.columns import runs
from mingcha.dex.flow import instructions, signed
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from mingcha.dex.flow import Instruction
    from mingcha.dex.program import Ids, Program

THROW, RETURN = 0x27, 0x0F
RETURNS = range(0x0E, 0x12)
_CONST_CLASS = 0x1C
_CMP_FLOAT, _CMP_DOUBLE = (0x2D, 0x2E), (0x2F, 0x30)
_INT_TO_FLOAT, _INT_TO_DOUBLE = 0x82, 0x83
_MOVES = (0x01, 0x04, 0x07)
_IPUT, _INVOKES = 0x59, range(0x6E, 0x73)
# Opcodes that write no register: returns, throw, goto, switches, if, aput, iput, sput, invoke, monitors, check-cast, fill-array.
_WRITE_NOTHING = frozenset(
    {0x00, *range(0x0E, 0x12), 0x1D, 0x1E, 0x1F, *range(0x24, 0x2D), *range(0x32, 0x3E)}
    | {*range(0x4B, 0x52), *range(0x59, 0x60), *range(0x67, 0x6E), *range(0x6E, 0x73), *range(0x74, 0x79), 0xFA, 0xFB, 0xFC, 0xFD}
)
# Opcodes whose target is the low nibble of the second byte: 12x and 22c, 22s.
_NIBBLE = frozenset({0x12, 0x01, 0x04, 0x07, 0x20, 0x21, 0x23, *range(0x52, 0x59), *range(0x7B, 0x90), *range(0xB0, 0xD8)})


class Stored(NamedTuple):
    """A number put into a field of an object at `pc`; `field` is a field id of the program."""

    pc: int
    field: int
    number: int


class Bodies:
    """Answers for one program; methods are given by their id."""

    def __init__(self, program: Program) -> None:
        """Take the program that the methods belong to."""
        self.program = program
        methods = len(program.method_class)
        self._calls, self._constants, self._types = (
            runs(column, methods) for column in (program.call_caller, program.const_method, program.type_ref_method)
        )

    def defined(self, name: str, descriptor: str | None = None) -> list[int]:
        """Return the methods with code of one name (and descriptor)."""
        program = self.program
        string = program.find_string(name)
        if string is None:
            return []
        found = [
            method
            for method in np.flatnonzero(program.method_name == string).tolist()
            if program.method_def[method] != NONE and program.def_code[program.method_def[method]]
        ]
        return [m for m in found if descriptor is None or program.proto_name(program.cells.method_proto[m]) == descriptor]

    def has_code(self, method: int) -> bool:
        """Tell whether the package defines a method and gives it code."""
        definition = self.program.cells.method_def[method]
        return definition != NONE and self.program.cells.def_code[definition] != 0

    def named(self, type_: int, names: Container[str]) -> list[int]:
        """Return the methods with code of one class that have one of some names; none of a class that the package does not define."""
        program = self.program
        class_ = program.cells.type_class[type_]
        if class_ == NONE:
            return []
        return [each for each in self._of_class(class_) if program.text(program.cells.method_name[each]) in names]

    def calls(self, method: int) -> range:
        """Return the call rows of a method."""
        return self._rows(self._calls, method)

    def callees(self, method: int) -> list[str]:
        """Return the signatures that a method calls, in order."""
        return [self.program.signature(self.program.cells.call_callee[row]) for row in self.calls(method)]

    def strings(self, method: int) -> list[str]:
        """Return the constant strings of a method, in order."""
        return [self.program.text(int(self.program.const_string[row])) for row in self._rows(self._constants, method)]

    def classes(self, method: int) -> list[str]:
        """Return the descriptors of the class constants of a method, in order."""
        program = self.program
        rows = self._rows(self._types, method)
        return [program.type_name(int(program.type_ref_type[row])) for row in rows if program.type_ref_op[row] == _CONST_CLASS]

    def siblings(self, method: int) -> list[int]:
        """Return all methods with code of the class of a method."""
        return self._of_class(self.program.cells.type_class[self.program.method_class[method]])

    def _of_class(self, class_: int) -> list[int]:
        program = self.program
        start, stop = int(program.class_def_offset[class_]), int(program.class_def_offset[class_ + 1])
        return [program.cells.def_method[d] for d in range(start, stop) if program.def_code[d]]

    def constructions(self, method: int) -> list[tuple[int, int]]:
        """Return (caller, pc) of the calls that construct the class of a method."""
        program = self.program
        init = program.find_string("<init>")
        own = np.flatnonzero((program.method_class == program.method_class[method]) & (program.method_name == init))
        rows = [] if init is None else program.calls_of(own.tolist()).tolist()
        places = ((program.cells.call_caller[row], program.cells.call_pc[row]) for row in rows)
        return [place for place in places if program.method_class[place[0]] != program.method_class[method]]

    def ordered(self, method: int) -> list[Instruction]:
        """Return the instructions of a method by place; empty when it is too long or malformed."""
        return [found for _, found in sorted(instructions(self.program, method).items())]

    def always_true(self, method: int) -> bool:
        """Tell whether a method does nothing but return 1."""
        found = self.ordered(method)
        if [each.op for each in found] not in ([0x12, RETURN], [0x13, RETURN]):
            return False
        return next(_constant(found[0]))[1] == 1

    def always_calls(self, method: int, callee: str) -> bool:
        """Tell whether every way through a method, exceptions aside, makes one of its calls of a signature."""
        program = self.program
        made = {program.cells.call_pc[row] for row in self.calls(method) if program.signature(program.cells.call_callee[row]) == callee}
        return self.always_passes(method, made)

    def always_passes(self, method: int, places: set[int]) -> bool:
        """Tell whether every way through a method, exceptions aside, passes one of some instructions."""
        found = instructions(self.program, method)
        queue, seen = [0], set(places)
        while places and queue:
            pc = queue.pop()
            if pc in seen or pc not in found:
                continue
            if found[pc].op in RETURNS:
                return False
            seen.add(pc)
            queue += found[pc].successors
        return bool(places)

    def compared(self, method: int) -> list[float]:
        """Return the constants that floating-point numbers are compared with, in order of appearance."""
        found = []
        for each, known in self._numbers(method):
            if each.op in _CMP_FLOAT or each.op in _CMP_DOUBLE:
                kind = "f" if each.op in _CMP_FLOAT else "d"
                operands = (each.units[1] & 0xFF, each.units[1] >> 8)
                found += [_floating(known[register], kind) for register in operands if register in known]
        return found

    def stored(self, method: int) -> list[Stored]:
        """Return the constant ints that a method puts into fields of objects."""
        program = self.program
        dex = int(program.def_dex[program.method_def[method]])
        start, stop = int(program.field_map_offset[dex]), int(program.field_map_offset[dex + 1])
        found = []
        for each, known in self._numbers(method):
            register = each.units[0] >> 8 & 0xF
            if each.op == _IPUT and register in known and start + each.units[1] < stop:
                field = int(program.field_map[start + each.units[1]])
                if field != NONE and isinstance(known[register], int):
                    found.append(Stored(each.pc, field, int(known[register])))
        return found

    def passed(self, method: int, pc: int) -> list[int | float | None]:
        """Return the constants in the registers of an ordinary call at `pc`, the receiver's place first; None where none is known."""
        for each, known in self._numbers(method):
            if each.pc == pc and each.op in _INVOKES:
                count, last, rest = each.units[0] >> 12, each.units[0] >> 8 & 0xF, each.units[2]
                registers = [rest & 0xF, rest >> 4 & 0xF, rest >> 8 & 0xF, rest >> 12, last][:count]
                return [known.get(register) for register in registers]
        return []

    def _rows(self, runs: tuple[Ids, Ids], method: int) -> range:
        start, end = runs
        return range(int(start[method]), int(end[method]))

    def _numbers(self, method: int) -> Iterator[tuple[Instruction, dict[int, int | float]]]:
        """Yield each instruction with the constants in registers before it, as read from top to bottom.

        Where ways meet, the constant written last in the text stands: enough to see which numbers a method uses.
        """
        known: dict[int, int | float] = {}
        for each in self.ordered(method):
            yield each, known
            op, target = each.op, each.units[0] >> 8
            if op in _WRITE_NOTHING:
                continue
            target = target & 0xF if op in _NIBBLE else target
            source = each.units[0] >> 12
            value = known.get(source)
            known.pop(target, None)
            if op in (_INT_TO_FLOAT, _INT_TO_DOUBLE) and isinstance(value, int):
                known[target] = float(value)
            elif op in _MOVES and value is not None:
                known[target] = value
            known.update(_constant(each))


def _constant(each: Instruction) -> Iterator[tuple[int, int]]:
    """Yield the register and the bits that a const instruction writes; a wide one's as 64 bits."""
    op, register, units = each.op, each.units[0] >> 8, each.units
    if op == 0x12:  # noqa: PLR2004 - const/4
        yield register & 0xF, signed(register >> 4, 4)
    elif op in (0x13, 0x16):
        yield register, signed(units[1], 16)
    elif op in (0x14, 0x17):
        yield register, signed(units[1] | units[2] << 16, 32)
    elif op == 0x15:  # noqa: PLR2004 - const/high16
        yield register, signed(units[1] << 16, 32)
    elif op == 0x18:  # noqa: PLR2004 - const-wide
        yield register, signed(sum(unit << 16 * place for place, unit in enumerate(units[1:5])), 64)
    elif op == 0x19:  # noqa: PLR2004 - const-wide/high16
        yield register, signed(units[1] << 48, 64)


def _floating(value: float, kind: str) -> float:
    """Return the number that bits mean as float (f) or double (d); what was converted from an int is one already."""
    if isinstance(value, float):
        return value
    bits, form = (value & 0xFFFFFFFF, "<I") if kind == "f" else (value & 0xFFFFFFFFFFFFFFFF, "<Q")
    return float(struct.unpack(f"<{kind}", struct.pack(form, bits))[0])
