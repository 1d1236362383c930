"""Methods that only hand on a call: who calls them makes it."""

from __future__ import annotations

import pytest
from tests.dex.dexwriter import RETURN, Dex, invoke, invoke_range
from tests.hostile import packages
from tests.smali import assemble_dex

from mingcha.catalogue import load
from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.facts.collect import collect
from mingcha.facts.forwarded import forwarders, with_forwarded
from mingcha.facts.meaning import method_meanings, vocabulary

WORDS = vocabulary(load())
IMEI = "Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;"
IMEI_OF_SLOT = "Landroid/telephony/TelephonyManager;->getDeviceId(I)Ljava/lang/String;"
SECURE = "Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;"
ASK = "Landroid/app/Activity;->requestPermissions([Ljava/lang/String;I)V"
STATIC, VIRTUAL, STATIC_RANGE, VIRTUAL_RANGE = 0x71, 0x6E, 0x77, 0x74
RESULT, GIVE = (0x0C,), (0x11,)
TAKES = "(Landroid/telephony/TelephonyManager;)Ljava/lang/String;"
FIRST = 16  # register of the first parameter, as the writer of dex files has it


def handed_on(signature: str, count: int, opcode: int = VIRTUAL_RANGE, first: int = FIRST) -> tuple:
    return invoke_range(opcode, signature, first, count)


def forwarded(dex: Dex) -> tuple[dict[str, str], set[str]]:
    """Return what references that the package defines forward, and which methods do."""
    graph = graphs.build(programs.load([("classes.dex", dex.build())]), {})
    meanings = method_meanings(graph, WORDS)
    found = with_forwarded(graph, meanings)
    assert {ref: found[ref] for ref in meanings} == meanings
    name = graph.program.signature
    added = {name(ref): entry[0].signature for ref, entry in found.items() if ref not in meanings}
    return added, {name(method) for method in forwarders(graph, found)}


def helper(descriptor: str, code: list[tuple], flags: int = 0x9) -> Dex:
    """Return a helper with this code, and a class that calls it."""
    dex = Dex()
    dex.add("Lr8/Outline;").method(f"m{descriptor}", code, flags)
    dex.add("Lx/A;").method("run()V", [invoke(STATIC if flags & 8 else VIRTUAL, f"Lr8/Outline;->m{descriptor}", 0), RETURN], 9)
    return dex


@pytest.mark.parametrize(
    ("descriptor", "code", "signature"),
    [
        (TAKES, [handed_on(IMEI, 1), RESULT, GIVE], IMEI),
        ("(Landroid/telephony/TelephonyManager;I)Ljava/lang/String;", [handed_on(IMEI_OF_SLOT, 2), RESULT, GIVE], IMEI_OF_SLOT),
        (
            "(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;",
            [handed_on(SECURE, 2, STATIC_RANGE), RESULT, GIVE],
            SECURE,
        ),
        ("(Landroid/app/Activity;[Ljava/lang/String;I)V", [handed_on(ASK, 3), RETURN], ASK),
    ],
)
def test_a_helper_forwards_its_one_call(descriptor: str, code: list[tuple], signature: str) -> None:
    method = f"Lr8/Outline;->m{descriptor}"
    assert forwarded(helper(descriptor, code)) == ({method: signature}, {method})


@pytest.mark.parametrize(
    ("descriptor", "code"),
    [
        ("(Landroid/telephony/TelephonyManager;)V", [handed_on(IMEI, 1), RETURN]),  # drops what it read
        ("()Ljava/lang/String;", [handed_on(IMEI, 1), RESULT, GIVE]),  # takes the manager from elsewhere
        (TAKES, [(0x0000,), handed_on(IMEI, 1), RESULT, GIVE]),
        (TAKES, [handed_on(IMEI, 1), RESULT, (0x12,), GIVE]),  # gives something else
        (TAKES, [handed_on(IMEI, 1, first=3), RESULT, GIVE]),  # of a register that is no parameter
        (TAKES, [handed_on(IMEI, 1), RESULT, (0x11 | FIRST << 8,)]),  # gives what it took
    ],
)
def test_a_method_that_does_anything_else_makes_the_call_itself(descriptor: str, code: list[tuple]) -> None:
    assert forwarded(helper(descriptor, code)) == ({}, set())


def test_a_method_of_an_object_and_one_that_nobody_calls_make_the_call_themselves() -> None:
    dex = helper(TAKES, [handed_on(IMEI, 1, first=FIRST + 1), RESULT, GIVE], flags=1)
    dex.add("Lr8/Other;").method(f"m{TAKES}", [handed_on(IMEI, 1), RESULT, GIVE], 0x9)
    assert forwarded(dex) == ({}, set())


def test_a_helper_may_call_another_one() -> None:
    dex = helper(TAKES, [handed_on(f"Lr8/Inner;->m{TAKES}", 1, STATIC_RANGE), RESULT, GIVE])
    dex.add("Lr8/Inner;").method(f"m{TAKES}", [handed_on(IMEI, 1), RESULT, GIVE], 0x9)
    both = {f"Lr8/Inner;->m{TAKES}", f"Lr8/Outline;->m{TAKES}"}
    assert forwarded(dex) == (dict.fromkeys(both, IMEI), both)


OUTLINED = """
.class public Lr8/Outline;
.super Ljava/lang/Object;
.method public static m(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;
    .registers 2
    invoke-static {p0, p1}, SECURE
    move-result-object p0
    return-object p0
.end method
""".replace("SECURE", SECURE)
ASKING = """
.class public Lcn/jpush/android/Reader;
.super Ljava/lang/Object;
.method public static read(Landroid/content/ContentResolver;)Ljava/lang/String;
    .registers 3
    const-string v0, "android_id"
    invoke-static {p0, v0}, Lr8/Outline;->m(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
"""


@pytest.mark.debian
def test_what_a_shared_helper_reads_is_read_by_who_calls_it() -> None:
    facts = collect(packages.apk(dex=assemble_dex({"Outline.smali": OUTLINED, "Reader.smali": ASKING})), "x.apk")
    found = [(row["data_type"], row["argument"], row["caller_class"], row["owner"]) for row in facts.rows["access"]]
    assert found == [("android_id", "secure/android_id", "Lcn/jpush/android/Reader;", "jpush")]
