"""The unit `verify-log`: the whole event log is checked by a worker, since it outgrows what a page may take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingcha.model import Text
from mingcha.platform.ledger import anchors
from mingcha.platform.ledger.chain import record, verify
from mingcha.platform.ledger.models import Entry
from mingcha.platform.work.handler import handler
from mingcha.platform.work.models import UnitState

if TYPE_CHECKING:
    from mingcha.platform.work.handler import Task
    from mingcha.platform.work.models import Unit

_HOURS = 4 * 3600.0
_SHOWN = 100


def record_proof(unit: Unit) -> None:
    """Write to the log what the check of it found."""
    if unit.state == UnitState.DONE and unit.ended_at is not None and unit.result is not None:
        told = {"entries": unit.result["entries"], "breaks": unit.result["count"]}
        record(kind="log-verified", subject="log:", at=unit.ended_at, data=told)


@handler("verify-log", record=record_proof, limit=_HOURS, at_once=1)
def verify_log(task: Task) -> dict[str, Any]:
    """Return how many entries and anchors there are, and where the chain does not hold (the first 100 places, and how many in all)."""
    task.report(1, Text("逐条验证", "checking entry by entry"))
    breaks = verify()
    return {
        "entries": Entry.objects.count(),
        "anchors": anchors.count() or 0,
        "count": len(breaks),
        "breaks": [[found.number, found.what] for found in breaks[:_SHOWN]],
    }
