from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mingcha.model import Evidence
from mingcha.reports.sarif_places import MAX_STEPS, Places

if TYPE_CHECKING:
    from mingcha.model import Report


def test_the_package_holds_the_entries_that_locations_name(shop: Report) -> None:
    places = Places(shop)
    whole, *entries = places.artifacts()
    assert (whole["hashes"], whole["length"]) == ({"sha-256": shop.package.sha256}, shop.package.size)
    assert {entry["parentIndex"] for entry in entries} == {0}
    for finding in shop.findings:
        artifact = places.primary(finding)["physicalLocation"]["artifactLocation"]
        assert [whole, *entries][artifact["index"]]["location"]["uri"] == artifact["uri"]


def test_a_call_path_is_a_flow_in_its_order(shop: Report) -> None:
    finding = shop.findings[0]
    flow = Places(shop).code_flows(finding)[0]["threadFlows"][0]["locations"]
    assert len(flow) == len(finding.evidence[0].path)
    assert flow[0]["location"]["logicalLocations"][0]["fullyQualifiedName"] == "com.example.meiri.MeiriApp.onCreate()"


def test_a_long_path_keeps_its_ends(shop: Report) -> None:
    path = tuple(f"La/B;->m{number}()V" for number in range(1000))
    finding = replace(shop.findings[0], evidence=(Evidence("code", path[-1], "", path),))
    flow = Places(shop).code_flows(finding)[0]["threadFlows"][0]["locations"]
    texts = [step["location"]["message"]["text"] for step in flow]
    assert (len(texts), texts[0], texts[-1]) == (MAX_STEPS, "a.B.m0()", "a.B.m999()")


def test_the_start_state_is_that_of_the_call_shown(shop: Report) -> None:
    finding = shop.findings[0]
    access = next(item for item in shop.accesses if item.owner == finding.owner and item.data_type == finding.data_type)
    report = replace(shop, accesses=(replace(access, path=finding.evidence[0].path),))
    assert Places(report).start_state(finding) == access.start_state.value
    assert Places(report).start_state(replace(finding, evidence=())) is None


def test_every_place_is_listed_with_what_stands_there(shop: Report) -> None:
    related = Places(shop).related(shop.findings[0])
    assert [place["id"] for place in related] == [1, 2, 3]
    assert related[2]["physicalLocation"]["artifactLocation"]["uri"] == "AndroidManifest.xml"
    assert "READ_PHONE_STATE" in related[2]["message"]["text"]


def test_a_finding_without_evidence_stands_in_the_manifest(shop: Report) -> None:
    bare = replace(shop.findings[0], evidence=())
    assert Places(shop).primary(bare)["physicalLocation"]["artifactLocation"]["uri"] == "AndroidManifest.xml"
