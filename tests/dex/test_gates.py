from __future__ import annotations

import pytest
from tests.dex.test_reach import APPLICATION, LEAK, TARGET, application, smali
from tests.smali import assemble_dex

from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.dex.arguments import Resolver
from mingcha.dex.gates import Gates
from mingcha.dex.reach import EntryPoints, reach

pytestmark = pytest.mark.debian

PREFERENCES = "Landroid/content/SharedPreferences;"
CALL = "    invoke-static {}, Lt/Leak;->leak()V\n"


def flag(key: str, default: int = 0, reader: str = "getBoolean", kind: str = "Z") -> str:
    """Return code that leaves the stored value in v3."""
    return (
        f'    const/4 v0, 0x0\n    const-string v1, "{key}"\n    const/4 v2, {default:#x}\n'
        f"    invoke-interface {{v0, v1, v2}}, {PREFERENCES}->{reader}(Ljava/lang/String;{kind}){kind}\n    move-result v3\n"
    )


def verdict(*classes: str) -> tuple[str, list[str]]:
    """Return when the leak runs, and the gates' keys."""
    sources = {f"{number}.smali": text for number, text in enumerate((*classes, smali("Lt/Leak;", LEAK)))}
    program = programs.load([("classes.dex", assemble_dex(sources))])
    graph = graphs.build(program, {"Lt/Sync;": graphs.SERVICE, "Lt/Other;": graphs.SERVICE})
    gates = Gates(graph, Resolver(program)).find()
    found = reach(graph, EntryPoints((APPLICATION,), (), (), (), ()))
    method = program.find_method(TARGET)
    assert method is not None
    state = "at-start" if found.start.seen[method] else "gated" if found.gated.seen[method] else "unreached"
    return state, sorted({gate.key for gate in gates.values()})


GATED = {
    "if not agreed, skip": flag("privacy_agreed") + "    if-eqz v3, :no\n" + CALL + "    :no\n    return-void",
    "if not agreed, return": flag("user_agree") + "    if-nez v3, :yes\n    return-void\n    :yes\n" + CALL + "    return-void",
    "a first-run flag, the other way round": flag("is_first_run", 1) + "    if-nez v3, :no\n" + CALL + "    :no\n    return-void",
    "a number that must be one": flag("privacy_version", 0, "getInt", "I")
    + "    const/4 v4, 0x1\n    if-ne v3, v4, :no\n"
    + CALL
    + "    :no\n    return-void",
    "a number that must be more than nothing": flag("protocol", 0, "getInt", "I")
    + "    if-lez v3, :no\n"
    + CALL
    + "    :no\n    return-void",
    "negated by xor": flag("privacy") + "    xor-int/lit8 v3, v3, 0x1\n    if-nez v3, :no\n" + CALL + "    :no\n    return-void",
    "copied to another register": flag("privacy") + "    move v5, v3\n    if-eqz v5, :no\n" + CALL + "    :no\n    return-void",
    "a Chinese key": flag("\\u540c\\u610f\\u9690\\u79c1") + "    if-eqz v3, :no\n" + CALL + "    :no\n    return-void",
}


@pytest.mark.parametrize("form", GATED)
def test_code_behind_a_consent_check_is_gated(form: str) -> None:
    assert verdict(application(GATED[form]))[0] == "gated"


AT_START = {
    "no check": CALL + "    return-void",
    "a flag of another kind": flag("dark_mode") + "    if-eqz v3, :no\n" + CALL + "    :no\n    return-void",
    "the wrong side": flag("privacy_agreed") + "    if-nez v3, :no\n" + CALL + "    :no\n    return-void",
    "a first-run flag, on the side of the first run": flag("first_run", 1) + "    if-eqz v3, :no\n" + CALL + "    :no\n    return-void",
    "before the check": CALL + flag("privacy") + "    if-eqz v3, :no\n    nop\n    :no\n    return-void",
    "after the check": flag("privacy") + "    if-eqz v3, :no\n    nop\n    :no\n" + CALL + "    return-void",
    "agreed by default": flag("privacy_agreed", 1) + "    if-eqz v3, :no\n" + CALL + "    :no\n    return-void",
    "read, but not asked": flag("privacy_agreed") + CALL + "    return-void",
    "overwritten before it is asked": flag("privacy") + "    const/4 v3, 0x1\n    if-eqz v3, :no\n" + CALL + "    :no\n    return-void",
}


