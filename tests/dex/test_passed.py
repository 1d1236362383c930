from __future__ import annotations

import pytest
from tests.dex.test_gates import CALL, flag, verdict
from tests.dex.test_reach import application, smali

pytestmark = pytest.mark.debian

NEXT = "    invoke-static {{{}}}, Lt/Steps;->next(Z)V\n"
STEPS = smali("Lt/Steps;", ("public static next(Z)V", "    if-eqz p0, :no\n" + CALL + "    :no\n    return-void"))
HAND = flag("privacy") + NEXT.format("v3")


def test_a_flag_is_followed_into_the_method_that_it_is_handed_to() -> None:
    assert verdict(application(HAND + "    return-void"), STEPS) == ("gated", ["privacy"])


def test_a_flag_is_followed_through_two_methods_and_a_field() -> None:
    first = smali(
        "Lt/First;",
        (
            "public static go(Z)V",
            "    sput-boolean p0, Lt/First;->on:Z\n    invoke-static {}, Lt/First;->end()V\n    return-void",
        ),
        ("public static end()V", f"    sget-boolean v0, Lt/First;->on:Z\n{NEXT.format('v0')}    return-void"),
    )
    first = first.replace(".super Ljava/lang/Object;", ".super Ljava/lang/Object;\n.field public static on:Z")
    assert verdict(application(flag("privacy") + "    invoke-static {v3}, Lt/First;->go(Z)V\n    return-void"), first, STEPS)[0] == "gated"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("    const/4 v4, 0x1\n" + NEXT.format("v4"), "at-start"),  # another caller lets it run
        ("    const/4 v4, 0x0\n" + NEXT.format("v4"), "gated"),
        ("    if-eqz v3, :no\n    const/4 v4, 0x1\n" + NEXT.format("v4") + "    :no\n", "gated"),  # that one runs after consent only
        ("    invoke-static {}, Lt/Other;->some()Z\n    move-result v4\n" + NEXT.format("v4"), "at-start"),
    ],
)
def test_every_caller_that_runs_at_the_first_start_counts(code: str, expected: str) -> None:
    assert verdict(application(HAND + code + "    return-void"), STEPS)[0] == expected


def test_a_caller_in_a_method_without_any_gate_counts_too() -> None:
    other = smali("Lt/Other;", ("public static go()V", "    const/4 v4, 0x1\n" + NEXT.format("v4") + "    return-void"))
    assert verdict(application(HAND + "    invoke-static {}, Lt/Other;->go()V\n    return-void"), STEPS, other)[0] == "at-start"


def test_the_receiver_comes_first() -> None:
    steps = STEPS.replace("public static next(Z)V", "public next(Z)V").replace("p0", "p1").replace("{p1}, Ljava", "{p0}, Ljava")
    code = flag("privacy") + "    new-instance v4, Lt/Steps;\n    invoke-direct {v4}, Lt/Steps;-><init>()V\n"
    assert verdict(application(code + "    invoke-virtual {v4, v3}, Lt/Steps;->next(Z)V\n    return-void"), steps)[0] == "gated"
