"""Reports as one SARIF 2.1.0 log (OASIS standard with Errata 01), in the form that GitHub code scanning accepts.

Each package is a run of its own with its own `automationDetails.id`, since GitHub refuses several runs of one tool and one
category; builds of one app in one log are told apart by their SHA-256. The path of a result is that of its kind of evidence
(classes.dex, AndroidManifest.xml) and not of a class or of a numbered dex file: these change from build to build, and with
them alerts would close and open again. The exact place stands in logical and related locations and in code flows.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from mingcha.model import BaselineState, CoverageState, Grade, Text, Verdict
from mingcha.reports import words
from mingcha.reports.names import Names, readable
from mingcha.reports.order import arrange
from mingcha.reports.sarif_places import Places
from mingcha.reports.sarif_rules import describe_driver, describe_taxonomies, taxon
from mingcha.reports.visible import shorten, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingcha.catalogue import Catalogue
    from mingcha.model import Finding, Report
    from mingcha.rules import Pack

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_TEXT = 1000
_BASELINE = {BaselineState.NEW: "new", BaselineState.KNOWN: "unchanged"}


def write(reports: Iterable[Report], catalogue: Catalogue, pack: Pack) -> str:
    """Return the reports as a SARIF log that ends in a line feed: one run per report, the same bytes for the same reports."""
    arranged = [arrange(report) for report in reports]
    times = Counter(_category(report) for report in arranged)
    runs = []
    for report in arranged:
        category = _category(report)
        runs.append(_run(report, catalogue, pack, category if times[category] == 1 else f"{category}{report.package.sha256[:16]}/"))
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": runs}
    return json.dumps(_visible(log), ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _run(report: Report, catalogue: Catalogue, pack: Pack, category: str) -> dict[str, Any]:
    package, names = report.package, Names(catalogue)
    places = Places(report)
    indices = {rule.id: index for index, rule in enumerate(pack.rules)}
    results = [_result(finding, indices, places, names) for finding in report.findings]
    if any("suppressions" in result for result in results):
        for result in results:  # the standard: on every result of a run, or on none
            result.setdefault("suppressions", [])
    return {
        "tool": {"driver": describe_driver(pack, catalogue, report.tool)},
        "automationDetails": {"id": category},
        "columnKind": "unicodeCodePoints",
        "artifacts": places.artifacts(),
        "invocations": [_invocation(report)],
        "taxonomies": describe_taxonomies(catalogue),
        "results": results,
        "properties": {
            "package": {
                "sha256": package.sha256,
                "appId": _said(package.app_id),
                "name": _said(package.name),
                "versionName": _said(package.version_name),
                "versionCode": package.version_code,
                "packer": package.packer,
            },
            "catalogue": report.tool.catalogue,
            "rules": report.tool.rules,
            "clauses": [{"id": item.id, "verdict": item.verdict.value, "why": _both(item.why)} for item in report.clauses],
            "coverage": [
                {"kind": item.kind, "state": item.state.value, "why": _both(item.why) if item.why else None} for item in report.coverage
            ],
        },
    }


def _result(finding: Finding, indices: dict[str, int], places: Places, names: Names) -> dict[str, Any]:
    owner = names.owner(finding.owner)
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": level(finding.verdict, finding.grade),
        "message": {"text": _message(finding)},
        "locations": [places.primary(finding)],
        "partialFingerprints": {"mingchaFinding/v1": finding.id, "primaryLocationLineHash": f"{finding.id}:1"},
        "taxa": [taxon(clause) for clause in finding.clauses if clause.startswith(tuple(words.NOTICES))],
        "properties": {
            "verdict": finding.verdict.value,
            "grade": finding.grade.value,
            "label": finding.label,
            "clauses": list(finding.clauses),
            "criteria": list(finding.criteria),
            "owner": _said(finding.owner),
            "ownerName": _both(owner),
            "ownerVendor": names.vendor(finding.owner),
            "dataType": finding.data_type,
            "startState": places.start_state(finding),
            "remedy": _both(finding.remedy),
        },
    }
    if finding.rule in indices:
        result["ruleIndex"] = indices[finding.rule]
    if related := places.related(finding):
        result["relatedLocations"] = related
    if flows := places.code_flows(finding):
        result["codeFlows"] = flows
    if finding.baseline:
        result["baselineState"] = _BASELINE[finding.baseline]
    if finding.suppression:
        status = "accepted" if finding.suppression.active else "rejected"
        result["suppressions"] = [{"kind": "external", "status": status, "justification": _said(finding.suppression.reason)}]
    return result


def level(verdict: Verdict, grade: Grade) -> str:
    """Return the level: error only for what is proved and serious; a suspicion is never more than a warning."""
    if grade is Grade.NOTE:
        return "note"
    return "error" if verdict is Verdict.VIOLATED and grade is Grade.SERIOUS else "warning"


def _message(finding: Finding) -> str:
    verdict, grade = words.VERDICTS[finding.verdict], words.GRADES[finding.grade]
    best = finding.evidence[0] if finding.evidence else None
    place = readable(shorten(best.where, MAX_TEXT)) if best else ""
    zh = f"【{verdict.zh}·{grade.zh}】{shorten(finding.sentence.zh, MAX_TEXT)}{f'（{place}）' if place else ''}"
    en = f"[{verdict.en}, {grade.en}] {shorten(finding.sentence.en, MAX_TEXT)}"
    remedy = f"整改建议：{shorten(finding.remedy.zh, MAX_TEXT)}\nRemedy: {shorten(finding.remedy.en, MAX_TEXT)}"
    return f"{zh}\n{en}\n{remedy}"


def _invocation(report: Report) -> dict[str, Any]:
    """Say how the test went: a package that could not be read is a failed execution, every limit a notification."""
    code = next((item.state for item in report.coverage if item.kind == "manifest"), CoverageState.ABSENT)
    notes = [
        {"descriptor": {"id": f"coverage/{item.kind}"}, "level": "warning", "message": {"text": _coverage_text(item.kind, item.why)}}
        for item in report.coverage
        if item.state is not CoverageState.COMPLETE
    ]
    notes += [{"descriptor": {"id": "limit"}, "level": "warning", "message": {"text": _both(limit)}} for limit in report.limits]
    return {"executionSuccessful": code is not CoverageState.ABSENT, "toolExecutionNotifications": notes}


def _coverage_text(kind: str, why: Text | None) -> str:
    name = words.known(words.EVIDENCE_KINDS, kind)
    reason = why or Text("未完整检测", "not complete")
    return _both(Text(f"{name.zh}：{reason.zh}", f"{name.en}: {reason.en}"))


def _visible(value: Any) -> Any:
    """Return the log with every character of its texts visible; ends of lines stay."""
    if isinstance(value, str):
        return "\n".join(map(visible, value.split("\n")))
    if isinstance(value, dict):
        return {key: _visible(part) for key, part in value.items()}
    return [_visible(part) for part in value] if isinstance(value, list) else value


def _both(text: Text) -> str:
    return shorten(words.joined(text), 2 * MAX_TEXT)


def _said(text: str | None) -> str | None:
    return None if text is None else shorten(text, MAX_TEXT)


def _category(report: Report) -> str:
    """Return the category of a run: that of its app, so that a later version is compared with an earlier one."""
    return f"mingcha/{_segment(report.package.app_id or report.package.sha256)}/"


def _segment(name: str) -> str:
    """Return a name as one segment of an automation id, whose segments `/` divides."""
    return "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in name[:200])
