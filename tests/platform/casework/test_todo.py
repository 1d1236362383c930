from __future__ import annotations

from datetime import date, timedelta

from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, REVIEWER, TESTER, Play
from tests.platform.world import AT, ON, World

from mingcha.platform.casework import todo
from mingcha.platform.casework.leads import file_lead
from mingcha.platform.casework.models import LeadSource


def _turn(world: World) -> set[str]:
    return {name for name, user in world.people.items() if todo.waiting(user).exists()}


def test_the_turn_goes_from_hand_to_hand(world: World) -> None:
    play = Play(world)
    assert _turn(world) == {OFFICER}
    play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version)
    assert _turn(world) == {TESTER}
    play.do("begin-test", TESTER)
    play.scan("imei")
    play.do("submit-test", TESTER, conclusion="x")
    assert _turn(world) == {REVIEWER}
    play.review()
    play.do("confirm", REVIEWER, opinion="属实")
    assert _turn(world) == {DECIDER}
    play.do("order", DECIDER)
    assert _turn(world) == {OFFICER, COMPANY}
    play.do("serve", OFFICER, served_on=play.on, how="post")
    assert _turn(world) == {COMPANY}


def test_late_and_near_limits(world: World) -> None:
    play = Play(world)
    play.order()
    officer, due = world[OFFICER], date(2026, 3, 9)
    for today, late, near in ((due - timedelta(4), 0, 0), (due - timedelta(3), 0, 1), (due, 0, 1), (due + timedelta(1), 1, 0)):
        assert (todo.late(officer, today).count(), todo.near(officer, today).count()) == (late, near)
    assert todo.late(world["shanghai:officer"], due + timedelta(1)).count() == 0


def test_leads_complaints_and_the_monthly_return(world: World) -> None:
    officer = world[OFFICER]
    returned = todo.monthly_return(officer, ON)
    assert returned is not None
    assert (returned.due_on, returned.entered, returned.is_missing) == (date(2026, 3, 15), 0, True)
    bureau = world.bodies["beijing"]
    file_lead(source=LeadSource.MONTHLY, name="a", body=bureau, bureau=bureau, at=AT, on=ON)
    file_lead(source=LeadSource.COMPLAINT, name="b", body=world.bodies["complaints"], bureau=bureau, at=AT, on=ON)
    returned = todo.monthly_return(officer, ON)
    assert returned is not None
    assert (returned.entered, returned.is_missing) == (1, False)
    assert [lead.name for lead in todo.new_leads(officer)] == ["b", "a"]
    assert [todo.unanswered(officer, ON + timedelta(days)).count() for days in (11, 12)] == [0, 1]
    assert todo.monthly_return(world["ministry:officer"], ON) is None
