from __future__ import annotations

import pytest
from tests.dex.first_start_apps import LEAKS, leaks, smali, state

pytestmark = pytest.mark.debian

MODE = "Lt/State;->mode:I"
SET = f"    const/4 v0, 1\n    iput v0, p0, {MODE}\n"
CHECK = f"    iget v1, p0, {MODE}\n    if-nez v1, :end\n{LEAKS}    :end\n    return-void"
GO = ("public go()V", CHECK)
NEVER = ("public never()V", f"    iput p0, p0, {MODE}\n    return-void")
START = "    new-instance v0, Lt/State;\n    invoke-direct {v0}, Lt/State;-><init>()V\n    invoke-virtual {v0}, Lt/State;->go()V\n"
CALL_IT = "    invoke-virtual {p0}, Lt/Base;->go()V\n"
CALL_OTHER = "    invoke-virtual {p0}, Lt/Base;->other()V\n"
HAND_IT = "    invoke-static {p0}, Lt/Help;->use(Lt/Base;)V\n"
MAKE_HOLDER = "    new-instance v1, Lt/Holder;\n    invoke-direct {v1, p0}, Lt/Holder;-><init>(Lt/Base;)V\n"
USE_HOLDER = "    invoke-virtual {v1}, Lt/Holder;->use()V\n"
HELP = smali("Lt/Help;", ("public static use(Lt/Base;)V", "    invoke-virtual {p0}, Lt/Base;->go()V\n    return-void"))
HOLDER = (
    smali(
        "Lt/Holder;",
        ("public use()V", "    iget-object v0, p0, Lt/Holder;->one:Lt/Base;\n    invoke-virtual {v0}, Lt/Base;->go()V\n    return-void"),
    )
    .replace("<init>()V\n    .registers 1", "<init>(Lt/Base;)V\n    .registers 2")
    .replace("    invoke-direct {p0}, Ljava", "    iput-object p1, p0, Lt/Holder;->one:Lt/Base;\n    invoke-direct {p0}, Ljava")
    .replace(".super Ljava/lang/Object;", ".super Ljava/lang/Object;\n.field one:Lt/Base;")
)


def child(before: str = "") -> str:
    """Return a class below Base whose constructor sets its mode after that of Base, and something before that."""
    text = state("public mode:I", methods=(GO,))
    text = text.replace(".super Ljava/lang/Object;", ".super Lt/Base;").replace("Ljava/lang/Object;-><init>", "Lt/Base;-><init>")
    return text.replace("    .registers 1\n", "    .registers 4\n").replace("-><init>()V\n", f"-><init>()V\n{before}{SET}", 1)


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("", False),
        (CALL_OTHER, False),
        (MAKE_HOLDER, False),
        (CALL_IT, True),
        (HAND_IT, True),
        (MAKE_HOLDER + USE_HOLDER, True),
        ("    sput-object p0, Lt/Base;->one:Lt/Base;\n    invoke-static {}, Lt/Help;->late()V\n", True),
    ],
    ids=["nothing", "another method", "kept by another", "reads it", "handed to a reader", "kept and used", "shared"],
)
def test_what_a_constructor_above_does_with_the_object(base: str, *, expected: bool) -> None:
    methods = (("public go()V", "    return-void"), ("public other()V", "    return-void"))
    above = state("public static one:Lt/Base;", name="Lt/Base;", init=base or "    nop\n", methods=methods)
    late = ("public static late()V", "    return-void")
    help_ = HELP + smali("Lt/X;", late).split(".end method\n", 1)[1]
    assert leaks(START, child(), above, help_, HOLDER) is expected


def test_a_static_field_that_its_initialiser_sets_too_late() -> None:
    on = "Lt/State;->on:I"
    read = ("public static go()V", f"    sget v1, {on}\n    if-nez v1, :end\n{LEAKS}    :end\n    return-void")
    set_, call = f"    const/4 v0, 1\n    sput v0, {on}\n", "    invoke-static {}, Lt/State;->go()V\n"
    assert not leaks(call, state("public static on:I", static=set_, methods=(read,)))
    assert not leaks(call, state("public static on:I", static=set_ + call, methods=(read,)))
    assert leaks(call, state("public static on:I", static=call + set_, methods=(read,)))
