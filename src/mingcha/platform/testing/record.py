"""Writes what the engine found into the platform's tables: findings, SDKs, certificates, machine-judged criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingcha.platform.registry.models import Certificate, Sdk, SdkUse, Signature
from mingcha.platform.testing.models import Check, Finding, Scan, ScanState, Test, Verdict
from mingcha.platform.testing.recognise import recognise
from mingcha.platform.work.storable import storable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mingcha.platform.registry.models import Version

_LONGEST = 500
_LEVELS = 10_000
# Findings are many, their evidence may be long: a page shows the first, the report in the store has all.
EVIDENCE_KEPT = 20


def record_report(scan: Scan, report: Mapping[str, Any], *, at: datetime) -> None:
    """Write the report (a dict in the form of docs/report.schema.json) of a scan, in the caller's transaction.

    What an earlier record of the same scan left is replaced, unless a reviewer has begun on it: ValueError then.
    UnrecognisedError, before anything is written, when the package is not the app that the scan was asked for.
    """
    if scan.findings.exclude(review="open").exists():
        raise ValueError("the findings of this scan are under review")
    report = storable(report)
    package = report["package"]
    version = scan.version = recognise(scan, package)
    scan.app = version.app
    scan.save(update_fields=["version", "app"])
    scan.findings.all().delete()
    Finding.objects.bulk_create((_finding(scan, finding) for finding in report["findings"]), batch_size=500)
    _sdks(version, report["sdks"])
    _signatures(version, report["signers"])
    version.target_sdk = _level(package["target_sdk"])
    version.save(update_fields=["target_sdk"])
    scan.engine, scan.rules = report["tool"]["version"], report["tool"]["rules"]
    scan.clauses, scan.coverage = report["clauses"], report["coverage"]
    scan.state, scan.ended_at = ScanState.DONE, at
    scan.save()
    for test in scan.tests.all():
        fill_checks(test, at=at)


def fill_checks(test: Test, *, at: datetime) -> None:
    """Enter as machine-judged the criteria of the scan's findings; what a person has judged stays."""
    if test.scan is None:
        return
    verdicts: dict[str, str] = {}
    for criteria, verdict in test.scan.findings.values_list("criteria", "verdict"):
        for criterion in criteria:
            if verdicts.get(criterion) != Verdict.VIOLATED:
                verdicts[criterion] = verdict
    judged = set(test.checks.filter(by_machine=False).values_list("criterion", flat=True))
    test.checks.filter(by_machine=True).delete()
    Check.objects.bulk_create(
        Check(test=test, criterion=criterion, verdict=verdict, by_machine=True, at=at)
        for criterion, verdict in sorted(verdicts.items())
        if criterion not in judged
    )


def _level(value: int | None) -> int | None:
    """Return an API level, which a hostile manifest may put at any number."""
    return value if value is not None and 0 <= value < _LEVELS else None


def _finding(scan: Scan, finding: Mapping[str, Any]) -> Finding:
    return Finding(
        scan=scan,
        fingerprint=finding["id"],
        rule=finding["rule"],
        verdict=finding["verdict"],
        grade=finding["grade"],
        label=finding["label"],
        clauses=finding["clauses"],
        criteria=finding["criteria"],
        owner=finding["owner"],
        data_type=finding["data_type"] or "",
        sentence_zh=finding["sentence"]["zh"],
        sentence_en=finding["sentence"]["en"],
        remedy_zh=finding["remedy"]["zh"],
        remedy_en=finding["remedy"]["en"],
        evidence=finding["evidence"][:EVIDENCE_KEPT],
    )


def _sdks(version: Version, sdks: list[Mapping[str, Any]]) -> None:
    Sdk.objects.bulk_create((Sdk(id=sdk["id"], name=sdk["name"]["zh"], name_en=sdk["name"]["en"]) for sdk in sdks), ignore_conflicts=True)
    SdkUse.objects.filter(version=version).delete()
    SdkUse.objects.bulk_create(
        SdkUse(version=version, sdk_id=sdk["id"], sdk_version=(sdk["version"] or "")[:80], confidence=sdk["confidence"]) for sdk in sdks
    )


def _signatures(version: Version, signers: list[Mapping[str, Any]]) -> None:
    known = [signer for signer in signers if signer["sha256"]]
    Certificate.objects.bulk_create(
        (Certificate(sha256=s["sha256"], subject=(s["subject"] or "")[:_LONGEST], debug=bool(s["debug"])) for s in known),
        ignore_conflicts=True,
    )
    Signature.objects.filter(version=version).delete()
    Signature.objects.bulk_create(
        (Signature(version=version, certificate_id=s["sha256"], scheme=s["scheme"], valid=bool(s["valid"])) for s in known),
        ignore_conflicts=True,
    )
