from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import OFFICER, REVIEWER, TESTER, Play
from tests.platform.world import AT, scanned

from mingcha.platform.testing.models import Batch, Scan, Test
from mingcha.platform.testing.scope import visible_batches, visible_findings, visible_scans, visible_tests

if TYPE_CHECKING:
    from tests.platform.world import World

NOBODY_ELSE = {"ministry:officer", "ministry:decider", "ministry:auditor"}


def _seeing(world: World, scan: Scan) -> set[str]:
    return {name for name, user in world.people.items() if visible_scans(user).filter(pk=scan.pk).exists()}


def test_a_scan_by_itself_is_for_the_body_that_asked(world: World) -> None:
    for who, also in (
        ("lab:tester", set[str]()),
        ("operator:representative", set()),
        ("beijing:officer", {"beijing:decider"}),
    ):
        scan = scanned(world.version, who, by=world[who])
        assert _seeing(world, scan) == NOBODY_ELSE | {who} | also
        for name, user in world.people.items():
            assert visible_findings(user).filter(scan=scan).exists() is (name in _seeing(world, scan)), name


@pytest.fixture
def play(world: World) -> Play:
    """Return a case in test, with a finding."""
    play = Play(world)
    play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version)
    play.do("begin-test", TESTER)
    play.scan("imei")
    return play


def test_a_tests_scan_is_for_lab_and_authority_and_for_reviewers_when_handed_in(world: World, play: Play) -> None:
    test = Test.objects.get()
    assert test.scan is not None
    inside = NOBODY_ELSE | {"lab:tester", "beijing:officer", "beijing:decider"}
    assert _seeing(world, test.scan) == inside
    assert {name for name, user in world.people.items() if visible_tests(user).exists()} == inside
    play.do("submit-test", TESTER, conclusion="见结论")
    assert _seeing(world, test.scan) == inside | {REVIEWER}
    assert {name for name, user in world.people.items() if visible_tests(user).exists()} == inside | {REVIEWER}


def test_batches_are_for_the_own_body(world: World) -> None:
    batch = Batch.objects.create(name="x", body=world.bodies["lab"], created_by=world["lab:tester"], created_at=AT)
    assert {name for name, user in world.people.items() if batch in visible_batches(user)} == NOBODY_ELSE | {"lab:tester"}


def test_who_has_left_sees_nothing(world: World, play: Play) -> None:
    for name in ("ministry:officer", "lab:tester", "beijing:officer"):
        user = world[name]
        user.is_active = False
        for rows in (visible_scans, visible_tests, visible_findings, visible_batches):
            assert not rows(user).exists(), (name, rows)
