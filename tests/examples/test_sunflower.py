"""The example app: the package is what its sources make, and a reader finds in it what its sources say."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from scripts import toolchain
from scripts.build_example import FOLDER, read_sources

from mingcha.facts.collect import collect
from mingcha.facts.path import read

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.facts.factset import FactSet, Row

# Signatures that do not read the data by themselves (a container, a state) are booked with less.
SURE = 0.5

EXPECTED: dict[str, Any] = yaml.safe_load((FOLDER / "expected.yaml").read_text("utf-8"))


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.debian
def test_the_package_is_what_its_sources_make(example_apk: Path) -> None:
    try:
        built = toolchain.build_apk(read_sources())
    except toolchain.MissingToolError as error:
        pytest.skip(str(error))
    # Entries and not bytes: how well a zlib compresses is its own affair.
    assert entries(built) == entries(example_apk.read_bytes())


def test_the_package_is_small_and_has_no_time_in_it(example_apk: Path) -> None:
    assert example_apk.stat().st_size < 100_000
    with zipfile.ZipFile(example_apk) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {toolchain.EPOCH}


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_description_has_every_row(name: str, language: str) -> None:
    rows = [row for table in ("accesses", "behaviours", "absent") for row in EXPECTED[table]]
    words = [row.get("what", row.get("why"))[language] for row in rows]
    text = (FOLDER / name).read_text("utf-8")
    assert [sentence for sentence in words if f"| {sentence} |" not in text] == []


def test_every_caller_is_in_the_sources() -> None:
    declared = set()
    for path in [*(FOLDER / "smali").rglob("*.smali"), *(FOLDER / "plugin").rglob("*.smali")]:
        text = path.read_text("utf-8")
        cls = re.search(r"^\.class .*?(L\S+;)$", text, re.MULTILINE)
        assert cls is not None
        declared |= {f"{cls[1]}->{method}" for method in re.findall(r"^\.method (?:.* )?(\S+)$", text, re.MULTILINE)}
    rows = [row for table in ("accesses", "behaviours", "absent") for row in EXPECTED[table]]
    assert [row["caller"] for row in rows if row["caller"] not in declared] == []


@pytest.fixture(scope="module")
def facts(example_apk: Path) -> FactSet:
    return collect(example_apk.read_bytes(), example_apk.name)


def site(row: Row) -> tuple[str, ...]:
    caller = row.get("caller") or f"{row['caller_class']}->{row['caller_method']}"
    return row["data_type"], row["api"], caller, row["owner"], row["start_state"]


def sure_accesses(facts: FactSet) -> list[tuple[str, ...]]:
    return [site(row) for row in facts.rows["access"] if row["data_type"] and row["confidence"] >= SURE]


def test_every_access_is_found_and_no_other(facts: FactSet) -> None:
    assert sorted(sure_accesses(facts)) == sorted(map(site, EXPECTED["accesses"]))


def test_every_behaviour_is_found(facts: FactSet) -> None:
    found = {
        (row["behaviour"], row["api"], f"{row['caller_class']}->{row['caller_method']}", row["owner"], row["start_state"])
        for row in facts.rows["access"]
        if row["behaviour"]
    }
    keys = ("behaviour", "api", "caller", "owner", "start_state")
    wanted = [tuple(row[key] for key in keys) for row in EXPECTED["behaviours"]]
    assert [row for row in wanted if row not in found] == []


def test_near_misses_are_no_rows(facts: FactSet) -> None:
    found = {
        (row["data_type"] or row["behaviour"], f"{row['caller_class']}->{row['caller_method']}")
        for row in facts.rows["access"]
        if row["confidence"] >= SURE
    }
    assert [row for row in EXPECTED["absent"] if (row.get("data_type") or row["behaviour"], row["caller"]) in found] == []


def test_every_path_leads_from_an_entry_point_to_the_caller(facts: FactSet) -> None:
    entries = re.compile(r"->(onCreate|onResume|onStartCommand|onReceive|onClick|onRequestPermissionsResult)\(")
    for row in facts.rows["access"]:
        if row["start_state"] == "unreached" or row["confidence"] < SURE:
            assert row["path"] == []
        else:
            assert entries.search(row["path"][0]), row["path"]
            assert read(row["path"][-1])[1:3] == (f"{row['caller_class']}->{row['caller_method']}", row["line"])


def test_the_package_and_its_manifest(facts: FactSet) -> None:
    app = EXPECTED["app"]
    (package,) = facts.rows["package"]
    plain = ("app_id", "version_name", "version_code", "min_sdk", "target_sdk", "application_class", "launcher")
    assert {key: package[key] for key in plain} == {key: app[key] for key in plain}
    assert package["name"] == app["name"]["zh"]
    boot = {row["component"] for row in facts.rows["intent_filter"] if row["value"].endswith(".BOOT_COMPLETED")}
    assert sorted(boot) == app["boot_receivers"]
    open_to_all = {
        row["class"] for row in facts.rows["component"] if row["exported"] and not row["permission"] and row["type"] == "service"
    }
    assert sorted(open_to_all) == app["exported_without_permission"]
    assert set(app["unused_permissions"]) <= {row["name"] for row in facts.rows["permission"]}


def test_signers_sdks_addresses_and_hidden_code(facts: FactSet) -> None:
    app = EXPECTED["app"]
    signers = facts.rows["signer"]
    assert [row["scheme"] for row in signers] == app["signature_schemes"]
    assert {(row["valid"], row["debug"]) for row in signers} == {(True, app["debug_signed"])}
    assert [row["id"] for row in facts.rows["sdk"]] == app["sdks"]
    assert [row["path"] for row in facts.rows["asset"] if row["kind"] == "dex"] == app["undeclared_dex"]
    assert [row["host"] for row in facts.rows["url"] if row["scheme"] == "http"] == app["cleartext_hosts"]


def test_everything_was_seen(facts: FactSet) -> None:
    states = {row["kind"]: row["state"] for row in facts.rows["coverage"]}
    seen = {"code": "complete", "manifest": "complete", "native": "complete", "resources": "complete", "signature": "complete"}
    assert {kind: states[kind] for kind in seen} == seen
    assert facts.rows["limit"] == []
