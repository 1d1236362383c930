"""Lengths and kinds of Dalvik instructions (AOSP: dalvik-bytecode, as of dex 041), one byte per opcode."""

from __future__ import annotations

from typing import Final

# Kinds. CALL: method index in the second unit; STRING, FIELD, TYPE likewise; JUMBO: string index in two units; NUMBER, HIGH:
# a number of 32 bits in two units, or its upper half in one.
PLAIN, CALL, STRING, JUMBO, FIELD, TYPE, NOP, CUSTOM, UNKNOWN, NUMBER, HIGH = range(11)

# iget…, iput…, sget…, sput…
IGETS, IPUTS, SGETS, SPUTS = range(0x52, 0x59), range(0x59, 0x60), range(0x60, 0x67), range(0x67, 0x6E)

_LENGTHS = (
    (2, (0x02, 0x05, 0x08, 0x13, 0x15, 0x16, 0x19, 0x1A, 0x1C, 0x1F, 0x20, 0x22, 0x23, 0x29, 0xFE, 0xFF)),
    (2, (*range(0x2D, 0x3E), *range(0x44, 0x6E), *range(0x90, 0xB0), *range(0xD0, 0xE3))),
    (
        3,
        (
            0x03,
            0x06,
            0x09,
            0x14,
            0x17,
            0x1B,
            0x24,
            0x25,
            0x26,
            0x2A,
            0x2B,
            0x2C,
            *range(0x6E, 0x73),
            *range(0x74, 0x79),
        ),
    ),
    (3, (0xFC, 0xFD)),
    (4, (0xFA, 0xFB)),
    (5, (0x18,)),
)
_KINDS = (
    (NOP, (0x00,)),
    (CALL, (*range(0x6E, 0x73), *range(0x74, 0x79), 0xFA, 0xFB)),
    (STRING, (0x1A,)),
    (JUMBO, (0x1B,)),
    (FIELD, tuple(range(0x52, 0x6E))),
    (TYPE, (0x1C, 0x1F, 0x20, 0x22, 0x23)),
    (CUSTOM, (0xFC, 0xFD)),
    (NUMBER, (0x14,)),
    (HIGH, (0x15,)),
    (UNKNOWN, (*range(0x3E, 0x44), 0x73, 0x79, 0x7A, *range(0xE3, 0xFA))),
)


def _table(default: int, groups: tuple[tuple[int, tuple[int, ...]], ...]) -> bytes:
    table = bytearray([default]) * 256
    for value, opcodes in groups:
        for opcode in opcodes:
            table[opcode] = value
    return bytes(table)


LENGTH: Final = _table(1, _LENGTHS)  # in 16-bit units; payloads behind a NOP word are longer
KIND: Final = _table(PLAIN, _KINDS)
