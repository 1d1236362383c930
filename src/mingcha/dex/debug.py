"""Source lines of instructions, read when asked for (AOSP dex-format, "debug_info_item")."""

from __future__ import annotations

import struct
from bisect import bisect_right
from contextlib import suppress

_END_SEQUENCE, _ADVANCE_PC, _ADVANCE_LINE, _START_LOCAL, _START_LOCAL_EXTENDED = range(5)
_OPERANDS = {0x03: 3, 0x04: 4, 0x05: 1, 0x06: 1, 0x09: 1}  # ULEB128 numbers behind the opcodes that change no line
_CONTINUE = 0x80  # another byte of the LEB128 number follows
_FIRST_SPECIAL, _LINE_BASE, _LINE_RANGE = 0x0A, -4, 15
MAX_STEPS = 1 << 22  # of all methods together: two seconds of work, far more than any app needs


class Leb128:
    """LEB128 numbers from a position on; IndexError at the end of the file."""

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


class Lines:
    """The line tables of methods, each read once; beyond MAX_STEPS instructions of all together they are empty."""

    def __init__(self) -> None:
        self.steps = MAX_STEPS
        self.tables: dict[tuple[int, int], tuple[list[int], list[int]]] = {}

    def find(self, data: memoryview, dex: int, code: int, pc: int) -> int | None:
        """Return the line of the instruction at `pc` of the code item at `code` of a dex, None where it is not told or malformed."""
        if (dex, code) not in self.tables:
            self.tables[dex, code] = self._read(data, code)
        addresses, lines = self.tables[dex, code]
        place = bisect_right(addresses, pc) - 1
        return lines[place] if place >= 0 and lines[place] > 0 else None

    def _read(self, data: memoryview, code: int) -> tuple[list[int], list[int]]:
        addresses: list[int] = []
        lines: list[int] = []
        offset = struct.unpack_from("<I", data, code + 8)[0] if code + 16 <= len(data) else 0
        if offset:
            # What stands before the end of the file is as good as ever.
            with suppress(IndexError):
                self._run(Leb128(data, offset), addresses, lines)
        return addresses, lines

    def _run(self, reader: Leb128, addresses: list[int], lines: list[int]) -> None:
        address, line = 0, reader.unsigned()
        parameters = reader.unsigned()
        while self.steps > 0:
            self.steps -= 1
            if parameters:
                parameters -= 1
                reader.unsigned()
                continue
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
                addresses.append(address)
                lines.append(line)
            else:
                for _ in range(_OPERANDS.get(opcode, 0)):
                    reader.unsigned()
