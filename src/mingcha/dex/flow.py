"""The instructions of one method with their successors, for analyses that need few methods (AOSP: dalvik-bytecode)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from mingcha.dex.debug import Leb128
from mingcha.dex.opcodes import LENGTH

if TYPE_CHECKING:
    from mingcha.dex.program import Program

# Methods with more code than this are generated tables; a gate does not hide in one.
MAX_UNITS = 20_000

_GOTO, _GOTO_16, _GOTO_32 = 0x28, 0x29, 0x2A
_SWITCHES = (0x2B, 0x2C)
_IF, _IF_ZERO = range(0x32, 0x38), range(0x38, 0x3E)
_ENDS = (*range(0x0E, 0x12), 0x27)  # returns and throw
_PACKED_SWITCH = 0x0100
INVOKES = {*range(0x6E, 0x73), *range(0x74, 0x79)}
_INVOKE_RANGE = 0x74
_FOUR_BIT = {0x01, 0x04, 0x07, 0x12, 0x20, 0x21, 0x23, *range(0x52, 0x59), *range(0x7B, 0x90), *range(0xB0, 0xD8)}
_EIGHT_BIT = {
    *(0x02, 0x05, 0x08, 0x0D, *range(0x13, 0x1D), 0x22),
    *(*range(0x2D, 0x32), *range(0x44, 0x4B), *range(0x60, 0x67), *range(0x90, 0xB0), *range(0xD8, 0xE3), 0xFE, 0xFF),
}


class Instruction(NamedTuple):
    """One instruction: its code units, where it goes on, and the handlers that an exception in it reaches.

    A switch goes on after itself, or for each of its `cases` to the successor that stands at the case's place behind that.
    """

    pc: int
    units: tuple[int, ...]
    successors: tuple[int, ...]
    handlers: tuple[int, ...]
    cases: tuple[int, ...] = ()

    @property
    def op(self) -> int:
        """Return the opcode."""
        return self.units[0] & 0xFF


def instructions(program: Program, method: int) -> dict[int, Instruction]:
    """Return a defined method's instructions by pc; empty when it has no code, too much of it, or malformed code.

    Only what a walk from the first instruction can meet is decoded.
    """
    definition = int(program.method_def[method])
    dex = int(program.def_dex[definition])
    data = program.buffer.data[int(program.dex_base[dex]) : int(program.dex_end[dex])]
    try:
        return _decode(data, int(program.def_code[definition]))
    except (IndexError, struct.error):
        return {}


def parameters(program: Program, method: int) -> range:
    """Return the registers that hold a defined method's arguments at its beginning; none when it has no code."""
    definition = int(program.method_def[method])
    dex, code = int(program.def_dex[definition]), int(program.def_code[definition])
    if code == 0:
        return range(0)
    registers, words = struct.unpack_from("<HH", program.buffer.data, int(program.dex_base[dex]) + code)
    return range(registers - words, registers)


def _decode(data: memoryview, at: int) -> dict[int, Instruction]:
    _, _, _, tries, _, count = struct.unpack_from("<HHHHII", data, at)
    if at == 0 or count > MAX_UNITS:
        return {}
    code = struct.unpack_from(f"<{count}H", data, at + 16)
    handlers = _handlers(data, at + 16 + 2 * count + (2 if count & 1 and tries else 0), tries)
    found: dict[int, Instruction] = {}
    queue = [0]
    while queue:
        pc = queue.pop()
        if pc in found or not 0 <= pc < count:
            continue
        units = code[pc : pc + LENGTH[code[pc] & 0xFF]]
        caught = tuple(place for first, last, places in handlers if first <= pc < last for place in places)
        found[pc] = Instruction(pc, units, _successors(code, pc, units), caught, _cases(code, pc, units))
        queue += found[pc].successors + caught
    return found


def signed(value: int, bits: int) -> int:
    """Return an unsigned number of so many bits as two's complement."""
    return value - (1 << bits) if value >> (bits - 1) else value


def destination(at: Instruction) -> int | None:
    """Return the register that an instruction writes, None for none."""
    if at.op in _FOUR_BIT:
        return at.units[0] >> 8 & 0xF
    if at.op in _EIGHT_BIT:
        return at.units[0] >> 8
    return at.units[1] if at.op in (0x03, 0x06, 0x09) else None


def arguments(at: Instruction) -> tuple[int, ...]:
    """Return the registers that an invoke instruction hands over."""
    first = at.units[2]
    if at.op >= _INVOKE_RANGE:
        return tuple(range(first, first + (at.units[0] >> 8)))
    places = (first & 0xF, first >> 4 & 0xF, first >> 8 & 0xF, first >> 12, at.units[0] >> 8 & 0xF)
    return places[: at.units[0] >> 12]


def _successors(code: tuple[int, ...], pc: int, units: tuple[int, ...]) -> tuple[int, ...]:  # noqa: PLR0911 - one line per form
    op = units[0] & 0xFF
    after = pc + len(units)
    if op in _ENDS:
        return ()
    if op == _GOTO:
        return (pc + signed(units[0] >> 8, 8),)
    if op == _GOTO_16:
        return (pc + signed(units[1], 16),)
    if op == _GOTO_32:
        return (pc + signed(units[1] | units[2] << 16, 32),)
    if op in _IF or op in _IF_ZERO:
        return (after, pc + signed(units[1], 16))
    if op in _SWITCHES:
        return (after, *_targets(code, pc, pc + signed(units[1] | units[2] << 16, 32)))
    return (after,)


def _targets(code: tuple[int, ...], pc: int, table: int) -> list[int]:
    """Return where a switch goes; both kinds of tables end in `size` offsets of two units."""
    size = code[table + 1]
    first = table + 4 if code[table] == _PACKED_SWITCH else table + 2 + 2 * size
    units = code[first : first + 2 * size]
    return [pc + signed(low | high << 16, 32) for low, high in zip(units[::2], units[1::2], strict=True)]


def _cases(code: tuple[int, ...], pc: int, units: tuple[int, ...]) -> tuple[int, ...]:
    """Return the values that a switch tells apart; a packed table gives the first, a sparse one all."""
    if units[0] & 0xFF not in _SWITCHES:
        return ()
    table = pc + signed(units[1] | units[2] << 16, 32)
    size = code[table + 1]
    keys = code[table + 2 : table + 2 + 2 * size]
    if code[table] == _PACKED_SWITCH:
        first = signed(keys[0] | keys[1] << 16, 32) if size else 0
        return tuple(range(first, first + size))
    return tuple(signed(low | high << 16, 32) for low, high in zip(keys[::2], keys[1::2], strict=True))


def _handlers(data: memoryview, at: int, tries: int) -> list[tuple[int, int, list[int]]]:
    """Return (first pc, pc after the last, handler pcs) of each try block."""
    found = []
    for number in range(tries):
        start, count, offset = struct.unpack_from("<IHH", data, at + 8 * number)
        reader = Leb128(data, at + 8 * tries + offset)
        size = reader.signed()
        places = []
        for _ in range(abs(size)):
            reader.unsigned()
            places.append(reader.unsigned())
        if size <= 0:
            places.append(reader.unsigned())
        found.append((start, start + count, places))
    return found
