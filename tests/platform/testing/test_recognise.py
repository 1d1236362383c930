from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.platform.world import AT, add_package, handed_in

from mingcha.platform.registry.intake import find_app
from mingcha.platform.registry.models import App, Version
from mingcha.platform.testing.models import Scan, ScanState
from mingcha.platform.testing.recognise import UnrecognisedError, recognise
from mingcha.platform.testing.scans import request_scan

if TYPE_CHECKING:
    from tests.platform.world import World

SHOP = "cn.mingcha.example.shop"


def _package(**more: Any) -> dict[str, Any]:
    return {"app_id": "com.example.new", "name": "新应用", "version_name": "2.1", "version_code": 21} | more


def _scan(world: World, app: App | None = None) -> Scan:
    return Scan(app=app, package=world.version.package, source="某商店", requested_by=world["lab:tester"], requested_at=AT)


def test_an_unknown_package_makes_its_app_and_version(world: World) -> None:
    version = recognise(_scan(world), _package())
    assert (version.app.package_name, version.app.name, version.name, version.code) == ("com.example.new", "新应用", "2.1", 21)
    assert (version.source, version.package) == ("某商店", world.version.package)
    assert recognise(_scan(world), _package()) == version


def test_a_version_is_found_on_the_day_of_the_authorities_calendar(world: World) -> None:
    scan = _scan(world)
    scan.requested_at = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)  # half past six in the morning of the next day
    assert recognise(scan, _package()).found_on == date(2026, 3, 2)


def test_a_known_app_keeps_its_name_unless_that_was_its_package_name(world: World) -> None:
    bare = find_app(package_name="com.example.new", name="")
    assert recognise(_scan(world), _package()).app == bare
    bare.refresh_from_db()
    assert bare.name == "新应用"
    recognise(_scan(world), _package(name="改名"))
    bare.refresh_from_db()
    assert bare.name == "新应用"


@pytest.mark.parametrize("package", [_package(app_id=None), _package(app_id=""), _package()])
def test_a_package_that_is_another_apps_or_nobodys_is_refused(world: World, package: dict[str, Any]) -> None:
    numbers = App.objects.count(), Version.objects.count()
    with pytest.raises(UnrecognisedError) as caught:
        recognise(_scan(world, world.app), package)
    assert caught.value.why.zh
    assert caught.value.why.en
    assert (App.objects.count(), Version.objects.count()) == numbers


@pytest.mark.parametrize(("code", "kept"), [(None, 0), (-1, 0), (2**63, 0), (2**63 - 1, 2**63 - 1)])
def test_hostile_names_and_numbers_are_cut_to_what_a_database_holds(world: World, code: int | None, kept: int) -> None:
    version = recognise(_scan(world), _package(app_id="a." * 300, name="名" * 500, version_name="9" * 999, version_code=code))
    assert (len(version.app.package_name), len(version.app.name), version.name, version.code) == (255, 200, "9" * 100, kept)


def test_names_that_hide_something_are_made_visible(world: World) -> None:
    version = recognise(_scan(world), _package(name="甲\u202e乙", version_name="1\u200b0"))
    assert (version.app.name, version.name) == ("甲‹U+202E›乙", "1‹U+200B›0")


def test_a_version_that_says_nothing_is_called_by_its_code(world: World) -> None:
    assert recognise(_scan(world), _package(version_name=None)).name == "21"


def test_a_version_that_was_known_gets_what_it_lacked(world: World) -> None:
    version = add_package(world, "3.0", b"third")
    Version.objects.filter(pk=version.pk).update(name="", code=0)
    version.refresh_from_db()
    scan = request_scan(version=version, requested_by=None, at=AT)
    assert recognise(scan, _package(app_id="com.example.sunflower")) == version
    version.refresh_from_db()
    assert (version.name, version.code) == ("2.1", 21)
    assert recognise(scan, _package(version_name="9", version_code=9)).name == "2.1"


def test_the_end_of_a_scan_says_whose_the_package_is(world: World, example_report: str) -> None:
    scan = handed_in(example_report, by=world["lab:tester"])
    assert (scan.state, scan.findings.count()) == (ScanState.DONE, 33)
    assert scan.version is not None
    assert (scan.version.app.package_name, scan.version.name, scan.version.code) == (SHOP, "1.2.0", 3)
    assert scan.app == scan.version.app


def test_the_scan_of_another_apps_package_fails_and_leaves_nothing(world: World, example_report: str) -> None:
    scan = handed_in(example_report, by=world["operator:representative"], app=world.app)
    assert (scan.state, scan.version, scan.findings.count()) == (ScanState.FAILED, None, 0)
    assert SHOP in scan.why
    assert not App.objects.filter(package_name=SHOP).exists()
    assert json.loads(example_report)["package"]["app_id"] == SHOP
