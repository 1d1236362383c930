from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.utils import timezone

from mingcha.platform.work.models import Unit
from mingcha.platform.work.queue import enqueue

if TYPE_CHECKING:
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
