"""Scans: asking for one, and what is known of a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingcha.platform.ledger.chain import record
from mingcha.platform.testing.models import Scan, ScanState
from mingcha.platform.work.models import Unit
from mingcha.platform.work.queue import cancel, enqueue, retry

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
    running = Scan.objects.filter(version=version, state=ScanState.QUEUED).first()
    if running is not None:
        return running
    scan = Scan.objects.create(version=version, package=version.package, requested_by=requested_by, requested_at=at)
    enqueue("scan", f"scan:{scan.pk}", {"scan": scan.pk}, now=at)
    record(kind="scan-requested", subject=f"scan:{scan.pk}", at=at, actor=requested_by, evidence=version.package.sha256)
    return scan


def newest_scan(version: Version) -> Scan | None:
    """Return the newest scan of the version that is done or on its way."""
    return version.scans.filter(state__in=(ScanState.QUEUED, ScanState.DONE)).order_by("-pk").first()


def unit_of(scan: Scan) -> Unit | None:
    """Return the unit of work that makes the scan; it knows progress, attempts and cancelling."""
    return Unit.objects.filter(key=f"scan:{scan.pk}").first()


def cancel_scan(scan: Scan, *, actor: User, at: datetime) -> bool:
    """Stop a scan that is under way; False when it has ended. A worker that is at it sees this within seconds."""
    unit = unit_of(scan)
    if unit is None or not cancel(unit, now=at):
        return False
    record(kind="scan-cancelled", subject=f"scan:{scan.pk}", at=at, actor=actor)
    return True


@transaction.atomic
def retry_scan(unit: Unit, *, now: datetime) -> bool:
    """Queue the unit of a scan again that ended without a result, and its scan with it; False when there is none such."""
    scan = Scan.objects.select_for_update(of=("self",)).filter(pk=unit.payload["scan"]).first()
    if scan is None or scan.state not in {ScanState.FAILED, ScanState.CANCELLED} or not retry(unit, now=now):
        return False
    scan.state, scan.why, scan.report, scan.ended_at = ScanState.QUEUED, "", "", None
    scan.save(update_fields=["state", "why", "report", "ended_at"])
    return True
