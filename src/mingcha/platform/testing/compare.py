"""What changed between two scans: which problems are new, which are left, which are gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingcha.platform.testing.models import Finding, Scan


@dataclass(frozen=True, slots=True)
class Difference:
    """Findings by what became of them; `gone` are the earlier scan's, the others the later one's."""

    new: tuple[Finding, ...]
    left: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def compare(earlier: Scan, later: Scan) -> Difference:
    """Return the difference by fingerprint, which is stable from version to version. Both scans must be done."""
    before = {finding.fingerprint: finding for finding in earlier.findings.defer("evidence").order_by("pk")}
    after = {finding.fingerprint: finding for finding in later.findings.defer("evidence").order_by("pk")}
    return Difference(
        new=tuple(finding for key, finding in after.items() if key not in before),
        left=tuple(finding for key, finding in after.items() if key in before),
        gone=tuple(finding for key, finding in before.items() if key not in after),
    )
