"""Typed values of binary XML and resource tables (AOSP androidfw Res_value)."""

from __future__ import annotations

import struct
from typing import NamedTuple

NULL = 0x00
REFERENCE = 0x01
ATTRIBUTE = 0x02
STRING = 0x03
FLOAT = 0x04
DYNAMIC_REFERENCE = 0x07
FIRST_INT = 0x10
INT_DEC = 0x10
INT_HEX = 0x11
BOOLEAN = 0x12
FIRST_COLOR = 0x1C
LAST_INT = 0x1F

REFERENCES = frozenset((REFERENCE, DYNAMIC_REFERENCE))

# What stands before the hexadecimal digits of a type, and how many digits there are at least.
_MARKS = {REFERENCE: ("@0x", 8), DYNAMIC_REFERENCE: ("@0x", 8), ATTRIBUTE: ("?0x", 8), INT_HEX: ("0x", 1)}
_SIGN = 0x80000000


class Value(NamedTuple):
    """A typed value: `type` is Res_value's data type, `data` its unsigned 32 bits, `text` the string when it is one."""

    type: int
    data: int
    text: str | None = None


def as_int(value: Value) -> int | None:
    """Return an integer (signed, booleans as 0 and 1), or None when the value is of another type."""
    if FIRST_INT <= value.type <= LAST_INT:
        return value.data - (1 << 32) if value.data & _SIGN else value.data
    return None


def as_text(value: Value) -> str | None:
    """Write a value as a manifest's source has it: true, 12, 0x10, 1.5, #ff00ff00, @0x7f010001; None when empty."""
    kind, data = value.type, value.data
    if kind == STRING:
        return value.text
    if kind == NULL or (kind in REFERENCES and not data):
        return None
    if kind == BOOLEAN:
        return "true" if data else "false"
    if kind == FLOAT:
        return repr(round(struct.unpack("<f", struct.pack("<L", data))[0], 6))
    if kind == INT_DEC:
        return str(as_int(value))
    mark, digits = ("#", 8) if FIRST_COLOR <= kind <= LAST_INT else _MARKS.get(kind, ("0x", 8))
    return f"{mark}{data:0{digits}x}"
