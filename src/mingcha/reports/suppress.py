"""Suppressions: a file in which somebody decides, with a reason, that a finding does not count. It stays in every report."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mingcha.model import MingchaError, Suppression

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mingcha.model import Finding, Report

_REQUIRED = ("rule", "reason")
_NARROWING = ("owner", "data_type", "id", "package")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what it names of a finding, None where any will do; `number` is its place in the file, from 1.

    `package` is an application id; `expires` the last day on which the entry holds (YYYY-MM-DD).
    """

    number: int
    rule: str
    reason: str
    owner: str | None = None
    data_type: str | None = None
    id: str | None = None
    package: str | None = None
    expires: str | None = None

    def fits(self, finding: Finding, app_id: str | None) -> bool:
        """Tell whether the entry names this finding of this app."""
        pairs = (
            (self.rule, finding.rule),
            (self.owner, finding.owner),
            (self.data_type, finding.data_type),
            (self.id, finding.id),
            (self.package, app_id),
        )
        return all(wanted in (None, given) for wanted, given in pairs)


class Suppressions:
    """The entries of a file, as of one day (YYYY-MM-DD; None only where no entry expires)."""

    def __init__(self, entries: Sequence[Entry], day: str | None = None) -> None:
        self._entries = tuple(entries)
        self._day = day
        self._used: set[int] = set()

    def apply(self, report: Report) -> Report:
        """Return the report with every finding marked that an entry names; the first entry that is in force wins."""
        app_id = report.package.app_id
        return replace(report, findings=tuple(self._mark(finding, app_id) for finding in report.findings))

    def unused(self) -> list[Entry]:
        """Return the entries that no report given so far had a finding for."""
        return [entry for entry in self._entries if entry.number not in self._used]

    def expired(self) -> list[Entry]:
        """Return the entries that are no longer in force."""
        return [entry for entry in self._entries if not self._in_force(entry)]

    def _mark(self, finding: Finding, app_id: str | None) -> Finding:
        fitting = [entry for entry in self._entries if entry.fits(finding, app_id)]
        self._used.update(entry.number for entry in fitting)
        if not fitting:
            return finding
        entry = next(filter(self._in_force, fitting), fitting[0])
        return replace(finding, suppression=Suppression(entry.reason, entry.expires, active=self._in_force(entry)))

    def _in_force(self, entry: Entry) -> bool:
        # Both are YYYY-MM-DD, whose order as text is that of the days.
        return entry.expires is None or (self._day is not None and self._day <= entry.expires)


def load_suppressions(path: Path, day: str | None = None) -> Suppressions:
    """Read a YAML list of entries; MingchaError names the file, the entry and what is wrong with it.

    An entry needs `rule` and `reason`; `owner`, `data_type`, `id` (of a finding) and `package` (application id) narrow it.
    An entry with `expires` needs a `day` to be compared with: nothing here asks a clock.
    """
    import yaml  # noqa: PLC0415 - start-up time

    try:
        entries = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that is none
        raise MingchaError(f"{path}: 不是有效的YAML / not YAML: {' '.join(str(error).split())}") from error
    except OSError as error:
        raise MingchaError(f"{path}: 无法读取 / cannot be read ({error.strerror})") from error
    if not isinstance(entries, list):
        raise MingchaError(f"{path}: 应为条目列表 / must be a list of entries")
    loaded = [_entry(entry, number, f"{path}: 第{number}条 / entry {number}") for number, entry in enumerate(entries, 1)]
    if day is None and any(entry.expires for entry in loaded):
        raise MingchaError(f"{path}: 有条目设了有效期，请指定 --date 日期或 --date today / entries expire: give --date DAY or --date today")
    return Suppressions(loaded, day)


def _entry(entry: Any, number: int, place: str) -> Entry:
    if not isinstance(entry, dict):
        raise MingchaError(f"{place}: 应为键值 / must be a mapping")
    known = (*_REQUIRED, *_NARROWING, "expires")
    if unknown := sorted(str(key) for key in entry if key not in known):
        raise MingchaError(f"{place}: 未知的键 / unknown keys: {', '.join(unknown)}")
    values = {key: str(value).strip() for key, value in entry.items() if value is not None}
    if missing := [key for key in _REQUIRED if not values.get(key)]:
        raise MingchaError(f"{place}: 缺少 / lacks {', '.join(missing)}")
    if not _DAY.fullmatch(values.get("expires", "0000-00-00")):
        raise MingchaError(f"{place}: expires 应为 YYYY-MM-DD / must be YYYY-MM-DD")
    return Entry(number=number, **values)