@pytest.mark.parametrize("form", AT_START)
def test_a_check_that_does_not_guard_the_call_is_no_gate(form: str) -> None:
    assert verdict(application(AT_START[form]))[0] == "at-start"


def test_a_helper_that_returns_the_flag_is_a_gate() -> None:
    helper = smali("Lt/Consent;", ("public static agreed()Z", flag("privacy") + "    return v3"))
    ask = "    invoke-static {}, Lt/Consent;->agreed()Z\n    move-result v0\n    if-eqz v0, :no\n" + CALL + "    :no\n    return-void"
    assert verdict(application(ask), helper) == ("gated", ["privacy"])


def test_a_helper_that_returns_the_opposite_is_a_gate() -> None:
    helper = smali("Lt/Consent;", ("public static missing()Z", flag("privacy") + "    xor-int/lit8 v3, v3, 0x1\n    return v3"))
    ask = "    invoke-static {}, Lt/Consent;->missing()Z\n    move-result v0\n    if-nez v0, :no\n" + CALL + "    :no\n    return-void"
    assert verdict(application(ask), helper)[0] == "gated"


def test_a_helper_of_a_helper_is_a_gate() -> None:
    helper = smali(
        "Lt/Consent;",
        ("public static stored()Z", flag("privacy") + "    return v3"),
        ("public static agreed()Z", "    invoke-static {}, Lt/Consent;->stored()Z\n    move-result v0\n    return v0"),
    )
    ask = "    invoke-static {}, Lt/Consent;->agreed()Z\n    move-result v0\n    if-eqz v0, :no\n" + CALL + "    :no\n    return-void"
    assert verdict(application(ask), helper)[0] == "gated"


def wrapper() -> str:
    body = (
        f"    const/4 v0, 0x0\n    invoke-interface {{v0, p0, p1}}, {PREFERENCES}->getBoolean(Ljava/lang/String;Z)Z\n"
        "    move-result v0\n    return v0"
    )
    return smali("Lt/Store;", ("public static get(Ljava/lang/String;Z)Z", body))


@pytest.mark.parametrize(("key", "expected"), [("privacy_agreed", "gated"), ("dark_mode", "at-start")])
def test_a_wrapper_is_judged_by_the_key_it_is_given(key: str, expected: str) -> None:
    ask = (
        f'    const-string v0, "{key}"\n    const/4 v1, 0x0\n    invoke-static {{v0, v1}}, Lt/Store;->get(Ljava/lang/String;Z)Z\n'
        "    move-result v0\n    if-eqz v0, :no\n" + CALL + "    :no\n    return-void"
    )
    assert verdict(application(ask), wrapper())[0] == expected


def test_a_flag_kept_in_a_field_is_a_gate() -> None:
    keep = flag("privacy") + "    sput-boolean v3, Lt/Keep;->allowed:Z\n"
    ask = "    sget-boolean v0, Lt/Keep;->allowed:Z\n    if-eqz v0, :no\n" + CALL + "    :no\n    return-void"
    keeper = smali("Lt/Keep;").replace(".super Ljava/lang/Object;\n", ".super Ljava/lang/Object;\n.field public static allowed:Z\n")
    assert verdict(application(keep + ask), keeper)[0] == "gated"


def test_a_static_field_named_after_consent_is_a_gate() -> None:
    keeper = smali("Lt/Keep;").replace(".super Ljava/lang/Object;\n", ".super Ljava/lang/Object;\n.field public static hasAgreed:Z\n")
    ask = "    sget-boolean v0, Lt/Keep;->hasAgreed:Z\n    if-eqz v0, :no\n" + CALL + "    :no\n    return-void"
    assert verdict(application(ask), keeper) == ("gated", ["hasAgreed"])


