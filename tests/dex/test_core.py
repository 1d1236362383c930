"""References under ids that hold across files; files made to cost much cost little."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from dexwriter import RETURN, Dex, const_string, invoke
from tests.pace import within

from mingcha.dex.program import NONE, load

LIMIT = 1.0  # CPU seconds for any file made to amplify work


def codes(program) -> set[str]:
    return {code for _, code, _ in program.problems}


def timed(data: bytes):
    """Return the program and check that it took no more than LIMIT."""
    with within(LIMIT):
        return load([("classes.dex", data)])


def table(data: bytes | bytearray, at: int) -> tuple[int, int]:
    return struct.unpack_from("<II", data, at)


@pytest.fixture(scope="module")
def wide() -> bytes:
    """Return a dex with many strings, classes and methods, each with some code."""
    dex = Dex()
    for c in range(400):
        made = dex.add(f"Lw/C{c};", interfaces=["Ljava/lang/Runnable;"])
        for m in range(20):
            made.method(f"m{m}()V", [const_string(0, f"text {c} {m}"), invoke(0x71, f"Lw/C{m};->m{c % 20}()V"), RETURN], 9)
    return dex.build()


def test_a_wide_file(wide: bytes):
    program = load([("classes.dex", wide)])
    assert program.problems == []
    assert (len(program.class_type), len(program.def_method), len(program.call_pc), len(program.const_pc)) == (400, 8000, 8000, 8000)
    assert program.stats["instructions"] == 24000


def test_the_same_file_twice_adds_no_ids(wide: bytes):
    once, twice = load([("classes.dex", wide)]), load([("classes.dex", wide), ("classes2.dex", wide)])
    for name in ("string_offset", "type_string", "proto_types", "field_class", "method_class", "method_selector", "call_pc"):
        assert np.array_equal(getattr(once, name), getattr(twice, name)), name
    assert twice.problems == [("classes2.dex", "duplicate-class", "400: 0, 1, 2, 3, …")]


def test_all_strings_at_one_long_text(wide: bytes):
    place = len(wide)
    data = bytearray(wide + b"\xff\xff\xff\x01" + b"A" * (4 << 20) + b"\0")
    count, at = table(data, 0x38)
    for i in range(count):
        struct.pack_into("<I", data, at + 4 * i, place)
    program = timed(bytes(data))
    assert "string-budget" in codes(program)
    assert len(program.string_offset) == 1
    assert int((program.string_map == NONE).sum()) > count // 2


def test_all_prototypes_at_one_long_list(wide: bytes):
    dex = Dex()
    dex.add("Lw/A;").method("a(" + "I" * 255 + ")V", None, 0x101)
    small = dex.build()
    lists = struct.unpack_from("<I", small, table(small, 0x48)[1] + 8)[0]
    data = bytearray(small)
    data += b"\0" * (-len(data) % 4)
    place, count = len(data), 60000
    data += b"".join(struct.pack("<III", 0, i % 2, lists) for i in range(count))
    struct.pack_into("<II", data, 0x48, count, place)
    program = timed(bytes(data))
    assert "list-budget" in codes(program)
    assert len(program.proto_offset) - 1 == 2
    assert timed(wide).problems == []


def test_hash_tables_resist_many_similar_keys():
    dex = Dex()
    dex.extra_strings = [f"{i:016d}" for i in range(60000)]
    dex.add("Lw/A;")
    program = timed(dex.build())
    assert program.find_string("0000000000059999") is not None
    assert len(program.string_offset) > 60000


def test_invalid_indexes_give_no_ids(garden: Dex):
    data = bytearray(garden.build())
    whole = load([("classes.dex", bytes(data))])
    index = whole.type_map.tolist().index(whole.find_type("Ljava/lang/String;"))
    struct.pack_into("<I", data, table(data, 0x40)[1] + 4 * index, 0xFFFFFF)
    program = load([("classes.dex", bytes(data))])
    assert program.type_map[index] == NONE
    assert codes(program) == {
        "bad-checksum",
        "bad-type",
        "bad-prototype",
        "bad-field",
        "bad-method",
        "bad-definition",
        "bad-reference",
        "bad-values",
    }
    used = [program.proto_types, program.method_class, program.method_proto, program.field_class, program.call_callee]
    assert all((array != NONE).all() for array in used)
