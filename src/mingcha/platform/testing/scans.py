"""Scans: asking for one, and what is known of a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingcha.platform.ledger.chain import record
from mingcha.platform.testing.models import Scan, ScanState
from mingcha.platform.work.models import Lane, Unit
from mingcha.platform.work.queue import cancel, enqueue, retry

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from mingcha.platform.people.models import User
    from mingcha.platform.registry.models import App, Package, Version


def request_scan(*, version: Version, requested_by: User | None, at: datetime, lane: Lane = Lane.INTERACTIVE) -> Scan:
    """Return a scan of the version's package, queued in the caller's transaction; the body's own that still runs is returned as it is.

    Raises ValueError for a version without a package.
    """
    if version.package is None:
        raise ValueError("the version has no package")
    body = requested_by.body_id if requested_by else None
    running = Scan.objects.filter(version=version, state=ScanState.QUEUED, requested_by__body=body).first()
    if running is not None:
        return running
    scan = Scan(version=version, app=version.app, package=version.package, file_name=_name(version, body), source=version.source)
    return _queue(scan, requested_by=requested_by, at=at, lane=lane)


def _name(version: Version, body: int | None) -> str:
    """Return the name under which the body handed the version's package in; else what it is, for the names of others are theirs."""
    own = version.scans.filter(requested_by__body=body).order_by("-pk").values_list("file_name", flat=True).first() if body else None
    return own or f"{version.app.package_name[:140]}-{version.name}.apk".replace("/", "_")


def request_package_scan(*, package: Package, file_name: str, app: App | None, source: str, requested_by: User, at: datetime) -> Scan:
    """Return a scan of a package that was handed in by itself under a name; the package tells of which version of which app it is.

    With `app` the scan fails if the package says that it is another's. The body's own scan that still runs is returned as it is.
    """
    running = Scan.objects.filter(package=package, app=app, state=ScanState.QUEUED, requested_by__body=requested_by.body_id).first()
    if running is not None:
        return running
    return _queue(
        Scan(app=app, package=package, file_name=file_name[:255], source=source), requested_by=requested_by, at=at, lane=Lane.INTERACTIVE
    )


def scan_again(scan: Scan, *, requested_by: User, at: datetime) -> Scan:
    """Return a new scan of what a scan that is over was about, with the rules of today."""
    if scan.version is not None:
        return request_scan(version=scan.version, requested_by=requested_by, at=at)
    return request_package_scan(
        package=scan.package, file_name=scan.file_name, app=scan.app, source=scan.source, requested_by=requested_by, at=at
    )


@transaction.atomic
def _queue(scan: Scan, *, requested_by: User | None, at: datetime, lane: Lane) -> Scan:
    scan.requested_by, scan.requested_at = requested_by, at
    scan.save()
    enqueue("scan", f"scan:{scan.pk}", {"scan": scan.pk}, now=at, lane=lane)
    record(kind="scan-requested", subject=f"scan:{scan.pk}", at=at, actor=requested_by, evidence=scan.package_id)
    return scan


def newest_scan(version: Version) -> Scan | None:
    """Return the newest scan of the version that is done or on its way."""
    return version.scans.filter(state__in=(ScanState.QUEUED, ScanState.DONE)).order_by("-pk").first()


def earlier_scan(scan: Scan, among: QuerySet[Scan]) -> Scan | None:
    """Return the newest done scan in `among` of a version of the same app found before this one's; None if there is none."""
    version = scan.version
    if version is None:
        return None
    rows = among.filter(version__app=version.app_id, state=ScanState.DONE).exclude(version=version).exclude(pk=scan.pk)
    before = rows.filter(version__code__lt=version.code) | rows.filter(version__code=version.code, version__lt=version.pk)
    return before.order_by("-version__code", "-version", "-pk").first()


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
