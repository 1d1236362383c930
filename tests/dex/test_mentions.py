from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from tests.dex.dexwriter import RETURN, Dex, access, const_string, typed

from mingcha.dex import program as programs
from mingcha.dex.mentions import LATER, MADE, STARTED, Mentions, find

if TYPE_CHECKING:
    from mingcha.dex.program import Program

MAIN, OTHER = 0x7F030001, 0x7F040000
NAMES = {MAIN: (["x.View", "x.Absent", "android.view.View"], ["x.Next"]), OTHER: ([], [])}


def number(value: int) -> tuple[int, ...]:
    """Return `const v0, value`."""
    return (0x14, value & 0xFFFF, value >> 16)


def rows(program: Program, found: Mentions) -> list[tuple[str, str, int, int]]:
    """Return (method, class, how, pc) of each mention."""
    listed = []
    for method in range(len(program.method_class)):
        for row in range(int(found.offset[method]), int(found.offset[method + 1])):
            class_ = program.type_name(int(program.class_type[found.class_[row]]))
            listed.append((program.text(int(program.method_name[method])), class_, int(found.how[row]), int(found.pc[row])))
    return listed


def test_methods_name_components_what_they_inflate_and_what_reflection_makes() -> None:
    dex = Dex()
    for name in ("View", "Next", "Screen", "Plain", "Model"):
        dex.add(f"Lx/{name};")
    dex.add("Lx/Face;", flags=0x601)
    ids = dex.add("Lx/R$layout;")
    ids.static("main", "I", MAIN)
    ids.static("LIMIT", "I", 5)
    a = dex.add("Lx/A;")
    a.method("byNumber()V", [number(MAIN), number(OTHER), RETURN], 9)
    a.method("byUpperHalf()V", [(0x15, OTHER >> 16), RETURN], 9)
    a.method("byField()V", [access(0x60, 0, "Lx/R$layout;->LIMIT:I"), access(0x60, 0, "Lx/R$layout;->main:I"), RETURN], 9)
    a.method("component()V", [typed(0x1C, 0, "Lx/Plain;"), typed(0x1C, 0, "Lx/Screen;"), const_string(0, "x.Screen"), RETURN], 9)
    a.method("makes()V", [typed(0x22, 0, "Lx/Plain;"), RETURN], 9)
    a.method("asks()V", [typed(0x1C, 0, each) for each in ("Lx/Model;", "Lx/Face;", "Lx/Absent;", "[Lx/Model;")] + [RETURN], 9)
    a.method("<clinit>()V", [number(MAIN), RETURN], 0x10008)
    program = programs.load([("classes.dex", dex.build())])
    component = np.zeros(len(program.class_type), np.uint8)
    screen = program.find_type("Lx/Screen;")
    assert screen is not None
    component[program.type_class[screen]] = 1
    asked: list[int] = []

    def inflate(resource: int) -> tuple[list[str], list[str]]:
        asked.append(resource)
        return NAMES[resource]

    found = rows(program, find(program, component, {"Lx/Screen;": 1}, inflate))
    assert sorted(found) == [
        ("asks", "Lx/Model;", MADE, 0),
        ("byField", "Lx/Next;", LATER, 2),
        ("byField", "Lx/View;", MADE, 2),
        ("byNumber", "Lx/Next;", LATER, 0),
        ("byNumber", "Lx/View;", MADE, 0),
        ("component", "Lx/Screen;", STARTED, 2),
        ("component", "Lx/Screen;", STARTED, 4),
    ]
    assert asked == [MAIN, OTHER]
    assert {how for *_, how, _ in rows(program, find(program, component, {"Lx/Screen;": 1}, None))} == {STARTED, MADE}
