from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, REVIEWER, STORE, TESTER, Play
from tests.platform.world import add_package

from mingcha.platform.casework.run import BY_NAME, available, history, is_bystander, refuse
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Role, User
from mingcha.platform.testing.review import judge_criterion, review_findings

if TYPE_CHECKING:
    from tests.platform.world import World


def _clone(user: User, name: str, role: str) -> User:
    return User.objects.create(username=name, name=name, body=user.body, role=role)


def test_a_step_writes_one_entry_with_what_was_told(world: World) -> None:
    play = Play(world)
    play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version)
    entry = Entry.objects.filter(subject=f"case:{play.case.pk}").latest("number")
    told = {
        "from": "accepted",
        "to": "assigned",
        "on": "2026-03-02",
        "duty": "handle",
        "lab": world.bodies["lab"].pk,
        "version": world.version.pk,
    }
    assert (entry.kind, entry.actor, entry.data) == ("assign", world[OFFICER], told)


def test_a_step_out_of_turn_of_a_stranger_or_of_nobody_is_refused_and_changes_nothing(world: World) -> None:
    play = Play(world)
    before = Entry.objects.count()
    for step, who, why in (
        ("order", DECIDER, "不能办理"),
        ("assign", "shanghai:officer", "无权"),
        ("assign", DECIDER, "无权"),
        ("assign", COMPANY, "无权"),
        ("assign", None, "须由人办理"),
    ):
        with pytest.raises(StepError, match=why):
            play.do(step, who, lab=world.bodies["lab"], version=world.version)
    with pytest.raises(StepError, match="请填写“检测机构”"):
        play.do("assign", OFFICER, version=world.version)
    with pytest.raises(StepError, match="未知的填写项：rubbish"):
        play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version, rubbish=1)
    play.case.refresh_from_db()
    assert (play.case.state, Entry.objects.count()) == (State.ACCEPTED, before)


def test_one_person_has_one_duty_in_a_case(world: World) -> None:
    play = Play(world)
    play.test(world.version, "imei")
    play.review()
    play.do("confirm", REVIEWER, opinion="属实")
    # The officer is promoted, but this case they handled.
    officer = world[OFFICER]
    officer.role = Role.DECIDER
    officer.save()
    assert [reason.en for reason in refuse(BY_NAME["order"], case=play.case, actor=officer, on=play.on)] == [
        "one person, one duty: in this case you already handled"
    ]
    assert refuse(BY_NAME["order"], case=play.case, actor=world[DECIDER], on=play.on) == []


def test_a_tester_who_moves_to_the_review_body_may_not_review_the_own_test(world: World) -> None:
    play = Play(world)
    play.test(world.version)
    tester = world[TESTER]
    tester.role, tester.body = Role.REVIEWER, world.bodies["review"]
    tester.save()
    with pytest.raises(StepError, match="承担检测"):
        play.do("clear", TESTER, opinion="无")


def test_what_was_done_in_the_tests_of_a_case_counts_as_a_duty_in_it(world: World) -> None:
    play = Play(world)
    play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version)
    play.do("begin-test", TESTER)
    test = play.case.test
    assert test is not None
    judged, reviewed = _clone(world[TESTER], "judged", Role.TESTER), _clone(world[REVIEWER], "reviewed", Role.REVIEWER)
    judge_criterion(test=test, criterion="COL-01", verdict="violated", note="见截图", actor=judged, at=play.at)
    play.scan("imei")
    play.do("submit-test", TESTER, conclusion="见各项结论。")
    play.case.test.refresh_from_db()
    told = {"state": "confirmed", "reason": "", "actor": reviewed, "at": play.at}
    review_findings(test=test, findings=play.case.test.scan.findings.all(), checks=test.checks.all(), **told)
    for person, role, body in ((judged, Role.REVIEWER, "review"), (reviewed, Role.DECIDER, "beijing")):
        person.role, person.body = role, world.bodies[body]
        person.save()
    assert [reason.en for reason in refuse(BY_NAME["confirm"], case=play.case, actor=judged, on=play.on)] == [
        "one person, one duty: in this case you already tested"
    ]
    play.do("confirm", REVIEWER, opinion="属实")
    assert [reason.en for reason in refuse(BY_NAME["order"], case=play.case, actor=reviewed, on=play.on)] == [
        "one person, one duty: in this case you already reviewed"
    ]


def test_who_opened_a_case_does_not_decide_it(world: World) -> None:
    play = Play(world)
    officer = world[OFFICER]
    officer.role = Role.DECIDER
    officer.save()
    play.case.state = State.CONFIRMED
    play.case.save()
    assert [reason.en for reason in refuse(BY_NAME["order"], case=play.case, actor=officer, on=play.on)] == [
        "one person, one duty: in this case you already handled"
    ]


def test_a_person_who_left_takes_no_step(world: World) -> None:
    play = Play(world)
    world[OFFICER].is_active = False
    world[OFFICER].save()
    assert available(play.case, world[OFFICER], play.on) == []


def test_what_can_be_done_is_offered_with_what_stands_against_it(world: World) -> None:
    play = Play(world)
    play.test(world.version, "imei")
    offered = {step.name: [reason.en for reason in reasons] for step, reasons in available(play.case, world[REVIEWER], play.on)}
    assert offered == {
        "return-test": [],
        "clear": ["1 finding has not been reviewed"],
        "confirm": ["1 finding has not been reviewed"],
    }
    assert [step.name for step, _ in available(play.case, world[OFFICER], play.on)] == ["attach"]
    other = _clone(world["other-lab:tester"], "else", Role.TESTER)
    assert available(play.case, other, play.on) == []


def test_a_company_is_told_of_its_steps_alone_and_of_no_opinion(world: World) -> None:
    play = Play(world)
    play.order()
    play.do("answer", COMPANY, text="已整改")
    entries = history(play.case, reader=world[COMPANY])
    assert [entry.kind for entry in entries] == ["order", "serve", "answer"]
    assert [entry.actor_name for entry in entries] == ["", "", "operator-representative"]
    assert not any({"from", "to", "opinion"} & set(entry.data) for entry in entries)
    inside = history(play.case, reader=world[OFFICER])
    assert [entry.kind for entry in inside] == ["open", "assign", "begin-test", "submit-test", "confirm", "order", "serve", "answer"]


def test_a_store_is_told_of_its_order_alone_and_not_what_the_company_says(world: World) -> None:
    play = Play(world)
    play.order()
    play.do("answer", COMPANY, text="商业秘密")
    play.do("appeal", COMPANY, text="商业秘密")
    play.fail_recheck(add_package(world, "1.1", b"second"))
    play.notice()
    play.go(8)
    play.do("propose-delisting", OFFICER, reason="逾期", checked="东方应用商店仍提供1.0版", files=[play.proof()])
    play.do("order-delisting", DECIDER, stores=[world.bodies["store"], world.bodies["other-store"]])
    play.do("receipt", "other-store:representative", done_on=play.on, text="他店情况")
    play.do("receipt", STORE, done_on=play.on, text="已下架")
    entries = history(play.case, reader=world[STORE])
    assert [(entry.kind, entry.data.get("text")) for entry in entries] == [
        ("publish", None),
        ("order-delisting", None),
        ("receipt", "已下架"),
    ]
    party = [entry.kind for entry in history(play.case, reader=world[COMPANY])]
    assert (party.count("receipt"), "answer" in party, "appeal" in party) == (2, True, True)
    assert [is_bystander(play.case, world[who]) for who in (STORE, COMPANY, OFFICER)] == [True, False, False]
