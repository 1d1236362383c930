from __future__ import annotations

from tests.hostile import packages
from tests.hostile.zips import Member

from mingcha.catalogue import load
from mingcha.facts.factset import FactSet
from mingcha.facts.native import collect_native
from mingcha.facts.sdk import owner_of_library
from mingcha.facts.whose import Whose
from mingcha.formats.apk import open_apk

CATALOGUE = load()
ELF = b"\x7fELF\x02\x01\x01" + bytes(57)


def collected(*members: Member) -> FactSet:
    facts = FactSet("ab")
    apk = open_apk(packages.apk(*members))
    collect_native(facts, apk, Whose(apk, CATALOGUE))
    return facts


def coverage(facts: FactSet) -> list[tuple[str, str]]:
    return [(row["kind"], row["state"]) for row in facts.rows["coverage"]]


def test_without_libraries_nothing_is_missing() -> None:
    facts = collected()
    assert (facts.rows["native_lib"], facts.rows["asset"], coverage(facts)) == ([], [], [("native", "complete")])


def test_libraries_are_listed_with_their_owner_and_never_called_complete() -> None:
    known = next(name for sdk in CATALOGUE.sdks.values() for name in sdk.native_libs if owner_of_library(CATALOGUE, name) == sdk.id)
    facts = collected(Member(f"lib/arm64-v8a/{known}", ELF), Member("lib/x86/libown.so", ELF + b"\0"), Member("lib/x86/readme.txt", b"-"))
    assert sorted((row["name"], row["abi"], row["path"], row["size"], row["owner"]) for row in facts.rows["native_lib"]) == sorted(
        [
            (known, "arm64-v8a", f"lib/arm64-v8a/{known}", 64, owner_of_library(CATALOGUE, known)),
            ("libown.so", "x86", "lib/x86/libown.so", 65, "app"),
        ]
    )
    assert coverage(facts) == [("native", "partial")]


def test_code_among_the_assets_is_named_by_its_bytes() -> None:
    dex = packages.plain_dex()
    facts = collected(Member("assets/picture.png", dex), Member("assets/a.txt", b"words"))
    assert [(row["path"], row["kind"], row["size"], row["owner"]) for row in facts.rows["asset"]] == [
        ("assets/picture.png", "dex", len(dex), "app")
    ]
