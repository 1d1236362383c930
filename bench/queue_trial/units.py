"""The unit of the trial: waits, and is done; a poison unit kills the process it runs in."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from mingcha.platform.work.handler import Task, handler

if TYPE_CHECKING:
    from mingcha.platform.work.models import Unit


def begin(number: int, seconds: float) -> None:
    """Note the start and take the time; a negative number is poison."""
    from bench.queue_trial.models import Start  # noqa: PLC0415 - once the site is set up

    Start.objects.create(unit=number)
    if number < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(seconds)


def record(number: int) -> None:
    """Write the result."""
    from bench.queue_trial.models import Done  # noqa: PLC0415 - once the site is set up

    Done.objects.create(unit=number)


def whole(number: int, seconds: float) -> None:
    """Do all of a unit in one call, for queues that know nothing of recording."""
    begin(number, seconds)
    record(number)


def record_unit(unit: Unit) -> None:
    """Write the result of a unit of the lease table that is done."""
    if unit.state == "done":
        record(unit.payload["number"])


@handler("trial", record=record_unit)
def run(task: Task) -> int:
    """Do a unit of the lease table."""
    begin(task.payload["number"], task.payload["seconds"])
    return int(task.payload["number"])
