from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from tests.platform.world import AT

from mingcha.platform.ledger.chain import record
from mingcha.platform.ledger.models import Entry
from mingcha.platform.office.units import record_proof, verify_log
from mingcha.platform.work.handler import Task, find_handler
from mingcha.platform.work.models import Unit, UnitState

if TYPE_CHECKING:
    from tests.platform.world import World


@pytest.fixture
def task(world: World) -> Task:
    for number in range(5):
        record(kind="order", subject=f"case:{number}", at=AT, actor=world["beijing:officer"], data={"number": number})
    return Task("verify-log:1", {}, 1, lambda _percent, _text: None)


def test_a_log_that_nobody_changed_is_intact(task: Task) -> None:
    assert verify_log(task) == {"entries": Entry.objects.count(), "anchors": 0, "count": 0, "breaks": []}


def test_a_changed_entry_is_found(task: Task) -> None:
    number = Entry.objects.get(subject="case:3").number
    Entry.objects.filter(number=number).update(data={"number": 7})
    assert verify_log(task) == {"entries": Entry.objects.count(), "anchors": 0, "count": 1, "breaks": [[number, "was altered"]]}


def test_what_a_check_found_is_itself_in_the_log(task: Task) -> None:
    unit = Unit(kind="verify-log", state=UnitState.DONE, result={"entries": 9, "anchors": 0, "count": 0, "breaks": []}, ended_at=AT)
    record_proof(unit)
    record_proof(Unit(kind="verify-log", state=UnitState.FAILED, ended_at=AT))
    assert [entry.data for entry in Entry.objects.filter(kind="log-verified")] == [{"entries": 9, "breaks": 0}]
    assert find_handler("verify-log").record is record_proof
