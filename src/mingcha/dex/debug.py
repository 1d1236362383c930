"""Source lines of instructions, read when asked for (AOSP dex-format, "debug_info_item")."""

from __future__ import annotations

import struct

_END_SEQUENCE, _ADVANCE_PC, _ADVANCE_LINE, _START_LOCAL, _START_LOCAL_EXTENDED = range(5)
_OPERANDS = {0x03: 3, 0x04: 4, 0x05: 1, 0x06: 1, 0x09: 1}  # ULEB128 numbers behind the opcodes that change no line
_CONTINUE = 0x80  # another byte of the LEB128 number follows
_FIRST_SPECIAL, _LINE_BASE, _LINE_RANGE = 0x0A, -4, 15
_MAX_STEPS = 1 << 16


class _Reader:
    """Numbers from a position on; IndexError at the end of the file."""

    def __init__(self, data: memoryview, position: int) -> None:
        self.data = data
        self.position = position

    def byte(self) -> int:
        value = self.data[self.position]
        self.position += 1
        return value

    def unsigned(self) -> int:
        value = 0
        for shift in range(0, 35, 7):
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < _CONTINUE:
                break
        return value & 0xFFFFFFFF

    def signed(self) -> int:
        value = 0
        for shift in range(0, 35, 7):
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < _CONTINUE:
                return value - (1 << (shift + 7)) if byte & 0x40 else value
        return value


def find_line(data: memoryview, code: int, pc: int) -> int | None:
    """Return the line of the instruction at `pc` of the code item at `code`, None where it is not told or malformed."""
    if code + 16 > len(data):
        return None
    offset = struct.unpack_from("<I", data, code + 8)[0]
    if offset == 0:
        return None
    try:
        return _run(_Reader(data, offset), pc)
    except IndexError:
        return None


def _run(reader: _Reader, pc: int) -> int | None:
    address, line, found = 0, reader.unsigned(), None
    for _ in range(reader.unsigned()):
        reader.unsigned()
    for _ in range(_MAX_STEPS):
        opcode = reader.byte()
        if opcode == _END_SEQUENCE:
            break
        if opcode == _ADVANCE_PC:
            address += reader.unsigned()
        elif opcode == _ADVANCE_LINE:
            line += reader.signed()
        elif opcode >= _FIRST_SPECIAL:
            line += _LINE_BASE + (opcode - _FIRST_SPECIAL) % _LINE_RANGE
            address += (opcode - _FIRST_SPECIAL) // _LINE_RANGE
            if address > pc:
                break
            found = line
        else:
            for _ in range(_OPERANDS.get(opcode, 0)):
                reader.unsigned()
    return found if found is not None and found > 0 else None