def test_a_gate_around_a_whole_initialisation_guards_all_of_it() -> None:
    deeper = smali(
        "Lt/Sdk;",
        ("public static init()V", "    invoke-static {}, Lt/Sdk;->start()V\n    return-void"),
        ("public static start()V", CALL + "    return-void"),
    )
    ask = flag("privacy") + "    if-eqz v3, :no\n    invoke-static {}, Lt/Sdk;->init()V\n    :no\n    return-void"
    assert verdict(application(ask), deeper)[0] == "gated"
    twice = "    invoke-static {}, Lt/Sdk;->init()V\n" + ask
    assert verdict(application(twice), deeper)[0] == "at-start"


def test_code_in_a_handler_of_a_guarded_try_is_gated_too() -> None:
    ask = (
        flag("privacy") + "    if-eqz v3, :no\n    :from\n    invoke-static {}, Lt/App;->nothing()V\n    :to\n"
        "    .catch Ljava/lang/Exception; {:from .. :to} :caught\n    :no\n    return-void\n"
        "    :caught\n    move-exception v0\n" + CALL + "    return-void"
    )
    app = application(ask).replace(
        ".method public onCreate",
        ".method public static nothing()V\n    .registers 1\n    return-void\n.end method\n.method public onCreate",
    )
    assert verdict(app)[0] == "gated"


def test_reflection_behind_a_check_is_gated() -> None:
    by_name = (
        '    const-string v0, "t.Leak"\n    invoke-static {v0}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;\n'
        '    move-result-object v0\n    const-string v1, "leak"\n    const/4 v2, 0x0\n'
        "    invoke-virtual {v0, v1, v2}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;\n"
    )
    assert verdict(application(by_name + "    return-void"))[0] == "at-start"
    assert verdict(application(flag("privacy") + "    if-eqz v3, :no\n" + by_name + "    :no\n    return-void"))[0] == "gated"


def start(service: str) -> str:
    types = "Landroid/content/Context;Ljava/lang/Class;"
    return (
        f"    new-instance v0, Landroid/content/Intent;\n    const-class v1, {service}\n"
        f"    invoke-direct {{v0, p0, v1}}, Landroid/content/Intent;-><init>({types})V\n"
        "    invoke-virtual {p0, v0}, Lt/App;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;\n"
    )


def test_a_service_started_behind_a_check_is_gated_though_another_is_started_before() -> None:
    services = (
        smali("Lt/Sync;", ("public onCreate()V", CALL + "    return-void"), parent="Landroid/app/Service;"),
        smali("Lt/Other;", parent="Landroid/app/Service;"),
    )
    ask = start("Lt/Other;") + flag("privacy") + "    if-eqz v3, :no\n" + start("Lt/Sync;") + "    :no\n    return-void"
    assert verdict(application(ask), *services)[0] == "gated"


def test_a_static_initialiser_run_by_a_field_behind_a_check_is_gated() -> None:
    lazy = smali("Lt/Lazy;", ("static constructor <clinit>()V", CALL + "    return-void")).replace(
        ".super Ljava/lang/Object;\n", ".super Ljava/lang/Object;\n.field public static level:I\n"
    )
    ask = flag("privacy") + "    if-eqz v3, :no\n    sget v0, Lt/Lazy;->level:I\n    :no\n    return-void"
    assert verdict(application(ask), lazy)[0] == "gated"


def helper(body: str) -> str:
    return smali("Lt/Consent;", ("public static agreed()Z", body))


ASK = "    invoke-static {}, Lt/Consent;->agreed()Z\n    move-result v0\n    if-eqz v0, :no\n" + CALL + "    :no\n    return-void"
BRANCHES = "    const/4 v0, 0x1\n    return v0\n    :no\n    const/4 v0, 0x0\n    return v0"


def test_a_helper_that_returns_constants_on_either_side_is_a_gate() -> None:
    assert verdict(application(ASK), helper(flag("privacy") + "    if-eqz v3, :no\n" + BRANCHES))[0] == "gated"
    assert verdict(application(ASK), helper(flag("dark_mode") + "    if-eqz v3, :no\n" + BRANCHES))[0] == "at-start"


