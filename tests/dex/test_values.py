"""Initial values, annotations and call sites."""

from __future__ import annotations

import struct

import pytest
from dexwriter import RETURN, Dex, Site, invoke_custom
from tests.pace import within

from mingcha.dex.program import load


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("I", 0, 0),
        ("I", -1, 0xFFFFFFFF),
        ("I", 0x7FFFFFFF, 0x7FFFFFFF),
        ("I", -128, 0xFFFFFF80),
        ("S", -300, 0xFFFFFED4),
        ("B", -7, 0xFFFFFFF9),
        ("C", 0xFF80, 0xFF80),
        ("C", 0xF0, 0xF0),
        ("Z", 1, 1),
        ("Z", 0, 0),
        ("J", 5, None),
    ],
)
def test_numbers(type_: str, value: int, expected: int | None):
    dex = Dex()
    made = dex.add("Lx/A;")
    made.static("F", type_, value)
    made.static("LAST", "I", 9)
    program = load([("classes.dex", dex.build())])
    found = {
        program.field_signature(int(f)): (int(k), int(v))
        for f, k, v in zip(program.static_value_field, program.static_value_kind, program.static_value, strict=True)
    }
    assert found.pop("Lx/A;->LAST:I") == (0, 9)
    assert found == ({} if expected is None else {f"Lx/A;->F:{type_}": (0, expected)})


def test_strings_and_fields_without_values():
    dex = Dex()
    made = dex.add("Lx/A;")
    made.static("A", "Ljava/lang/String;", "imei")
    made.static("B", "Ljava/lang/Object;")
    made.static("C", "Ljava/lang/String;", "隐私政策")
    program = load([("classes.dex", dex.build())])
    assert program.static_value_kind.tolist() == [1, 1]
    assert [program.text(int(s)) for s in program.static_value] == ["imei", "隐私政策"]


def test_annotations(garden: Dex):
    program = load([("classes.dex", garden.build())])
    of_class = zip(program.class_annotation_class, program.class_annotation_type, strict=True)
    assert [(program.type_name(int(program.class_type[c])), program.type_name(int(t))) for c, t in of_class] == [("Lx/A;", "Lx/N;")]
    of_method = zip(program.method_annotation_method, program.method_annotation_type, strict=True)
    assert [(program.signature(int(m)), program.type_name(int(t))) for m, t in of_method] == [
        ("Lx/A;->run()V", "Lx/N;"),
        ("Lx/A;->run()V", "Lx/O;"),
    ]


def test_a_call_site_leads_to_its_implementation():
    dex = Dex("038")
    site = Site("Lx/Meta;->factory()V", "Lx/A;->lambda()V")
    dex.add("Lx/A;").method("a()V", [invoke_custom(site), RETURN, invoke_custom(site)], 9)
    program = load([("classes.dex", dex.build())])
    rows = zip(program.call_callee, program.call_pc, program.call_op, strict=True)
    assert [(program.signature(int(m)), int(pc), int(op)) for m, pc, op in rows] == [
        ("Lx/Meta;->factory()V", 0, 0xFD),
        ("Lx/A;->lambda()V", 0, 0xFC),
        ("Lx/Meta;->factory()V", 4, 0xFD),
        ("Lx/A;->lambda()V", 4, 0xFC),
    ]


def test_all_classes_at_one_large_annotation_set():
    dex = Dex()
    for c in range(3000):
        dex.add(f"Lw/C{c};", annotations=["Lx/N;"])
    data = bytearray(dex.build())
    count, at = struct.unpack_from("<II", data, 0x60)
    directory = struct.unpack_from("<I", data, at + 20)[0]
    item = struct.unpack_from("<I", data, struct.unpack_from("<I", data, directory)[0] + 4)[0]
    place = len(data)
    data += struct.pack("<I", 20000) + struct.pack("<I", item) * 20000
    struct.pack_into("<I", data, directory, place)
    for i in range(count):
        struct.pack_into("<I", data, at + 32 * i + 20, directory)
    with within(1):
        program = load([("classes.dex", bytes(data))])
    assert "value-budget" in {code for _, code, _ in program.problems}
    assert len(program.class_annotation_class) <= len(data) // 16 + 1024


def test_deeply_nested_values_are_refused(garden: Dex):
    data = bytearray(garden.build())
    _, at = struct.unpack_from("<II", data, 0x60)
    place = len(data)
    data += b"\x01" + b"\x1c\x01" * 100_000 + b"\x1e"
    struct.pack_into("<I", data, at + 32 + 28, place)
    program = load([("classes.dex", bytes(data))])
    assert "bad-values" in {code for _, code, _ in program.problems}
    assert len(program.static_value) == 0
