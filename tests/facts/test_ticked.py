"""Boxes that code ticks: found by id through fields and bindings; not where a flag, a branch or the user decides."""

from __future__ import annotations

import pytest
from bench.violations.app import RETURN, block, launcher, method, new, smali
from bench.violations.handing import AGREE
from bench.violations.verdicts import package
from tests.facts.conducts import PAIRS, conducts, read

pytestmark = pytest.mark.debian

BOX, VIEW = "Landroid/widget/CheckBox;", "Landroid/view/View;"
FIND = block(
    f"const v1, {AGREE:#x}", f"invoke-virtual {{p0, v1}}, @Main;->findViewById(I){VIEW}", "move-result-object v1", f"check-cast v1, {BOX}"
)
TICK = block("const/4 v2, 0x1", f"invoke-virtual {{v1, v2}}, {BOX}->setChecked(Z)V")
FOUND = ("ticked", "agree", "at-start")


@pytest.mark.parametrize(
    ("pair", "complying"),
    [
        ("consent-box-is-ticked", [("ticked", "remember", "at-start")]),
        ("consent-box-shows-what-is-kept", []),
        ("consent-box-is-ticked-if-kept", []),
        ("consent-box-is-ticked-by-the-user", []),
    ],
)
def test_what_is_found(pair: str, complying: list[tuple[str, str, str]]) -> None:
    assert conducts(pair) == ([FOUND], complying)


def ticked(*classes: str) -> list[tuple[str, str | None, str]]:
    resources = PAIRS["consent-box-is-ticked"].violating.resources
    return [(row["kind"], row["detail"], row["start_state"]) for row in read(package(*classes, resources=resources)).rows["conduct"]]


def test_a_box_in_a_field() -> None:
    held = launcher(FIND, f"iput-object v1, p0, @Main;->box:{BOX}", f"iget-object v1, p0, @Main;->box:{BOX}", TICK)
    assert ticked(held.replace(".super Landroid/app/Activity;", f".super Landroid/app/Activity;\n.field private box:{BOX}")) == [FOUND]


def test_a_box_of_a_view_binding() -> None:
    made = method(
        f"public constructor <init>({BOX})V",
        "invoke-direct {p0}, Ljava/lang/Object;-><init>()V",
        f"iput-object p1, p0, @Binding;->box:{BOX}",
        RETURN,
    )
    binding = smali("@Binding;", made, fields=(f"public final box:{BOX}",))
    bound = block(FIND, new("@Binding;", "v1", types=BOX), f"iget-object v1, v0, @Binding;->box:{BOX}", TICK)
    assert ticked(launcher(bound), binding) == [FOUND]


def test_a_box_that_is_not_found_by_an_id_is_not_told() -> None:
    assert ticked(launcher("const/4 v1, 0x0", TICK)) == []
