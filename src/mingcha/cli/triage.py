"""What of a scan counts: suppressions, a baseline, and the day for which they are asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mingcha.model import MingchaError

if TYPE_CHECKING:
    from mingcha.model import Report
    from mingcha.reports.baseline import Baseline
    from mingcha.reports.suppress import Suppressions


def resolve_day(given: str | None) -> str | None:
    """Return a day as YYYY-MM-DD; `today` is the only way to ask the clock."""
    if given is None:
        return None
    from datetime import date  # noqa: PLC0415 - start-up time

    if given == "today":
        return date.today().isoformat()  # noqa: DTZ011 - the day of the place where the report is made
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        raise MingchaError(f"--date {given}: 应为 YYYY-MM-DD 或 today / must be YYYY-MM-DD or today") from error


class Triage:
    """The suppression file and the baseline of one scan; either may be absent."""

    def __init__(self, suppress: str | None, baseline: str | None, day: str | None) -> None:
        self._file = suppress
        self._suppressions: Suppressions | None = None
        self._baseline: Baseline | None = None
        if suppress:
            from mingcha.reports.suppress import load_suppressions  # noqa: PLC0415 - start-up time

            self._suppressions = load_suppressions(Path(suppress), day)
        if baseline:
            from mingcha.reports.baseline import load_baseline  # noqa: PLC0415 - start-up time

            self._baseline = load_baseline(Path(baseline))

    def apply(self, report: Report, path: Path) -> Report:
        """Return the report with what is suppressed and what is known marked; says when the baseline is of other apps."""
        if self._baseline:
            if not self._baseline.covers(report):
                click.echo(f"mingcha: {path}: 基线报告中没有此应用，全部视为新问题 / not in the baseline: all is new", err=True)
            report = self._baseline.apply(report)
        return self._suppressions.apply(report) if self._suppressions else report

    def close(self) -> None:
        """Say which suppressions are no longer in force, and which matched nothing."""
        if not self._suppressions:
            return
        for entry in self._suppressions.expired():
            click.echo(f"mingcha: {self._file}: 第{entry.number}条（{entry.rule}）已过期 / entry {entry.number} has expired", err=True)
        for entry in self._suppressions.unused():
            click.echo(f"mingcha: {self._file}: 第{entry.number}条（{entry.rule}）未用到 / entry {entry.number} matched nothing", err=True)
