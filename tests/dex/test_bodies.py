"""Single methods: what they call and name, and which numbers they use."""

from __future__ import annotations

import struct

import pytest
from tests.dex.dexwriter import RETURN, Dex, access, const_string, invoke

from mingcha.dex.bodies import Bodies, Stored
from mingcha.dex.program import load

OTHER = "Lx/B;->go()V"
STATIC = 0x71


def bodies(code: list[tuple], name: str = "run()V", **more: list[tuple]) -> tuple[Bodies, int]:
    """Return the bodies of a class with one method (and more by their name), and that method's id."""
    dex = Dex()
    a = dex.add("Lx/A;")
    a.method(name, code, flags=0x9)
    for other, lines in more.items():
        a.method(f"{other}()V", lines, flags=0x9)
    dex.add("Lx/B;").method("go()V", [RETURN], flags=0x9)
    program = load([("classes.dex", dex.build())])
    method = program.find_method(f"Lx/A;->{name}")
    assert method is not None
    return Bodies(program), method


def test_calls_strings_and_siblings_of_a_method() -> None:
    found, method = bodies([const_string(0, "hi"), invoke(STATIC, OTHER), RETURN], other=[const_string(0, "no"), RETURN])
    assert found.callees(method) == [OTHER]
    assert found.strings(method) == ["hi"]
    assert [found.program.signature(each) for each in found.siblings(method)] == ["Lx/A;->other()V", "Lx/A;->run()V"]
    assert found.defined("run") == found.defined("run", "()V") == [method]
    assert found.defined("run", "(I)V") == found.defined("nothing") == []
    assert found.named(int(found.program.method_class[method]), {"run", "go"}) == [method]


def test_methods_of_classes_that_the_package_does_not_define() -> None:
    elsewhere = "Lz/C;->go()V"
    found, method = bodies([invoke(STATIC, elsewhere), RETURN])
    other = found.program.find_method(elsewhere)
    assert other is not None
    assert [found.has_code(each) for each in (method, other)] == [True, False]
    assert found.named(int(found.program.method_class[other]), {"go"}) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ([(0x1012,), (0x000F,)], True),  # const/4 v0, 1; return v0
        ([(0x0013, 1), (0x000F,)], True),
        ([(0x0012,), (0x000F,)], False),
        ([(0x1012,), (0x1012,), (0x000F,)], False),
    ],
)
def test_a_method_that_is_always_true(code: list[tuple], expected: bool) -> None:
    found, method = bodies(code, "is()Z")
    assert found.always_true(method) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ([invoke(STATIC, OTHER), RETURN], True),
        ([(0x0038, 5), invoke(STATIC, OTHER), RETURN], False),  # if-eqz v0 leads past the call
        ([RETURN], False),
    ],
)
def test_a_call_on_every_way(code: list[tuple], expected: bool) -> None:
    found, method = bodies(code)
    assert found.always_calls(method, OTHER) is expected


def float_bits(number: float) -> tuple[int, int]:
    low, high = struct.unpack("<HH", struct.pack("<f", number))
    return low, high


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ([(0x0114, *float_bits(12.5)), (0x022D, 0x0100), RETURN], [12.5]),  # const v1; cmpl-float v2, v0, v1
        ([(0x0115, float_bits(15.0)[1]), (0x022E, 0x0001), RETURN], [15.0]),  # const/high16; operands the other way round
        ([(0x0113, 19), (0x1382,), (0x022D, 0x0300), RETURN], [19.0]),  # const/16 v1; int-to-float v3, v1
        ([(0x0119, struct.unpack("<HHHH", struct.pack("<d", 20.0))[3]), (0x042F, 0x0100), RETURN], [20.0]),  # const-wide/high16
        ([(0x022D, 0x0100), RETURN], []),
    ],
)
def test_constants_that_are_compared(code: list[tuple], expected: list[float]) -> None:
    found, method = bodies(code)
    assert found.compared(method) == expected


def test_constants_that_calls_are_given() -> None:
    code = [(0x0112,), (0x1212,), invoke(STATIC, "Lx/B;->to(III)V", 2, 1, 3), RETURN]  # const/4 v1, 0; const/4 v2, 1
    found, method = bodies(code)
    assert found.passed(method, 2) == [1, 0, None]
    assert found.passed(method, 0) == []


def test_a_register_that_is_written_again_is_not_known() -> None:
    # const v1, 12.5; move v1, v5; cmpl-float v2, v0, v1
    found, method = bodies([(0x0114, *float_bits(12.5)), (0x5101,), (0x022D, 0x0100), RETURN])
    assert found.compared(method) == []


def test_constants_that_are_stored() -> None:
    code = [(0x0113, 19), access(0x59, 0x21, "Lx/B;->width:I"), access(0x59, 0x23, "Lx/B;->width:I"), RETURN]  # iput v1, v2; iput v3, v2
    found, method = bodies(code)
    assert found.stored(method) == [Stored(2, found.program.find_field("Lx/B;->width:I") or 0, 19)]
