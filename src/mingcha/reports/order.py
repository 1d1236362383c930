"""One order of everything in a report, whoever made it, so that the same facts give the same bytes."""

from __future__ import annotations

import re
from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any

from mingcha.reports import words

if TYPE_CHECKING:
    from mingcha.model import Access, Finding, Report

_NUMBER = re.compile(r"([0-9]+)")


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that takes runs of digits as numbers: MIIT-2020-9 before MIIT-2020-10."""
    parts = _NUMBER.split(text)
    return tuple((int(part[:18]), len(part), "") if index % 2 else (0, 0, part) for index, part in enumerate(parts))


def arrange(report: Report) -> Report:
    """Return the report with every list in its order; evidence and paths keep the order of their makers."""
    return replace(
        report,
        signers=_plain(report.signers),
        permissions=_plain(report.permissions),
        components=_plain(report.components),
        sdks=tuple(sorted(report.sdks, key=lambda sdk: (sdk.id, sdk.version or ""))),
        accesses=tuple(sorted(report.accesses, key=_access_key)),
        findings=tuple(sorted(report.findings, key=_finding_key)),
        clauses=tuple(sorted(report.clauses, key=lambda outcome: natural(outcome.id))),
        coverage=_plain(report.coverage),
        limits=_plain(report.limits),
    )


def _plain(items: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(items, key=lambda item: [(value is None, str(value)) for value in astuple(item)]))


def _access_key(access: Access) -> tuple[Any, ...]:
    return (
        words.START_STATE_ORDER.index(access.start_state),
        access.data_type or "",
        access.behaviour or "",
        access.owner,
        access.api,
        access.caller,
        access.line or 0,
        access.argument or "",
        access.path,
    )


def _finding_key(finding: Finding) -> tuple[Any, ...]:
    return (
        words.GRADE_ORDER.index(finding.grade),
        words.VERDICT_ORDER.index(finding.verdict),
        tuple(natural(clause) for clause in finding.clauses),
        finding.rule,
        finding.owner,
        finding.data_type or "",
        finding.id,
    )
