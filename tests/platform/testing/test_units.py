from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.platform.world import AT

from mingcha.model import Text
from mingcha.platform.files import store
from mingcha.platform.ledger.models import Entry
from mingcha.platform.registry.intake import find_app, keep_package
from mingcha.platform.registry.models import Policy
from mingcha.platform.testing.models import Scan, ScanState
from mingcha.platform.testing.scans import request_package_scan, unit_of
from mingcha.platform.testing.units import record_scan, run_scan
from mingcha.platform.work.end import end
from mingcha.platform.work.handler import Task
from mingcha.platform.work.models import UnitState

if TYPE_CHECKING:
    from pathlib import Path

    from tests.platform.world import World


def _upload(world: World, content: bytes, name: str = "a.apk") -> Scan:
    package = keep_package(store(), io.BytesIO(content), file_name=name, actor=world["lab:tester"], at=AT)
    return request_package_scan(package=package, file_name=name, app=None, source="", requested_by=world["lab:tester"], at=AT)


def _run(scan: Scan) -> dict[str, Any]:
    result: dict[str, Any] = run_scan(Task(f"scan:{scan.pk}", {"scan": scan.pk}, 1, lambda _percent, _text: None))
    return result


def _end(scan: Scan, state: UnitState, **more: Any) -> Scan:
    unit = unit_of(scan)
    assert unit is not None
    end(unit, state, now=AT, **more)
    scan.refresh_from_db()
    return scan


def test_from_upload_to_findings(world: World, example_apk: Path, example_report: str) -> None:
    scan = _upload(world, example_apk.read_bytes(), "sunflower.apk")
    result = _run(scan)
    assert result["failure"] is None
    report = json.loads(store().read(result["report"]))
    expected = json.loads(example_report)
    assert report["package"] == expected["package"]
    assert {finding["id"] for finding in report["findings"]} == {finding["id"] for finding in expected["findings"]}
    scan = _end(scan, UnitState.DONE, result=result)
    assert (scan.state, scan.findings.count(), scan.report) == (ScanState.DONE, 33, result["report"])
    entry = Entry.objects.get(kind="scan-ended")
    assert (entry.data["state"], entry.data["findings"], entry.evidence) == ("done", 33, result["report"])


def test_the_policy_of_the_app_that_the_package_says_it_is_is_read(world: World, example_apk: Path) -> None:
    app = find_app(package_name="cn.mingcha.example.shop", name="")
    text = "# 隐私政策\n我们不会收集您的IMEI。\n".encode()
    Policy.objects.create(app=app, kind="policy", sha256=store().put(io.BytesIO(text)), file_name="p.md", added_at=AT)
    report = json.loads(store().read(_run(_upload(world, example_apk.read_bytes()))["report"]))
    assert {row["kind"]: row["state"] for row in report["coverage"]}["policy"] == "complete"
    assert "policy-denies-type" in {finding["rule"] for finding in report["findings"]}


@pytest.mark.parametrize("content", [b"", b"no package", b"PK\x03\x04" + b"\xff" * 500])
def test_what_is_no_package_ends_with_its_reason_and_a_report(world: World, content: bytes) -> None:
    scan = _upload(world, content)
    result = _run(scan)
    scan = _end(scan, UnitState.DONE, result=result)
    assert (scan.state, scan.version, scan.findings.count()) == (ScanState.FAILED, None, 0)
    assert scan.why == " / ".join(result["failure"])
    assert store().exists(scan.report)


@pytest.mark.parametrize(
    ("state", "ended"),
    [
        (UnitState.CANCELLED, ScanState.CANCELLED),
        (UnitState.FAILED, ScanState.FAILED),
        (UnitState.QUARANTINED, ScanState.FAILED),
    ],
)
def test_an_end_without_a_report_says_why(world: World, state: UnitState, ended: ScanState) -> None:
    scan = _end(_upload(world, b"x"), state, why=Text("原因", "reason"))
    assert (scan.state, scan.why, scan.report, scan.ended_at) == (ended, "原因 / reason", "", AT)


def test_a_scan_that_is_over_is_left_as_it_is(world: World) -> None:
    scan = _end(_upload(world, b"x"), UnitState.CANCELLED, why=Text("原因", "reason"))
    unit = unit_of(scan)
    assert unit is not None
    unit.state, unit.result = UnitState.DONE, {"report": "a" * 64, "failure": None}
    record_scan(unit)
    scan.refresh_from_db()
    assert scan.state == ScanState.CANCELLED
    assert Entry.objects.filter(kind="scan-ended").count() == 1
