"""Source lines."""

from __future__ import annotations

import pytest
from dexwriter import Dex, uleb

from mingcha.dex.debug import MAX_STEPS, Lines
from mingcha.dex.program import load


def code_with(debug: bytes) -> memoryview:
    """Return a code item at 0 whose debug information follows it."""
    return memoryview(bytes(8) + (16).to_bytes(4, "little") + bytes(4) + debug)


@pytest.mark.parametrize(("pc", "line"), [(0, 10), (1, 10), (2, 400), (6, 400), (7, 3), (99, 3)])
def test_lines_of_a_method(garden: Dex, pc: int, line: int):
    program = load([("classes.dex", garden.build())])
    method = program.find_method("Lx/A;->run()V")
    assert method is not None
    assert program.line(method, pc) == line


def test_methods_without_lines(garden: Dex):
    program = load([("classes.dex", garden.build())])
    for name in ("lambda()V", "nat()V"):
        method = program.find_method(f"Lx/A;->{name}")
        assert method is not None
        assert program.line(method, 0) is None
    elsewhere = program.find_method("Ljava/lang/Object;-><init>()V")
    assert elsewhere is not None
    assert program.line(elsewhere, 0) is None


def test_opcodes_that_change_no_line_are_stepped_over():
    locals_ = b"\x03\x01\x02\x03" + b"\x04\x01\x02\x03\x04" + b"\x05\x01" + b"\x06\x01" + b"\x07\x08" + b"\x09\x01"
    assert Lines().find(code_with(uleb(5) + uleb(1) + uleb(0) + locals_ + b"\x0f\x00"), 0, 0, 0) == 6


def test_special_opcodes_move_both():
    # 0x0A + 15 * 2 + (3 + 4): two units on, three lines down
    debug = uleb(10) + uleb(0) + b"\x0e" + bytes([0x0A + 37]) + b"\x00"
    assert [Lines().find(code_with(debug), 0, 0, pc) for pc in range(4)] == [10, 10, 13, 13]


@pytest.mark.parametrize("debug", [b"", b"\x80", b"\x05\xff\xff\xff\xff\x0f", b"\x05\x00\x02", b"\x05\x00\x01"])
def test_cut_debug_information_tells_nothing(debug: bytes):
    assert Lines().find(code_with(debug), 0, 0, 0) is None


def test_debug_information_outside_the_file_tells_nothing():
    assert Lines().find(memoryview(bytes(8) + b"\xff" * 8), 0, 0, 0) is None
    assert Lines().find(memoryview(bytes(8)), 0, 0, 0) is None


def test_what_stands_before_the_damage_counts():
    assert Lines().find(code_with(uleb(7) + uleb(0) + b"\x0e\x01"), 0, 0, 5) == 7


def test_all_methods_share_one_budget():
    lines = Lines()
    endless = code_with(uleb(1) + uleb(0) + b"\x0e" + b"\x07" * (MAX_STEPS + 9))
    assert lines.find(endless, 0, 0, 0) == 1
    assert lines.steps == 0
    assert lines.find(code_with(uleb(1) + uleb(0) + b"\x0e\x00"), 1, 0, 0) is None


def test_a_claimed_number_of_parameters_costs_steps():
    lines = Lines()
    assert lines.find(code_with(uleb(1) + uleb(1 << 31) + bytes(1000)), 0, 0, 0) is None
    assert lines.steps == MAX_STEPS - 1001
