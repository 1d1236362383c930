from __future__ import annotations

import pytest
from tests.dex.first_start_apps import LEAKS, Built, smali

from mingcha.dex.outline import MAX_UNITS, Outline

pytestmark = pytest.mark.debian

CODE = (
    "    if-eqz p0, :second\n"  # 0
    f"{LEAKS}"  # 2
    "    return-void\n"  # 5
    "    :second\n"
    "    if-eqz p0, :third\n"  # 6
    "    const/4 v0, 0\n"  # 8
    "    :third\n"
    "    return-void"  # 9
)


def outline(code: str = CODE) -> Outline:
    built = Built("    const/4 v0, 0\n    invoke-static {v0}, Lt/Work;->go(Z)V\n", smali("Lt/Work;", ("public static go(Z)V", code)))
    return Outline(built.resolver.registers, int(built.program.method_def[built.method("Lt/Work;->go(Z)V")]))


def test_blocks_of_a_method() -> None:
    found = outline()
    assert found.starts == [0, 2, 6, 8, 9]
    assert found.onward == [(1, 2), (), (3, 4), (4,), ()]
    assert [found.block(pc) for pc in (0, 1, 2, 5, 6, 8, 9)] == [0, 0, 1, 1, 2, 3, 4]


def test_a_branch_that_goes_one_way_leaves_code_behind() -> None:
    found = outline()
    assert found.path({4}, {}) == [0, 2, 4]
    assert found.path({4}, {2: (3,)}) == [0, 2, 3, 4]
    assert found.path({1}, {0: (2,)}) is None
    assert found.behind({}) == ()
    assert found.behind({0: (2,)}) == (range(2, 6),)
    assert found.behind({0: (1,)}) == (range(6, 8), range(8, 9), range(9, MAX_UNITS))


def test_only_branches_on_the_way_are_decided() -> None:
    found, asked, taken = outline(), list[int](), dict[int, tuple[int, ...]]()

    def decide(block: int) -> tuple[int, ...] | None:
        asked.append(block)
        return (2,) if block == 0 else None

    assert not found.comes_to(2, taken, decide)
    assert (asked, taken) == ([0], {0: (2,)})
    assert found.comes_to(8, taken, decide)
    assert asked == [0, 2]


def test_what_every_run_passes() -> None:
    found = outline()
    assert found.always_passes({2, 6})
    assert not found.always_passes({2})
    assert not found.always_passes({2, 8})


def test_cases_of_a_switch_and_handlers() -> None:
    code = (
        "    const/4 v0, 0\n    sparse-switch v0, :table\n    return-void\n    :one\n"
        f"    :from\n{LEAKS}    :to\n    .catchall {{:from .. :to}} :caught\n    return-void\n    :caught\n    return-void\n"
        "    :table\n    .sparse-switch\n    -5 -> :one\n    .end sparse-switch"
    )
    found = outline(code)
    assert found.cases[0] == (-5,)
    assert found.onward[0] == (1, 2)
    assert found.path({3}, {}) == [0, 2, 3]
    assert found.path({4}, {}) == [0, 2, 4]
    assert found.always_passes({0})


def test_code_that_cannot_be_followed_has_no_blocks() -> None:
    built = Built("", smali("Lt/Work;", ("public native go()V", "")).replace("    .registers 8\n\n", ""))
    found = Outline(built.resolver.registers, int(built.program.method_def[built.method("Lt/Work;->go()V")]))
    assert found.starts == []
    assert found.path({0}, {}) is None
    assert found.comes_to(3, {}, lambda _: None)
    assert not found.always_passes({0})
    assert found.behind({}) == ()
