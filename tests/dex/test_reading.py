"""The run over all kernels: budgets, problems and figures."""

from __future__ import annotations

import dataclasses

import numpy as np
from dexwriter import RETURN, Dex

from mingcha.dex.program import Program, load
from mingcha.dex.reading import read


def test_fields_are_those_of_a_program(garden: Dex):
    made_later = {"lines", "type_names", "proto_names", "class_descriptors", "call_rows", "cells"}
    assert set(read([("classes.dex", garden.build())])) == {field.name for field in dataclasses.fields(Program)} - made_later


def test_types_of_the_arrays(garden: Dex):
    arrays = {name: value for name, value in read([("classes.dex", garden.build())]).items() if isinstance(value, np.ndarray)}
    bytes_ = {"buffer", "static_value_kind", "call_op", "field_ref_op", "type_ref_op"}
    wide = {"dex_base", "dex_end", "string_offset", "proto_offset", *(name for name in arrays if name.endswith("_map_offset"))}
    hashed = {"string_slots", "proto_slots"}
    for name, array in arrays.items():
        expected = np.uint8 if name in bytes_ else np.int64 if name in wide else np.uint64 if name in hashed else np.uint32
        assert array.dtype == expected, name


def test_figures(garden: Dex):
    stats = load([("classes.dex", garden.build())]).stats
    assert (stats["classes"], stats["definitions"], stats["calls"], stats["bad_items"]) == (2, 7, 5, 0)
    assert stats["instructions"] == 2 + 9 + 2 + 1 + 1


def test_problems_tell_how_many_and_where_first():
    dex = Dex()
    made = dex.add("Lx/A;")
    for m in range(6):
        made.method(f"m{m}()V", [(0x3E,), RETURN], 9)
    assert load([("classes.dex", dex.build())]).problems == [("classes.dex", "unknown-opcode", "6: 0, 1, 2, 3, …")]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(garden: Dex):
    program = load([("a.dex", b"PK"), ("classes.dex", garden.build())])
    assert program.dex_names == ("classes.dex",)
    assert [problem[:2] for problem in program.problems] == [("a.dex", "not-a-dex")]
    assert len(program.class_type) == 2
