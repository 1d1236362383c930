"""Scans: asking for one, and what is known of a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.ledger.chain import record
from mingcha.platform.testing.models import Scan, ScanState
from mingcha.platform.work.queue import enqueue

if TYPE_CHECKING:
    from datetime import datetime

    from mingcha.platform.people.models import User
    from mingcha.platform.registry.models import Version


def request_scan(*, version: Version, requested_by: User | None, at: datetime) -> Scan:
    """Return a scan of the version's package, queued in the caller's transaction; one that still runs is returned as it is.

    Raises ValueError for a version without a package.
    """
    if version.package is None:
        raise ValueError("the version has no package")
    running = Scan.objects.filter(version=version, state__in=(ScanState.QUEUED, ScanState.RUNNING)).first()
    if running is not None:
        return running
    scan = Scan.objects.create(version=version, package=version.package, requested_by=requested_by, requested_at=at)
    enqueue("scan", f"scan:{scan.pk}", {"scan": scan.pk}, now=at)
    record(kind="scan-requested", subject=f"scan:{scan.pk}", at=at, actor=requested_by, evidence=version.package.sha256)
    return scan


def newest_scan(version: Version) -> Scan | None:
    """Return the newest scan of the version that is done or on its way."""
    return version.scans.filter(state__in=(ScanState.QUEUED, ScanState.RUNNING, ScanState.DONE)).order_by("-pk").first()
