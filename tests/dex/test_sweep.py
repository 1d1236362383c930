"""The sweep over code."""

from __future__ import annotations

import struct

import pytest
from dexwriter import RETURN, Dex, const_string, invoke, typed
from tests.pace import within

from mingcha.dex.program import load

CALL = invoke(0x71, "Lx/B;->b()V")


def sweep(*code: tuple):
    """Return (problem codes, pcs of calls) of a program with one method."""
    dex = Dex("038")
    dex.add("Lx/A;").method("a()V", list(code), 9)
    program = load([("classes.dex", dex.build())])
    return [code for _, code, _ in program.problems], program.call_pc.tolist()


@pytest.mark.parametrize(
    ("payload", "units"),
    [
        ((0x0100, 2, 0, 0, 1, 0, 2, 0), 8),
        ((0x0200, 2, 1, 0, 2, 0, 3, 0, 4, 0), 10),
        ((0x0300, 1, 3, 0, 0x6E6E, 0x6E), 6),
        ((0x0300, 4, 0, 0), 4),
    ],
)
def test_payloads_are_not_code(payload: tuple, units: int):
    assert sweep(CALL, payload, CALL, RETURN) == ([], [0, 3 + units])


@pytest.mark.parametrize("payload", [(0x0100,), (0x0300, 1), (0x0100, 9, 0, 0), (0x0200, 0xFFFF), (0x0300, 0xFFFF, 0xFFFF, 0xFFFF)])
def test_cut_payloads_end_the_method(payload: tuple):
    assert sweep(CALL, payload) == (["bad-instruction"], [0])


def test_cut_instructions_end_the_method():
    assert sweep(CALL, (0x6E,)) == (["bad-instruction"], [0])


def test_unknown_opcodes_end_the_method():
    assert sweep(CALL, (0x3E,), CALL) == (["unknown-opcode"], [0])


def test_references_to_nothing_are_noted_and_stepped_over():
    assert sweep((0x71, 0x7FFF, 0), CALL, (0x1A, 0x7FFF), (0x62, 0x7FFF), (0x22, 0x7FFF), (0xFC, 3, 0), CALL) == (
        ["bad-reference"],
        [3, 15],
    )


def test_outputs_grow():
    dex = Dex()
    made = dex.add("Lx/A;")
    for m in range(200):
        made.method(f"m{m}()V", [CALL] * 40 + [const_string(0, "s"), typed(0x22, 0, "Lx/A;")] * 60 + [RETURN], 9)
    program = load([("classes.dex", dex.build())])
    assert program.problems == []
    assert (len(program.call_pc), len(program.const_pc), len(program.type_ref_pc)) == (8000, 12000, 12000)
    assert program.call_pc.reshape(200, 40).tolist() == [[3 * i for i in range(40)]] * 200
    assert program.stats["instructions"] == 200 * (40 + 120 + 1)


def test_all_methods_at_one_large_code_item():
    dex = Dex()
    made = dex.add("Lx/A;")
    made.method("big()V", [CALL] * 60_000 + [RETURN], 9)
    for m in range(3000):
        made.method(f"m{m:04d}()V", None, 0x109)
    data = bytearray(dex.build())
    _, at = struct.unpack_from("<II", data, 0x60)
    # Class data of its own: all direct methods in order, each with the one code item.
    place = load([("classes.dex", bytes(data))]).def_code.max()
    methods = b"".join(b"\x01\x09" + uleb5(int(place)) for _ in range(3000))
    struct.pack_into("<I", data, at + 24, len(data))
    data += b"\x00\x00" + b"\xb9\x17" + b"\x00" + b"\x00\x09" + uleb5(int(place)) + methods
    with within(1):
        program = load([("classes.dex", bytes(data))])
    assert "code-budget" in {code for _, code, _ in program.problems}
    assert program.stats["code_bytes"] <= 2 * len(data) + 65536


def uleb5(value: int) -> bytes:
    return bytes([*(value >> 7 * i & 0x7F | 0x80 for i in range(4)), value >> 28])
