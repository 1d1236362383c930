from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.utils import timezone

from mingcha.platform.work.models import Unit
from mingcha.platform.work.queue import enqueue

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.platform.work import worker


@pytest.mark.django_db(transaction=True)
def test_it_works_through_the_queue() -> None:
    enqueue("trial", "trial:1", {"number": 1, "seconds": 0}, now=timezone.now())
    call_command("work", processes=1, lease=5.0, until_empty=True)
    assert [(unit.state, unit.result) for unit in Unit.objects.all()] == [("done", 1)]


def test_options_reach_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, float, bool]] = []

    def note(*, settings: worker.Settings, until_empty: bool) -> None:
        seen.append((settings.processes, settings.lease, until_empty))

    monkeypatch.setattr("mingcha.platform.work.management.commands.work.run_worker", note)
    call_command("work")
    call_command("work", "--processes", "3", "--lease", "9", "--until-empty")
    assert seen == [(len(os.sched_getaffinity(0)), 30.0, False), (3, 9.0, True)]


_SERVICE = """
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
from mingcha.platform.work.queue import enqueue
call_command("migrate", run_syncdb=True, verbosity=0)
for number in range(1, 4):
    enqueue("trial", str(number), {"number": number, "seconds": 1.0}, now=timezone.now())
call_command("work", processes=1)
"""


def test_sigterm_lets_a_worker_end_what_runs_and_then_itself(tmp_path: Path) -> None:
    place = tmp_path / "db.sqlite3"
    settings = {"DJANGO_SETTINGS_MODULE": "bench.queue_trial.settings", "QUEUE_TRIAL_DB": str(place), "QUEUE_TRIAL_QUEUE": "leases"}
    end = time.monotonic() + 30
    with subprocess.Popen([sys.executable, "-c", _SERVICE], env={**os.environ, **settings}) as service:
        while not (place.is_file() and _count(place, "queue_trial_start")):
            assert time.monotonic() < end
            time.sleep(0.05)
        service.terminate()
        assert service.wait(timeout=30) == 0
    assert (_count(place, "queue_trial_start"), _count(place, "queue_trial_done")) == (1, 1)


def _count(place: Path, table: str) -> int:
    with closing(sqlite3.connect(place)) as connection:
        try:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a table of the trial
        except sqlite3.OperationalError:
            return 0
