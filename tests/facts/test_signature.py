from __future__ import annotations

from typing import TYPE_CHECKING

from tests.formats.signing.build import ENTRIES, V2, V3, Signature, identity, sign, zip_of
from tests.hostile import packages

from mingcha.facts.factset import FactSet
from mingcha.facts.signature import collect_signers
from mingcha.formats.apk import open_apk

if TYPE_CHECKING:
    from pathlib import Path


def collected(data: bytes) -> FactSet:
    facts = FactSet("ab")
    collect_signers(facts, data, open_apk(data))
    return facts


def brief(facts: FactSet) -> list[tuple[str, bool]]:
    return [(row["scheme"], row["valid"]) for row in facts.rows["signer"]]


def coverage(facts: FactSet) -> list[tuple[str, str]]:
    return [(row["kind"], row["state"]) for row in facts.rows["coverage"]]


def codes(facts: FactSet) -> set[str]:
    return {row["code"] for row in facts.rows["limit"]}


def parts(xml: bytes | None = None) -> dict[str, bytes]:
    return {"AndroidManifest.xml": xml or packages.plain_manifest(), "classes.dex": packages.plain_dex()}


ONE = identity()


def test_the_example_app_is_signed_under_its_schemes_with_a_debug_key(example_apk: Path) -> None:
    facts = collected(example_apk.read_bytes())
    assert {(row["valid"], row["debug"], row["error"]) for row in facts.rows["signer"]} == {(True, True, None)}
    assert (coverage(facts), codes(facts)) == ([("signature", "complete")], set())


def test_a_signer_has_its_certificate_and_a_scheme_without_one_its_error() -> None:
    # The manifest admits Android 5, which knows v1 only.
    facts = collected(sign(zip_of(parts()), {V2: [Signature(ONE)], V3: [Signature(ONE)]}))
    assert brief(facts) == [("v2", True), ("v3", True), ("v1", False)]
    assert [row.get("sha256") for row in facts.rows["signer"]] == [ONE.sha256, ONE.sha256, None]
    assert " / " in facts.rows["signer"][2]["error"]


def test_a_changed_entry_makes_the_signature_invalid_with_its_reason() -> None:
    data = sign(zip_of(parts()), {V2: [Signature(ONE)]})
    facts = collected(data.replace(b"hostile", b"hostilE", 1))
    row = facts.rows["signer"][0]
    assert (row["scheme"], row["valid"], " / " in row["error"]) == ("v2", False, True)
    assert any(code.startswith("signature-") for code in codes(facts))
    assert coverage(facts) == [("signature", "complete")]


def test_an_unsigned_package_has_no_valid_signer_and_says_so() -> None:
    facts = collected(zip_of(parts()))
    assert [row for row in facts.rows["signer"] if row["valid"]] == []
    assert any(code.startswith("signature-") for code in codes(facts))


def test_without_a_manifest_the_signature_is_seen_in_part() -> None:
    facts = collected(sign(zip_of({name: data for name, data in ENTRIES.items() if "Manifest" not in name}), {V2: [Signature(ONE)]}))
    assert coverage(facts) == [("signature", "partial")]
