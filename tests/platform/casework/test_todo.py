from __future__ import annotations

from datetime import date, timedelta

from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, REVIEWER, TESTER, Play
from tests.platform.world import AT, ON, World

from mingcha.platform.casework import todo
from mingcha.platform.casework.leads import file_lead
from mingcha.platform.casework.models import Case, Delisting, LeadSource, NoticeKind
from mingcha.platform.casework.notices import draft_notice
from mingcha.platform.casework.papers import draft_paper
from mingcha.platform.casework.run import BY_NAME, permits
from mingcha.platform.casework.states import CLOSED, State
from mingcha.platform.documents.issue import issue
from mingcha.platform.people.models import Body


def _turn(world: World, today: date = ON) -> set[str]:
    return {name for name, user in world.people.items() if todo.waiting(user, today).exists()}


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


def test_in_every_open_state_it_is_the_turn_of_somebody_who_can_move_the_case(world: World) -> None:
    play = Play(world)
    play.order()
    case = play.case
    Delisting.objects.create(case=case, store=world.bodies["store"], ordered_on=ON)
    for state in set(State) - CLOSED:
        case.state = state
        case.save()
        movers = {
            name
            for name, user in world.people.items()
            for step in BY_NAME.values()
            if state in step.moves and step.name not in {"appeal", "decide-appeal"} and permits(step, case=case, actor=user)
        }
        turn = _turn(world)
        assert turn, state
        assert turn <= movers, state


def test_drafts_wait_for_who_issues_them_and_an_approved_notice_for_its_draft(world: World) -> None:
    play = Play(world)
    play.order()
    deciders = [world[DECIDER], world["ministry:decider"]]
    order = draft_paper(play.case, "order", actor=world[OFFICER], at=play.at)
    assert [list(todo.to_issue(user)) for user in (*deciders, world[OFFICER], world[COMPANY])] == [[order], [], [], []]
    issue(document=order, actor=world[DECIDER], at=play.at, on=play.on)
    receipt = draft_paper(play.case, "receipt", actor=world[OFFICER], at=play.at)
    assert [list(todo.to_issue(user)) for user in (world[DECIDER], world[OFFICER])] == [[], [receipt]]
    Case.objects.filter(pk=play.case.pk).update(state=State.NOTICE_APPROVED)
    play.case.refresh_from_db()
    assert play.case in todo.waiting(world[OFFICER], ON)
    day = play.on + timedelta(days=7)
    notice = draft_notice(kind=NoticeKind.NOTICE, actor=world[OFFICER], cases=[play.case], at=play.at, deadline=day)
    assert play.case not in todo.waiting(world[OFFICER], ON)
    assert list(todo.to_issue(world[DECIDER])) == [notice.document]


def test_an_answer_after_the_notice_or_the_end_of_its_limit_is_an_officers_turn(world: World) -> None:
    play = Play(world)
    play.order()
    play.do("answer", COMPANY, text="已整改")
    play.fail_recheck(world.version)
    play.notice()
    assert _turn(world, play.on + timedelta(7)) == {COMPANY}
    assert _turn(world, play.on + timedelta(8)) == {COMPANY, OFFICER}
    play.go(1)
    play.do("answer", COMPANY, text="又已整改")
    assert _turn(world, play.on) == {COMPANY, OFFICER}
    play.go(1)
    play.fail_recheck(world.version)
    Case.objects.update(state=State.NOTICED)
    assert _turn(world, play.on) == {COMPANY}


def test_a_recurring_problem_a_provisional_limit_and_an_appeal_wait_as_well(world: World) -> None:
    first = Play(world)
    first.order()
    Case.objects.filter(pk=first.case.pk).update(due_certain=False)
    assert _turn(world, date(2026, 3, 9)) == {COMPANY}
    assert _turn(world, date(2026, 3, 10)) == {COMPANY, OFFICER}
    first.do("appeal", COMPANY, text="误判")
    assert _turn(world) == {COMPANY, DECIDER}
    first.do("decide-appeal", DECIDER, result="upheld", reason="误判")
    assert _turn(world) == set()
    second = Play(world)
    Case.objects.filter(pk=second.case.pk).update(state=State.CONFIRMED, repeat_of=first.case)
    assert _turn(world) == {OFFICER, DECIDER}


def test_a_recheck_waits_for_the_lab_that_has_it(world: World) -> None:
    play = Play(world)
    play.order()
    play.do("answer", COMPANY, text="已整改")
    play.do("recheck", OFFICER, lab=world.bodies["other-lab"], version=world.version)
    assert _turn(world) == {"other-lab:tester"}


def test_a_decision_on_a_penalty_waits_for_service_and_then_for_the_list(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.fail_recheck(world.version)
    play.notify_penalty()
    play.go(10)
    play.propose_penalty()
    assert _turn(world) == {DECIDER}
    play.do("decide-penalty", DECIDER)
    assert _turn(world) == {OFFICER}
    play.do("serve-penalty", OFFICER, served_on=play.on, how="post", address="某路")
    assert _turn(world) == {DECIDER}


def test_late_and_near_limits(world: World) -> None:
    play = Play(world)
    play.order()
    officer, due = world[OFFICER], date(2026, 3, 9)
    for today, late, near in ((due - timedelta(4), 0, 0), (due - timedelta(3), 0, 1), (due, 0, 1), (due + timedelta(1), 1, 0)):
        assert (todo.late(officer, today).count(), todo.near(officer, today).count()) == (late, near)
    after = due + timedelta(1)
    assert {name for name, user in world.people.items() if todo.late(user, after).exists()} == {
        OFFICER,
        DECIDER,
        COMPANY,
        "ministry:officer",
        "ministry:decider",
        "ministry:auditor",
    }
    play.do("answer", COMPANY, text="已整改")
    assert (todo.late(officer, after).count(), play.case.due_on, play.case.orders.get().due_on) == (0, None, due)


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
    late = todo.monthly_return(officer, date(2026, 3, 16))
    assert late is not None
    assert (returned.is_late, late.is_late) == (False, True)


def test_the_ministry_is_told_which_bureaus_have_entered_no_leads_of_the_month(world: World) -> None:
    names = {key: world.bodies[key].name for key in ("beijing", "shanghai")}
    assert todo.missing_returns(world["ministry:officer"], ON) == [names["beijing"], names["shanghai"]]
    assert todo.missing_returns(world[OFFICER], ON) == []
    beijing = world.bodies["beijing"]
    file_lead(source=LeadSource.COMPLAINT, name="b", body=beijing, bureau=beijing, at=AT, on=ON)
    file_lead(source=LeadSource.MONTHLY, name="a", body=beijing, bureau=beijing, at=AT, on=ON)
    assert todo.missing_returns(world["ministry:officer"], ON) == [names["shanghai"]]
    next_month = (ON.replace(day=28) + timedelta(days=8)).replace(day=3)
    assert len(todo.missing_returns(world["ministry:officer"], next_month)) == 2
    Body.objects.filter(pk=world.bodies["shanghai"].pk).update(active=False)
    assert todo.missing_returns(world["ministry:officer"], ON) == []
