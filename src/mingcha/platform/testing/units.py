"""The unit `scan`: a worker reads the package and makes the report; the end of the unit writes what was found."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingcha.model import Text
from mingcha.platform.files import store
from mingcha.platform.ledger.chain import record
from mingcha.platform.registry.models import App, AppKind, Policy
from mingcha.platform.testing.models import Scan, ScanState
from mingcha.platform.testing.recognise import UnrecognisedError
from mingcha.platform.testing.record import record_report
from mingcha.platform.work import scan as engine
from mingcha.platform.work.handler import handler
from mingcha.platform.work.identity import application_id
from mingcha.platform.work.models import UnitState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.platform.work.handler import Task
    from mingcha.platform.work.models import Unit

# The report of a large app has some MiB.
_MOST_REPORT = 256 * 1024**2


def record_scan(unit: Unit) -> None:
    """Write the end of a scan: its findings, or why there are none. A scan that is gone or over is left as it is."""
    scan = Scan.objects.select_for_update(of=("self",)).select_related("version", "app", "package").filter(pk=unit.payload["scan"]).first()
    if scan is None or scan.is_over or unit.ended_at is None:
        return
    result: dict[str, Any] = (unit.result or {}) if unit.state == UnitState.DONE else {}
    scan.report, failure = result.get("report", ""), result.get("failure")
    if unit.state == UnitState.DONE and failure is None:
        with store().open(scan.report) as stream:
            report = json.load(stream)
        try:
            record_report(scan, report, at=unit.ended_at)
        except UnrecognisedError as error:
            _end(scan, ScanState.FAILED, (error.why.zh, error.why.en), unit)
    else:
        cancelled = unit.state == UnitState.CANCELLED
        scan.state = ScanState.CANCELLED if cancelled else ScanState.FAILED
        scan.why = " / ".join(part for part in failure or (unit.why_zh, unit.why_en) if part)
        scan.ended_at = unit.ended_at
        scan.save()
    record(
        kind="scan-ended",
        subject=f"scan:{scan.pk}",
        at=unit.ended_at,
        data={"state": scan.state, "findings": scan.findings.count(), "why": scan.why},
        evidence=scan.report,
    )


def _end(scan: Scan, state: ScanState, why: Sequence[str], unit: Unit) -> None:
    scan.state, scan.ended_at = state, unit.ended_at
    scan.why = " / ".join(part for part in why if part)
    scan.save()


@handler("scan", record=record_scan, prepare=engine.prepare)
def run_scan(task: Task) -> dict[str, Any]:
    """Return the hash of the report in the store, and why nothing was read of the package, if so."""
    scan = Scan.objects.select_related("app", "package").get(pk=task.payload["scan"])
    with store().as_path(scan.package_id) as path, tempfile.TemporaryDirectory() as folder:
        app = scan.app or App.objects.filter(kind=AppKind.ANDROID, package_name=application_id(path) or "").first()
        scanned = engine.scan(
            path,
            scan.file_name,
            documents=_documents(app, Path(folder)),
            app_type=app.app_type or None if app else None,
            progress=task.report,
        )
    task.report(98, Text("保存报告", "keeping the report"))
    sha256 = store().put(io.BytesIO(scanned.text.encode()), limit=_MOST_REPORT)
    return {"report": sha256, "failure": [scanned.failure.zh, scanned.failure.en] if scanned.failure else None}


def _documents(app: App | None, folder: Path) -> engine.Documents:
    """Copy the app's newest policy and list of SDKs into the folder; without a policy, what lies in the package is read."""
    paths: dict[str, Path] = {}
    for kind in ("policy", "sdk-list"):
        found = Policy.objects.filter(app=app, kind=kind).order_by("-pk").first()
        if found is not None:
            with store().open(found.sha256) as stream:
                paths[kind] = folder / f"{kind}{Path(found.file_name).suffix}"
                paths[kind].write_bytes(stream.read())
    lists = (paths["sdk-list"],) if "sdk-list" in paths else ()
    return engine.Documents(policy=paths.get("policy"), lists=lists)
