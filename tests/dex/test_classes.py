"""Class definitions and their methods."""

from __future__ import annotations

import struct

from dexwriter import RETURN, Dex
from tests.pace import within

from mingcha.dex.program import NONE, load


def test_a_class(garden: Dex):
    program = load([("classes.dex", garden.build())])
    type_ = program.find_type("Lx/A;")
    c = int(program.type_class[type_])
    assert program.type_name(int(program.class_super[c])) == "Ljava/lang/Object;"
    assert program.text(int(program.class_source[c])) == "A.java"
    mine = program.interface_types[program.interface_offset[c] : program.interface_offset[c + 1]]
    assert [program.type_name(int(t)) for t in mine] == ["Lx/I;"]
    interface = int(program.type_class[program.find_type("Lx/I;")])
    assert (int(program.class_flags[interface]), int(program.class_source[interface])) == (0x601, NONE)
    names = {program.signature(int(m)): int(f) for m, f in zip(program.def_method, program.def_flags, strict=True)}
    assert names["Lx/A;-><init>()V"] == 0x10001
    assert names["Lx/A;->nat()V"] == 0x101


def test_the_first_definition_counts():
    files = []
    for parent in ("Lx/First;", "Lx/Second;"):
        dex = Dex()
        dex.add("Lx/A;", parent).method("a()V", [RETURN], 9)
        files.append((f"{parent}.dex", dex.build()))
    program = load(files)
    assert program.type_name(int(program.class_super[0])) == "Lx/First;"
    assert len(program.class_type) == len(program.def_method) == 1
    assert program.problems == [("Lx/Second;.dex", "duplicate-class", "1: 0")]


def test_methods_of_other_classes_are_no_definitions(garden: Dex):
    data = bytearray(garden.build())
    count, at = struct.unpack_from("<II", data, 0x60)
    class_data = [struct.unpack_from("<I", data, at + 32 * i + 24)[0] for i in range(count)]
    struct.pack_into("<I", data, at + 24, class_data[1])
    program = load([("classes.dex", bytes(data))])
    assert ("classes.dex", "bad-definition") in {problem[:2] for problem in program.problems}
    assert not program.find_method("Lx/I;->run()V") or program.method_def[program.find_method("Lx/I;->run()V")] == NONE


def test_all_classes_at_the_largest_class_data():
    dex = Dex()
    big = dex.add("La/Big;")
    for m in range(6000):
        big.method(f"m{m}()V", None, 0x101)
    for c in range(2500):
        dex.add(f"Lw/C{c};")
    data = bytearray(dex.build())
    count, at = struct.unpack_from("<II", data, 0x60)
    place = struct.unpack_from("<I", data, at + 24)[0]
    for i in range(count):
        struct.pack_into("<I", data, at + 32 * i + 24, place)
    with within(1):
        program = load([("classes.dex", bytes(data))])
    assert "class-data-budget" in {code for _, code, _ in program.problems}
    assert len(program.def_method) == 6000
