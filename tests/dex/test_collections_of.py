from __future__ import annotations

import pytest
from tests.dex.first_start_apps import LEAKS, OBJECT, leaks, new, smali, state

pytestmark = pytest.mark.debian

LIST, MAP = "Ljava/util/ArrayList;", "Ljava/util/HashMap;"
HELD = f"Lt/State;->held:{LIST}"
LOAD = f"    sget-object v0, {HELD}\n"
SIZE = f"{LOAD}    invoke-virtual {{v0}}, {LIST}->size()I\n    move-result v1\n    if-eqz v1, :end\n{LEAKS}    :end\n"
MADE = f"    new-instance v0, {LIST}\n    invoke-direct {{v0}}, {LIST}-><init>()V\n"
PUT = f"    invoke-virtual {{v0, v0}}, {LIST}->add({OBJECT})Z\n"
KEEP = f"    sput-object v0, {HELD}\n"
HAND = f"    invoke-static {{v0}}, Lt/Work;->hand({LIST})V\n"
CLEAR = f"    invoke-virtual {{v0}}, {LIST}->clear()V\n"
WORK = smali(
    "Lt/Work;",
    (f"public static hand({LIST})V", "    return-void"),
    (f"public static other(){LIST}", "    const/4 v0, 0\n    return-object v0"),
)
OTHER = f"    invoke-static {{}}, Lt/Work;->other(){LIST}\n    move-result-object v0\n"


@pytest.mark.parametrize(
    ("code", "static", "expected"),
    [
        (SIZE, MADE + KEEP, False),
        (LOAD + CLEAR + SIZE, MADE + KEEP, False),
        (LOAD + PUT + SIZE, MADE + KEEP, True),
        (LOAD + HAND + SIZE, MADE + KEEP, True),
        (SIZE, MADE + PUT + KEEP, True),
        (SIZE, MADE + KEEP + PUT, True),
        (SIZE, MADE + KEEP + HAND, True),
        (SIZE, MADE + HAND + MADE + KEEP, False),
        (SIZE, OTHER + KEEP, True),
        # One of two lists, of which one is not the field's.
        (f"{OTHER}    if-nez v0, :go\n{LOAD}    :go\n{PUT}{SIZE}", MADE + KEEP, True),
    ],
    ids=["empty", "cleared", "put in", "handed on", "full before", "put in after", "handed on after", "another", "of others", "one of two"],
)
def test_what_is_put_into_a_list_of_a_field(code: str, static: str, *, expected: bool) -> None:
    assert leaks(code, state(f"public static held:{LIST}", static=static), WORK) is expected


# A class written from scratch, with one of the library's below it, and one that changes what the library's does.
SCRATCH = smali("Lt/Map;", (f"public get({OBJECT}){OBJECT}", "    return-object p1"))
BELOW = smali("Lt/Below;", parent="Lt/Map;", interfaces=("Ljava/util/Map;",))
CHANGED = smali("Lt/Map;", (f"public get({OBJECT}){OBJECT}", "    return-object p1"), parent=MAP)


@pytest.mark.parametrize(("classes", "expected"), [((SCRATCH, BELOW), False), ((SCRATCH,), True), ((CHANGED,), True)])
def test_collections_of_the_package(classes: tuple[str, ...], *, expected: bool) -> None:
    own = state("public static held:Lt/Map;", static=new("Lt/Map;") + "    sput-object v0, Lt/State;->held:Lt/Map;\n")
    get = (
        f"    invoke-virtual {{v0, p0}}, Lt/Map;->get({OBJECT}){OBJECT}\n    move-result-object v1\n    if-eqz v1, :end\n{LEAKS}    :end\n"
    )
    assert leaks("    sget-object v0, Lt/State;->held:Lt/Map;\n" + get, own, *classes) is expected


def test_a_look_with_a_default_gives_that() -> None:
    array = "Landroid/util/SparseArray;"
    own = state(
        f"public static held:{array}",
        static=f"    new-instance v0, {array}\n    invoke-direct {{v0}}, {array}-><init>()V\n    sput-object v0, Lt/State;->held:{array}\n",
    )
    load = f"    sget-object v0, Lt/State;->held:{array}\n    const/4 v1, 0\n"
    given = f"    invoke-virtual {{v0, v1, p0}}, {array}->get(I{OBJECT}){OBJECT}\n    move-result-object v1\n"
    bare = f"    invoke-virtual {{v0, v1}}, {array}->get(I){OBJECT}\n    move-result-object v1\n"
    check = f"    if-eqz v1, :end\n{LEAKS}    :end\n"
    assert leaks(load + given + check, own)
    assert not leaks(load + bare + check, own)
