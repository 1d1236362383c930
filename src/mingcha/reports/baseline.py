"""Baselines: an earlier JSON report, against which only what is new or graver counts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mingcha.model import BaselineState, Grade, MingchaError, Verdict
from mingcha.reports import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from mingcha.model import Finding, Report

# How grave a finding is: place of its verdict and of its grade among all, the gravest first.
_Gravity = tuple[int, int]


class Baseline:
    """The findings of earlier reports, by application id (by SHA-256 where a package has no id)."""

    def __init__(self, known: Mapping[str, Mapping[str, _Gravity]]) -> None:
        self._known = known

    def covers(self, report: Report) -> bool:
        """Tell whether there is an earlier report about this app."""
        return _app(report.package.app_id, report.package.sha256) in self._known

    def apply(self, report: Report) -> Report:
        """Return the report with every finding marked as new or known.

        A finding is known when the earlier report has one with the same id that is at least as grave.
        """
        known = self._known.get(_app(report.package.app_id, report.package.sha256), {})
        return replace(report, findings=tuple(replace(finding, baseline=_state(finding, known)) for finding in report.findings))


def load_baseline(path: Path) -> Baseline:
    """Read a JSON report, or several one a line; MingchaError says in one line why that cannot be done."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise MingchaError(f"{path}: 无法读取 / cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise MingchaError(f"{path}: 不是UTF-8 / not UTF-8") from error
    known: dict[str, dict[str, _Gravity]] = {}
    try:
        for report in _reports(text):
            if report["schema_version"] != 1:
                raise MingchaError(f"{path}: 不支持的报告版本 / schema version {report['schema_version']} is not supported")
            app = _app(report["package"]["app_id"], report["package"]["sha256"])
            known.setdefault(app, {}).update(_findings(report["findings"]))
    except (ValueError, KeyError, TypeError) as error:
        raise MingchaError(f"{path}: 不是明察的JSON报告 / not a JSON report of mingcha") from error
    return Baseline(known)


def _reports(text: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def _findings(records: Iterable[dict[str, Any]]) -> dict[str, _Gravity]:
    return {record["id"]: _gravity(Verdict(record["verdict"]), Grade(record["grade"])) for record in records}


def _app(app_id: str | None, sha256: str) -> str:
    return app_id or sha256


def _gravity(verdict: Verdict, grade: Grade) -> _Gravity:
    return words.VERDICT_ORDER.index(verdict), words.GRADE_ORDER.index(grade)


def _state(finding: Finding, known: Mapping[str, _Gravity]) -> BaselineState:
    earlier = known.get(finding.id)
    now = _gravity(finding.verdict, finding.grade)
    graver = earlier is not None and any(mine < theirs for mine, theirs in zip(now, earlier, strict=True))
    return BaselineState.KNOWN if earlier is not None and not graver else BaselineState.NEW
