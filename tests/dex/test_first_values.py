from __future__ import annotations

import pytest
from tests.dex.first_start_apps import LEAKS, leaks, new, smali, state

pytestmark = pytest.mark.debian

MODE = "Lt/State;->mode:I"
ON = "Lt/State;->on:Z"
HANDED = "    const-class v6, Lt/State;\n"
SAID = '    const-string v6, "mode"\n'
SET = ("public set(I)V", f"    iput p1, p0, {MODE}\n    return-void")
MADE = state("public mode:I", init=f"    const/4 v0, -1\n    iput v0, p0, {MODE}\n", methods=(SET,))
CHECK = f"    iget v1, v0, {MODE}\n    if-nez v1, :end\n{LEAKS}    :end\n"
# The same, where a constructor leaves it to another one of its class.
SHARED = MADE.replace("<init>()V\n    .registers 8", "<init>(I)V\n    .registers 8").replace(
    ".end method\n",
    ".end method\n.method public constructor <init>()V\n    .registers 2\n    const/4 v0, 3\n"
    "    invoke-direct {p0, v0}, Lt/State;-><init>(I)V\n    return-void\n.end method\n",
    1,
)


# Called by nothing; a field without any write is left open.
NEVER = (
    "public static never()V",
    f"    const/4 v0, 1\n    sput-boolean v0, {ON}\n    sput-boolean v0, Lt/State;->off:Z\n    return-void",
)


def set_to(value: str) -> str:
    return f"    const/4 v2, {value}\n    invoke-virtual {{v0, v2}}, Lt/State;->set(I)V\n"


@pytest.mark.parametrize(
    ("code", "cls", "expected"),
    [
        (new("Lt/State;") + CHECK, MADE, False),
        (new("Lt/State;") + CHECK, SHARED, False),
        (new("Lt/State;") + set_to("2") + CHECK, MADE, False),
        (new("Lt/State;") + set_to("0") + CHECK, MADE, True),
        # Nothing stores a value before it is read for the first time.
        (new("Lt/State;") + CHECK, state("public mode:I", methods=(SET,)), True),
        # Reflection may.
        (new("Lt/State;") + SAID + CHECK, MADE, True),
        (new("Lt/State;") + HANDED + CHECK, MADE, True),
        # An object that others make.
        (
            "    sget-object v0, Lt/State;->one:Lt/State;\n" + CHECK,
            state("public mode:I", "public static one:Lt/State;", methods=(SET,)),
            True,
        ),
    ],
    ids=["made with it", "left to another", "set to the same way", "set to the other way", "never set", "named", "handed", "not made"],
)
def test_fields_of_objects(code: str, cls: str, *, expected: bool) -> None:
    assert leaks(code, cls) is expected


@pytest.mark.parametrize(
    ("before", "field", "expected"),
    [
        ("", "public static on:Z", False),
        ("", "public static on:Z = true", True),
        (f"    const/4 v0, 1\n    sput-boolean v0, {ON}\n", "public static on:Z", True),
        (f"    const/4 v0, 0\n    sput-boolean v0, {ON}\n", "public static on:Z", False),
        ("    invoke-static {}, Lt/State;->later()V\n", "public static on:Z", True),
        # A write behind a branch that never goes there.
        (f"    sget-boolean v0, Lt/State;->off:Z\n    if-eqz v0, :on\n    sput-boolean v0, {ON}\n    :on\n", "public static on:Z", False),
    ],
    ids=["false", "true", "set", "set to what it was", "set by a call", "set behind a dead end"],
)
def test_static_fields(before: str, field: str, *, expected: bool) -> None:
    later = ("public static later()V", f"    const/4 v0, 1\n    sput-boolean v0, {ON}\n    return-void")
    code = before + f"    sget-boolean v0, {ON}\n    if-eqz v0, :end\n{LEAKS}    :end\n"
    assert leaks(code, state(field, "public static off:Z", methods=(later, NEVER))) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [(("0",), False), (("0", "0"), False), (("0", "1"), True)],
)
def test_arguments_of_all_calls(values: tuple[str, ...], *, expected: bool) -> None:
    calls = "".join(f"    const/4 v0, {value}\n    invoke-static {{v0}}, Lt/Work;->go(Z)V\n" for value in values)
    work = smali("Lt/Work;", ("public static go(Z)V", f"    if-eqz p0, :end\n{LEAKS}    :end\n    return-void"))
    assert leaks(calls, work) is expected


def test_of_two_conditions_one_is_enough_to_come_there() -> None:
    check = "    sget-boolean v0, Lt/State;->{}:Z\n    if-nez v0, :go\n"
    code = check.format("on") + check.format("off") + f"    goto :end\n    :go\n{LEAKS}    :end\n"
    assert not leaks(code, state("public static on:Z", "public static off:Z", methods=(NEVER,)))
    assert leaks(code, state("public static on:Z", "public static off:Z = true", methods=(NEVER,)))


def test_a_field_that_no_code_writes_is_left_open() -> None:
    assert leaks(f"    sget-boolean v0, {ON}\n    if-eqz v0, :end\n{LEAKS}    :end\n", state("public static on:Z"))


@pytest.mark.parametrize(("value", "expected"), [("1", False), ("2", True)])
def test_a_switch_takes_the_case_of_its_value(value: str, *, expected: bool) -> None:
    cases = "    :table\n    .packed-switch 0x1\n    :one\n    :two\n    .end packed-switch\n"
    code = "    invoke-static {}, Lt/Work;->mode()I\n    move-result v0\n    packed-switch v0, :table\n"
    code += f"    :one\n    return-void\n    :two\n{LEAKS}    return-void\n"
    work = smali("Lt/Work;", ("public static mode()I", f"    const/4 v0, {value}\n    return v0"))
    assert leaks(code + cases, work) is expected


@pytest.mark.parametrize(("value", "expected"), [("0", False), ("1", True)])
def test_a_boxed_value_is_that_value(value: str, *, expected: bool) -> None:
    boxed = "    invoke-static {v0}, Ljava/lang/Integer;->valueOf(I)Ljava/lang/Integer;\n    move-result-object v0\n"
    unboxed = "    invoke-virtual {v0}, Ljava/lang/Integer;->intValue()I\n    move-result v0\n"
    work = smali("Lt/Work;", ("public static mode()I", f"    const/4 v0, {value}\n    return v0"))
    asked = "    invoke-static {}, Lt/Work;->mode()I\n    move-result v0\n"
    assert leaks(asked + boxed + unboxed + f"    if-eqz v0, :end\n{LEAKS}    :end\n", work) is expected


@pytest.mark.parametrize(("register", "expected"), [("p1", False), ("p2", True)])
def test_no_state_is_restored_at_the_first_start(register: str, *, expected: bool) -> None:
    body = f"    if-eqz {register}, :end\n{LEAKS}    :end\n    return-void"
    create = ("public onCreate(Landroid/os/Bundle;Landroid/os/PersistableBundle;)V", body)
    assert leaks("", smali("Lt/Main;", create, parent="Landroid/app/Activity;"), screens=("Lt/Main;",)) is expected


def test_a_value_that_is_only_stored_back_adds_nothing() -> None:
    copy = f"    sget-boolean v0, {ON}\n    sput-boolean v0, {ON}\n"
    check = f"    sget-boolean v0, {ON}\n    if-eqz v0, :end\n{LEAKS}    :end\n"
    assert not leaks(copy + check, state("public static on:Z", methods=(NEVER,)))
