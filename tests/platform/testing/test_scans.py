from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.platform.world import AT, ON, add_package, scanned

from mingcha.platform.ledger.models import Entry
from mingcha.platform.registry.intake import add_version
from mingcha.platform.testing.models import Scan, ScanState
from mingcha.platform.testing.scans import (
    cancel_scan,
    earlier_scan,
    newest_scan,
    request_package_scan,
    request_scan,
    scan_again,
    unit_of,
)
from mingcha.platform.work.models import Lane, UnitState

if TYPE_CHECKING:
    from tests.platform.world import World


def test_a_scan_that_runs_is_not_queued_twice_for_the_same_body(world: World) -> None:
    first = request_scan(version=world.version, requested_by=world["lab:tester"], at=AT)
    assert request_scan(version=world.version, requested_by=world["lab:tester"], at=AT) == first
    other = request_scan(version=world.version, requested_by=world["other-lab:tester"], at=AT, lane=Lane.CAMPAIGN)
    assert other != first
    units = [unit_of(scan) for scan in (first, other)]
    assert [(unit.state, unit.lane) for unit in units if unit] == [(UnitState.QUEUED, Lane.INTERACTIVE), (UnitState.QUEUED, Lane.CAMPAIGN)]
    assert Entry.objects.filter(kind="scan-requested").count() == 2
    assert newest_scan(world.version) == other


def test_a_version_without_a_package_cannot_be_scanned(world: World) -> None:
    version = add_version(app=world.app, name="9", on=ON)
    with pytest.raises(ValueError, match="no package"):
        request_scan(version=version, requested_by=None, at=AT)


def test_a_package_by_itself_is_scanned_and_again_as_it_was_handed_in(world: World) -> None:
    package = world.version.package
    assert package is not None
    told = {"package": package, "file_name": "甲.apk", "source": "某商店", "requested_by": world["lab:tester"], "at": AT}
    scan = request_package_scan(app=None, **told)
    assert (scan.version, scan.app, scan.title) == (None, None, "甲.apk")
    assert request_package_scan(app=None, **told) == scan
    assert request_package_scan(app=world.app, **told) != scan
    Scan.objects.filter(pk=scan.pk).update(state=ScanState.FAILED)
    again = scan_again(scan, requested_by=world["lab:tester"], at=AT)
    assert again != scan
    assert (again.package, again.app, again.source, again.file_name) == (package, None, "某商店", "甲.apk")


def test_a_scan_bears_the_name_under_which_its_body_handed_the_package_in(world: World) -> None:
    told = {"package": world.version.package, "app": world.app, "source": "", "at": AT}
    company, officer = world["operator:representative"], world["beijing:officer"]
    own = request_package_scan(file_name="我的.apk", requested_by=company, **told)
    Scan.objects.filter(pk=own.pk).update(version=world.version, state=ScanState.DONE)
    assert request_package_scan(file_name="线索1.apk", requested_by=officer, **told).file_name == "线索1.apk"
    assert request_scan(version=world.version, requested_by=company, at=AT).file_name == "我的.apk"
    for other in (officer, None):
        assert request_scan(version=world.version, requested_by=other, at=AT).file_name == "com.example.sunflower-1.0.apk"


def test_scanning_a_version_again_is_a_new_scan(world: World) -> None:
    scan = scanned(world.version, "a", by=world["lab:tester"])
    again = scan_again(scan, requested_by=world["beijing:officer"], at=AT)
    assert again.version == world.version
    assert again.state == ScanState.QUEUED
    assert scan.findings.count() == 1


def test_cancelling_ends_what_waits_and_nothing_that_is_over(world: World) -> None:
    scan = request_scan(version=world.version, requested_by=world["lab:tester"], at=AT)
    assert cancel_scan(scan, actor=world["lab:tester"], at=AT)
    scan.refresh_from_db()
    assert (scan.state, scan.why) == (ScanState.CANCELLED, "已由用户取消 / cancelled by a user")
    assert not cancel_scan(scan, actor=world["lab:tester"], at=AT)
    assert list(Entry.objects.filter(subject=f"scan:{scan.pk}").values_list("kind", flat=True)) == [
        "scan-requested",
        "scan-ended",
        "scan-cancelled",
    ]


def test_the_earlier_scan_is_that_of_the_version_before(world: World) -> None:
    versions = [world.version, add_package(world, "1.1", b"2"), add_package(world, "1.2", b"3")]
    scans = [scanned(version, "a") for version in versions]
    newest_of_first = scanned(versions[0], "b")
    assert earlier_scan(scans[2], Scan.objects.all()) == scans[1]
    assert earlier_scan(scans[1], Scan.objects.all()) == newest_of_first
    assert earlier_scan(scans[1], Scan.objects.exclude(pk=newest_of_first.pk)) == scans[0]
    assert earlier_scan(scans[0], Scan.objects.all()) is None
    assert earlier_scan(Scan(package=world.version.package, requested_at=AT + timedelta(1)), Scan.objects.all()) is None
