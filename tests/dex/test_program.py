"""Names, look-ups and lines of a program; the same tables in every process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
from dexwriter import RETURN, Dex, invoke

from mingcha.dex.program import NONE, Program, load

DIGEST = """
import dataclasses, hashlib, sys
import numpy as np
from mingcha.dex.program import load
program = load([("classes.dex", sys.stdin.buffer.read())])
digest = hashlib.sha256()
for field in dataclasses.fields(program):
    value = getattr(program, field.name)
    if not field.name.endswith("_slots") and field.name not in ("seed", "lines", "cells"):
        plain = {name: bytes(part) for name, part in value.items()} if field.name == "contents" else value
        digest.update(value.tobytes() if isinstance(value, np.ndarray) else repr(plain).encode())
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def program(garden: Dex) -> Program:
    other = Dex()
    other.add("Ly/Z;").method("a(J[[Lx/A;)Ly/Z;", [invoke(0x71, "Lx/A;->go(Ljava/lang/String;I)[I", 0, 0), RETURN], 9)
    return load([("classes.dex", garden.build()), ("classes2.dex", other.build())])


def test_names(program: Program):
    method = program.find_method("Ly/Z;->a(J[[Lx/A;)Ly/Z;")
    assert method is not None
    assert program.signature(method) == "Ly/Z;->a(J[[Lx/A;)Ly/Z;"
    assert program.proto_name(int(program.method_proto[method])) == "(J[[Lx/A;)Ly/Z;"
    field = program.find_field("Lx/A;->NAME:Ljava/lang/String;")
    assert field is not None
    assert program.field_signature(field) == "Lx/A;->NAME:Ljava/lang/String;"
    string = program.find_string("hé\U0001f600\0x")
    assert string is not None
    assert program.text(string) == "hé\U0001f600\0x"


def test_texts_of_many_strings_are_those_of_each(program: Program):
    strings = np.arange(len(program.string_offset), dtype=np.uint32)
    for some in (strings, strings[::-2], strings[:0]):
        assert program.texts(some) == [program.text(int(string)) for string in some]
    ascii_only = np.array([i for i in strings if program.text(int(i)).isascii()], np.uint32)
    assert 0 < len(ascii_only) < len(strings)
    assert program.texts(ascii_only) == [program.text(int(string)) for string in ascii_only]


def test_every_id_is_found_by_its_name(program: Program):
    assert [program.find_string(program.text(i)) for i in range(len(program.string_offset))] == [*range(len(program.string_offset))]
    assert [program.find_type(program.type_name(i)) for i in range(len(program.type_string))] == [*range(len(program.type_string))]
    count = len(program.method_class)
    assert [program.find_method(program.signature(i)) for i in range(count)] == [*range(count)]
    count = len(program.field_class)
    assert [program.find_field(program.field_signature(i)) for i in range(count)] == [*range(count)]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nowhere",
        "Lx/A;->go()V",
        "Lx/A;->nothing(Ljava/lang/String;I)[I",
        "Lx/A;->go(",
        "Lno/Such;->go()V",
        "Lx/A;->go(" + "I" * 300 + ")V",
    ],
)
def test_unknown_names(program: Program, name: str):
    assert program.find_method(name) is None
    assert program.find_field(name) is None
    assert program.find_type(name) is None


def test_ids_hold_across_files(program: Program):
    callee = program.find_method("Lx/A;->go(Ljava/lang/String;I)[I")
    callers = {program.signature(int(m)) for m in program.call_caller[program.call_callee == callee]}
    assert callers == {"Lx/A;->run()V", "Ly/Z;->a(J[[Lx/A;)Ly/Z;"}


def test_calls_of_methods_are_their_rows_in_order(program: Program):
    called = sorted(set(program.call_callee.tolist()))
    assert len(called) > 2
    for methods in ([], called[:1], called[::-1], [*called[1:], *called[1:]], range(len(program.method_class))):
        rows = program.calls_of(methods)
        assert rows.tolist() == [row for row, callee in enumerate(program.call_callee.tolist()) if callee in set(methods)]
    assert load([]).calls_of([]).tolist() == []


def test_maps_lead_from_indexes_to_ids(program: Program):
    second = program.string_map[program.string_map_offset[1] : program.string_map_offset[2]]
    assert sorted(program.text(int(s)) for s in second) == [program.text(int(s)) for s in second]
    types = program.type_map[program.type_map_offset[1] : program.type_map_offset[2]]
    assert {program.type_name(int(t)) for t in types} >= {"Ly/Z;", "Lx/A;", "[[Lx/A;"}


def test_definitions_belong_to_classes(program: Program):
    for c in range(len(program.class_type)):
        mine = slice(int(program.class_def_offset[c]), int(program.class_def_offset[c + 1]))
        assert set(program.def_class[mine].tolist()) <= {c}
        assert (program.method_class[program.def_method[mine]] == program.class_type[c]).all()
    defined = program.method_def != NONE
    assert (program.def_method[program.method_def[defined]] == np.flatnonzero(defined)).all()
    assert (program.type_class[program.class_type] == np.arange(len(program.class_type))).all()


def test_selectors_join_name_and_prototype(program: Program):
    run = [program.find_method(f"Lx/{c};->run()V") for c in "IA"]
    go = program.find_method("Lx/A;->go(Ljava/lang/String;I)[I")
    assert program.method_selector[run[0]] == program.method_selector[run[1]]
    assert program.method_selector[go] != program.method_selector[run[0]]
    assert program.selector_count == int(program.method_selector.max()) + 1


def test_nothing_gives_an_empty_program():
    program = load([])
    assert (program.dex_names, len(program.method_class), program.find_type("Lx/A;")) == ((), 0, None)
    assert load([("a.dex", b"")]).problems == [("a.dex", "not-a-dex", "offset 0x0, 0 bytes")]


def test_the_same_tables_in_every_process(garden: Dex):
    digests = set()
    for seed in ("0", "1", "77"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", DIGEST], input=garden.build(), env=environment, capture_output=True, check=True)
        digests.add(done.stdout)
    assert len(digests) == 1
    assert len(digests.pop().strip()) == hashlib.sha256().digest_size * 2


def test_names_of_many_are_those_of_each(program: Program):
    assert program.class_names == [program.type_name(type_) for type_ in program.class_type.tolist()]
    asked = ["onCreate", "<init>", "no such text in any file", "", "\ud800"]
    found = program.find_strings(asked)
    assert found == {text: string for text in asked if (string := program.find_string(text)) is not None}
    assert "<init>" in found
    assert "no such text in any file" not in found


@pytest.mark.parametrize("letters", ["L", "Ly/Z;", "go", "Ly/Z;;", "zz"])
def test_strings_that_begin_with_some_letters_are_found_in_order(program: Program, letters: str):
    expected = [i for i in range(len(program.string_offset)) if program.text(i).startswith(letters)]
    assert program.beginning(letters.encode()).tolist() == expected
