from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.dex.dexwriter import RETURN, Dex, invoke

from mingcha.dex import flow
from mingcha.dex import program as programs
from mingcha.dex.flow import Instruction, instructions, parameters, signed

if TYPE_CHECKING:
    from mingcha.dex.program import Program

NOP = (0x00,)


def program_of(*code: tuple[int, ...], flags: int = 9) -> tuple[Program, int]:
    """Return a program and its one method, a(IJ)V; RETURN ends it."""
    dex = Dex()
    dex.add("Lx/A;").method("a(IJ)V", [*code, RETURN], flags)
    program = programs.load([("classes.dex", dex.build())])
    method = program.find_method("Lx/A;->a(IJ)V")
    assert method is not None
    return program, method


def followed(*code: tuple[int, ...]) -> dict[int, tuple[int, ...]]:
    """Return the successors of each instruction that a walk meets, by pc."""
    return {pc: each.successors for pc, each in instructions(*program_of(*code)).items()}


@pytest.mark.parametrize(("value", "bits", "expected"), [(0x7F, 8, 127), (0x80, 8, -128), (0xFFFF, 16, -1), (8, 4, -8), (7, 4, 7)])
def test_signed_is_twos_complement(value: int, bits: int, expected: int) -> None:
    assert signed(value, bits) == expected


def test_an_instruction_goes_on_to_the_next_and_a_return_nowhere() -> None:
    assert followed(NOP, invoke(0x71, "Lx/A;->a(IJ)V", 0, 1, 2)) == {0: (1,), 1: (4,), 4: ()}


def test_a_branch_goes_both_ways_and_what_nothing_reaches_is_left_out() -> None:
    # if-eqz v0 to 4; return; nop that nothing reaches; goto back to 0
    assert followed((0x0038, 4), RETURN, NOP, (0xFC28,)) == {0: (2, 4), 2: (), 4: (0,)}


@pytest.mark.parametrize(("jump", "target"), [((0x0228,), 2), ((0x0029, 3), 3), ((0x002A, 4, 0), 4)])
def test_a_goto_of_each_width(jump: tuple[int, ...], target: int) -> None:
    assert followed(jump, NOP)[0] == (target,)


def test_a_packed_switch_tells_its_cases_apart() -> None:
    code = instructions(*program_of((0x002B, 6, 0), RETURN, NOP, NOP, (0x0100, 2, 0xFFFF, 0xFFFF, 3, 0, 4, 0)))
    assert code[0] == Instruction(0, (0x002B, 6, 0), (3, 3, 4), (), (-1, 0))


def test_a_sparse_switch_tells_its_cases_apart() -> None:
    code = instructions(*program_of((0x002C, 6, 0), RETURN, NOP, NOP, (0x0200, 2, 5, 0, 0xFFF7, 0xFFFF, 3, 0, 4, 0)))
    assert code[0] == Instruction(0, (0x002C, 6, 0), (3, 3, 4), (), (5, -9))


@pytest.mark.debian
def test_handlers_of_a_try_block_are_reached_from_each_of_its_instructions() -> None:
    from tests.smali import assemble_dex  # noqa: PLC0415 - the only test here that needs the assembler

    text = (
        ".class Lx/A;\n.super Ljava/lang/Object;\n.method static a(IJ)V\n.registers 4\nnop\n:from\nnop\nnop\n:to\n"
        ".catch Ljava/io/IOException; {:from .. :to} :first\n.catchall {:from .. :to} :last\nreturn-void\n"
        ":first\nmove-exception v0\n:last\nreturn-void\n.end method\n"
    )
    program = programs.load([("classes.dex", assemble_dex({"A.smali": text}))])
    method = program.find_method("Lx/A;->a(IJ)V")
    assert method is not None
    assert {pc: each.handlers for pc, each in instructions(program, method).items()} == {0: (), 1: (4, 5), 2: (4, 5), 3: (), 4: (), 5: ()}


def test_malformed_code_gives_no_instructions(monkeypatch: pytest.MonkeyPatch) -> None:
    assert instructions(*program_of((0x002B, 0x7FFF, 0))) == {}  # a table far outside
    monkeypatch.setattr(flow, "MAX_UNITS", 1)
    assert followed(NOP) == {}


def test_a_method_without_code_has_none() -> None:
    dex = Dex()
    dex.add("Lx/A;", flags=0x601).method("a(IJ)V", None, 0x401)
    program = programs.load([("classes.dex", dex.build())])
    method = program.find_method("Lx/A;->a(IJ)V")
    assert method is not None
    assert (instructions(program, method), list(parameters(program, method))) == ({}, [])


@pytest.mark.parametrize(("flags", "words"), [(9, 3), (1, 4)])
def test_arguments_are_in_the_last_registers(flags: int, words: int) -> None:
    program, method = program_of(NOP, flags=flags)
    found = parameters(program, method)
    assert (len(found), found.stop) == (words, program.buffer[program.def_code[0]])
