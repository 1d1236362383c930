from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.platform.world import AT, handed_in

from mingcha.platform.registry.models import Certificate, Sdk, SdkUse, Signature
from mingcha.platform.testing.models import Check, ReviewState, Scan, ScanState, Test, Verdict
from mingcha.platform.testing.record import EVIDENCE_KEPT, fill_checks, record_report

if TYPE_CHECKING:
    from tests.platform.world import World


@pytest.fixture
def report(example_report: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(example_report)
    return values


@pytest.fixture
def scan(world: World, example_report: str) -> Scan:
    """Return the scan of the example app that has ended."""
    return handed_in(example_report, by=world["lab:tester"])


def test_what_the_report_says_stands_in_the_tables(scan: Scan, report: dict[str, Any]) -> None:
    told = {finding["id"]: finding for finding in report["findings"]}
    assert set(scan.findings.values_list("fingerprint", flat=True)) == set(told)
    for finding in scan.findings.all():
        source = told[finding.fingerprint]
        assert (finding.rule, finding.verdict, finding.grade) == (source["rule"], source["verdict"], source["grade"])
        assert (finding.label, finding.owner, finding.data_type) == (source["label"], source["owner"], source["data_type"] or "")
        assert (finding.clauses, finding.criteria) == (source["clauses"], source["criteria"])
        assert {"zh": finding.sentence_zh, "en": finding.sentence_en} == source["sentence"]
        assert {"zh": finding.remedy_zh, "en": finding.remedy_en} == source["remedy"]
        assert finding.evidence == source["evidence"][:EVIDENCE_KEPT]
    assert (scan.engine, scan.rules) == (report["tool"]["version"], report["tool"]["rules"])
    assert (scan.clauses, scan.coverage) == (report["clauses"], report["coverage"])
    assert (scan.state, scan.ended_at) == (ScanState.DONE, AT)


def test_sdks_and_certificates_feed_the_registry(scan: Scan) -> None:
    version = scan.version
    assert version is not None
    assert version.target_sdk == 26
    assert list(SdkUse.objects.values_list("version", "sdk", "confidence")) == [(version.pk, "umeng_analytics", 0.99)]
    assert Sdk.objects.get().name_en == "Umeng U-App analytics"
    certificate = Certificate.objects.get()
    assert (certificate.debug, certificate.subject) == (True, "CN=Android Debug,O=Android,C=US")
    assert sorted(Signature.objects.values_list("scheme", "valid")) == [("v1", True), ("v2", True), ("v3", True)]


def test_once_more_replaces_and_never_doubles(scan: Scan, report: dict[str, Any]) -> None:
    report["findings"] = report["findings"][:3]
    record_report(scan, report, at=AT)
    assert scan.findings.count() == 3
    assert (SdkUse.objects.count(), Signature.objects.count()) == (1, 3)


def test_findings_under_review_are_not_replaced(scan: Scan, report: dict[str, Any]) -> None:
    scan.findings.filter(fingerprint=report["findings"][0]["id"]).update(review=ReviewState.CONFIRMED)
    with pytest.raises(ValueError, match="under review"):
        record_report(scan, report, at=AT)
    assert scan.findings.count() == 33


def test_texts_and_numbers_that_no_database_holds(scan: Scan, report: dict[str, Any]) -> None:
    report["findings"] = [report["findings"][0] | {"sentence": {"zh": "甲\0乙", "en": "a\ud800b"}}]
    report["package"] |= {"target_sdk": 2**40, "version_name": "1\0"}
    report["signers"][0] |= {"sha256": "b" * 64, "subject": "CN=" + "x" * 999}
    report["sdks"][0] |= {"version": "9" * 99}
    record_report(scan, report, at=AT)
    finding = scan.findings.get()
    assert (finding.sentence_zh, finding.sentence_en) == ("甲�乙", "a�b")
    assert scan.version is not None
    assert scan.version.target_sdk is None
    assert len(Certificate.objects.get(pk="b" * 64).subject) == 500
    assert len(SdkUse.objects.get().sdk_version) == 80


def test_a_tests_checklist_is_filled_and_what_people_judged_stays(world: World, scan: Scan, report: dict[str, Any]) -> None:
    test = Test.objects.create(version=scan.version, lab=world.bodies["lab"], scan=scan, assigned_at=AT)
    criteria = {criterion for finding in report["findings"] for criterion in finding["criteria"]}
    person = min(criteria)
    Check.objects.create(test=test, criterion=person, verdict=Verdict.NOT_FOUND, person=world["lab:tester"], at=AT)
    for _ in range(2):
        fill_checks(test, at=AT)
        assert set(test.checks.values_list("criterion", flat=True)) == criteria
        assert test.checks.get(criterion=person).verdict == Verdict.NOT_FOUND
        assert test.checks.filter(by_machine=True).count() == len(criteria) - 1


def test_violated_outweighs_suspected(world: World, scan: Scan) -> None:
    test = Test.objects.create(version=scan.version, lab=world.bodies["lab"], scan=scan, assigned_at=AT)
    one, two = scan.findings.filter(criteria=["COL-08"])[:2]
    scan.findings.filter(pk=one.pk).update(verdict=Verdict.VIOLATED)
    assert two.verdict == Verdict.SUSPECTED
    fill_checks(test, at=AT)
    assert test.checks.get(criterion="COL-08").verdict == Verdict.VIOLATED


def test_a_test_without_a_scan_has_no_machine_judgement(world: World) -> None:
    test = Test.objects.create(version=world.version, lab=world.bodies["lab"], assigned_at=AT)
    fill_checks(test, at=AT)
    assert not test.checks.exists()
