"""The instruction table."""

from __future__ import annotations

import pytest

from mingcha.dex import opcodes


@pytest.mark.parametrize(
    ("opcode", "length", "kind"),
    [
        (0x00, 1, opcodes.NOP),
        (0x0E, 1, opcodes.PLAIN),
        (0x12, 1, opcodes.PLAIN),
        (0x14, 3, opcodes.NUMBER),
        (0x15, 2, opcodes.HIGH),
        (0x18, 5, opcodes.PLAIN),
        (0x1A, 2, opcodes.STRING),
        (0x1B, 3, opcodes.JUMBO),
        (0x1C, 2, opcodes.TYPE),
        (0x22, 2, opcodes.TYPE),
        (0x24, 3, opcodes.PLAIN),
        (0x2A, 3, opcodes.PLAIN),
        (0x2B, 3, opcodes.PLAIN),
        (0x38, 2, opcodes.PLAIN),
        (0x3E, 1, opcodes.UNKNOWN),
        (0x52, 2, opcodes.FIELD),
        (0x6D, 2, opcodes.FIELD),
        (0x6E, 3, opcodes.CALL),
        (0x73, 1, opcodes.UNKNOWN),
        (0x78, 3, opcodes.CALL),
        (0x7B, 1, opcodes.PLAIN),
        (0x90, 2, opcodes.PLAIN),
        (0xB0, 1, opcodes.PLAIN),
        (0xD0, 2, opcodes.PLAIN),
        (0xE3, 1, opcodes.UNKNOWN),
        (0xFA, 4, opcodes.CALL),
        (0xFC, 3, opcodes.CUSTOM),
        (0xFE, 2, opcodes.PLAIN),
    ],
)
def test_lengths_and_kinds(opcode: int, length: int, kind: int):
    assert (opcodes.LENGTH[opcode], opcodes.KIND[opcode]) == (length, kind)


@pytest.mark.oracle
def test_lengths_equal_androguards():
    dex = pytest.importorskip("androguard.core.dex")
    known = {op: entry[0].length // 2 for op, entry in dex.DALVIK_OPCODES_FORMAT.items() if entry[1][0] != "unused"}
    ours = {op: opcodes.LENGTH[op] for op in range(256) if opcodes.KIND[op] != opcodes.UNKNOWN}
    assert ours == {op: known[op] for op in ours}