def test_a_helper_that_returns_the_same_whatever_was_agreed_is_no_gate() -> None:
    body = flag("privacy") + "    if-eqz v3, :no\n    invoke-static {}, Lt/Leak;->leak()V\n    :no\n    const/4 v0, 0x0\n    return v0"
    ask = ASK.replace("if-eqz", "if-nez")
    assert verdict(application(ask), helper(body))[0] == "at-start"


def test_a_helper_that_refuses_when_reading_fails_is_a_gate() -> None:
    body = (
        "    :from\n" + flag("privacy") + "    :to\n    .catch Ljava/lang/Exception; {:from .. :to} :caught\n    return v3\n"
        "    :caught\n    const/4 v3, 0x0\n    return v3"
    )
    assert verdict(application(ASK), helper(body))[0] == "gated"


@pytest.mark.parametrize(
    "table",
    [
        ("packed-switch", "    .packed-switch 0x1\n    :one\n    .end packed-switch\n"),
        ("sparse-switch", "    .sparse-switch\n    -0x7 -> :other\n    0x1 -> :one\n    .end sparse-switch\n"),
    ],
    ids=lambda table: table[0],
)
@pytest.mark.parametrize(("default", "expected"), [(0, "gated"), (1, "at-start")])
def test_a_switch_over_a_stored_number_is_a_gate(table: tuple[str, str], default: int, expected: str) -> None:
    ask = (
        flag("privacy_state", default, "getInt", "I")
        + f"    {table[0]} v3, :table\n    :other\n    return-void\n    :one\n{CALL}    return-void\n    :table\n{table[1]}"
    )
    assert verdict(application(ask))[0] == expected


@pytest.mark.parametrize(("default", "expected"), [("0x0", "gated"), ("0x7fffffff", "at-start")])
def test_a_stored_time_is_compared_as_a_long(default: str, expected: str) -> None:
    ask = (
        f'    const/4 v0, 0x0\n    const-string v1, "privacy_time"\n    const-wide/32 v2, {default}\n    const-wide/16 v4, 0x10\n'
        f"    invoke-interface {{v0, v1, v2, v3}}, {PREFERENCES}->getLong(Ljava/lang/String;J)J\n    move-result-wide v2\n"
        f"    cmp-long v0, v2, v4\n    if-lez v0, :no\n{CALL}    :no\n    return-void"
    )
    assert verdict(application(ask))[0] == expected


def test_a_wrapper_that_returns_an_object_is_a_gate() -> None:
    box, types = "Ljava/lang/Boolean;", "(Ljava/lang/String;)Ljava/lang/Object;"
    body = (
        f"    const/4 v0, 0x0\n    invoke-interface {{v0, p0, v0}}, {PREFERENCES}->getBoolean(Ljava/lang/String;Z)Z\n"
        f"    move-result v0\n    invoke-static {{v0}}, {box}->valueOf(Z){box}\n    move-result-object v0\n    return-object v0"
    )
    ask = (
        f'    const-string v0, "privacy"\n    invoke-static {{v0}}, Lt/Store;->get{types}\n    move-result-object v0\n'
        f"    check-cast v0, {box}\n    invoke-virtual {{v0}}, {box}->booleanValue()Z\n    move-result v0\n"
        f"    if-eqz v0, :no\n{CALL}    :no\n    return-void"
    )
    assert verdict(application(ask), smali("Lt/Store;", ("public static get" + types, body)))[0] == "gated"


def test_a_protocol_of_a_network_is_no_agreement() -> None:
    ask = "    if-eqz v3, :no\n" + CALL + "    :no\n    return-void"
    assert verdict(application(flag("user_protocol") + ask))[0] == "gated"
    assert verdict(application(flag("use_https_protocol") + ask))[0] == "at-start"


def test_of_several_keys_the_one_that_speaks_of_consent_is_named() -> None:
    ask = (
        f'    const/4 v0, 0x0\n    const-string v1, "dark_mode"\n    if-eqz p0, :other\n    const-string v1, "privacy"\n    :other\n'
        f"    invoke-interface {{v0, v1, v0}}, {PREFERENCES}->getBoolean(Ljava/lang/String;Z)Z\n    move-result v3\n"
        f"    if-eqz v3, :no\n{CALL}    :no\n    return-void"
    )
    assert verdict(application(ask)) == ("gated", ["privacy"])
