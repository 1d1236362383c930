"""The unit of the trial that scans the example app."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bench.queue_trial.units import begin, record_unit

from mingcha.platform.work.handler import Task, handler
from mingcha.platform.work.scan import prepare, scan

_EXAMPLE = Path(__file__).parents[3] / "examples" / "sunflower" / "sunflower.apk"


@handler("trial-scan", record=record_unit, prepare=prepare)
def run(task: Task) -> str:
    """Return the SHA-256 of the report."""
    begin(task.payload["number"], 0.0)
    return hashlib.sha256(scan(_EXAMPLE, _EXAMPLE.name).text.encode()).hexdigest()
