"""Every step of a case: what it asks, what it leaves behind, and where the case stands after it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, REVIEWER, STORE, TESTER, Play
from tests.platform.world import World, add_package

from mingcha.platform.casework.cases import open_case
from mingcha.platform.casework.models import AppealState, Case, Lead, ListEntry, Penalty, Subject
from mingcha.platform.casework.run import BY_NAME, available, history, take
from mingcha.platform.casework.scope import visible_files
from mingcha.platform.casework.states import CLOSED, MEASURES, State
from mingcha.platform.casework.step import StepError
from mingcha.platform.casework.steps import STEPS
from mingcha.platform.casework.todo import waiting
from mingcha.platform.ledger.chain import verify
from mingcha.platform.ledger.models import Entry
from mingcha.platform.registry.models import App, AppKind, Listed, Listing, Sdk, SdkUse
from mingcha.platform.testing.models import ReviewState, TestState


def test_names_are_unique_and_every_state_can_be_left_or_is_an_end() -> None:
    assert len(BY_NAME) == len(STEPS) == 45
    left = {state for step in STEPS for state, after in step.moves.items() if after != state}
    assert set(State) - left == {State.REVOKED}
    assert CLOSED & {state for step in STEPS if step.name != "reopen" for state in step.moves} == set()
    reached = {after for step in STEPS for after in step.moves.values()} | {State.ACCEPTED, State.RELISTING, State.REVOKED}
    assert set(State) == reached


def test_a_case_without_problems_is_closed(world: World) -> None:
    play = Play(world)
    play.test(world.version, "imei")
    with pytest.raises(StepError, match="未审查"):
        play.do("clear", REVIEWER, opinion="无")
    play.review(ReviewState.REJECTED, "误报")
    assert play.do("clear", REVIEWER, opinion="无").state == State.NO_PROBLEM
    assert play.case.closed_on == play.on
    assert play.case.test is not None
    assert play.case.test.state == TestState.ACCEPTED


def test_an_order_runs_five_working_days_from_service_and_lapses(world: World) -> None:
    play = Play(world)
    play.order()
    assert (play.case.due_on, play.case.due_certain) == (date(2026, 3, 9), True)
    assert play.case.labels == ["违规收集个人信息"]
    play.on = date(2026, 3, 9)
    with pytest.raises(StepError, match="未届满"):
        play.do("lapse", None)
    play.go(1)
    assert play.do("lapse", None).state == State.OVERDUE


def test_another_day_needs_a_reason_and_an_extension_lies_later(world: World) -> None:
    play = Play(world)
    play.test(world.version, "imei")
    play.review()
    play.do("confirm", REVIEWER, opinion="属实")
    play.do("order", DECIDER)
    with pytest.raises(StepError, match="理由"):
        play.do("serve", OFFICER, served_on=play.on, how="direct", due_on=date(2026, 3, 20))
    with pytest.raises(StepError, match="早于送达日期"):
        play.do("serve", OFFICER, served_on=play.on, how="direct", due_on=date(2026, 3, 1), reason="节后")
    play.do("serve", OFFICER, served_on=play.on, how="direct", due_on=date(2026, 3, 20), reason="节后")
    order = play.case.orders.get()
    assert (order.due_on, order.suggested_on, order.due_reason) == (date(2026, 3, 20), date(2026, 3, 9), "节后")
    with pytest.raises(StepError, match="已送达"):
        play.do("serve", OFFICER, served_on=play.on, how="direct")
    with pytest.raises(StepError, match="晚于"):
        play.do("extend", DECIDER, due_on=date(2026, 3, 20), reason="x")
    assert play.do("extend", DECIDER, due_on=date(2026, 3, 27), reason="技术原因").due_on == date(2026, 3, 27)


def test_a_company_asks_for_more_time_and_the_decider_answers(world: World) -> None:
    play = Play(world)
    play.order()
    with pytest.raises(StepError, match="没有待处理"):
        play.do("refuse-extension", DECIDER, text="x")
    with pytest.raises(StepError, match="晚于现期限"):
        play.do("request-extension", COMPANY, until=date(2026, 3, 9), text="改造量大")
    play.do("request-extension", COMPANY, until=date(2026, 3, 20), text="改造量大", files=[play.proof("计划.pdf")])
    order = play.case.orders.get()
    assert (order.due_on, order.asked_until, order.asked_why) == (date(2026, 3, 9), date(2026, 3, 20), "改造量大")
    assert play.case in waiting(world[DECIDER], play.on)
    assert [file.name for file in visible_files(world[COMPANY])] == ["计划.pdf"]
    with pytest.raises(StepError, match="已有延期申请"):
        play.do("request-extension", COMPANY, until=date(2026, 3, 20), text="x")
    play.do("refuse-extension", DECIDER, text="可以按期完成")
    assert play.case not in waiting(world[DECIDER], play.on)
    play.do("request-extension", COMPANY, until=date(2026, 3, 20), text="改造量大")
    proposed = BY_NAME["extend"].propose(play.case, play.on)
    assert proposed == {"due_on": date(2026, 3, 20), "reason": "企业申请延期：改造量大"}
    assert play.do("extend", DECIDER, **proposed).due_on == date(2026, 3, 20)
    assert (play.case.orders.get().asked_until, BY_NAME["extend"].propose(play.case, play.on)) == (None, {})
    told = [(entry.kind, entry.data.get("text")) for entry in history(play.case, reader=world[COMPANY])]
    assert ("refuse-extension", "可以按期完成") in told
    play.go(60)
    with pytest.raises(StepError, match="已届满"):
        play.do("request-extension", COMPANY, until=play.on + timedelta(days=5), text="x")


def test_an_answer_with_a_new_version_is_scanned_and_the_recheck_closes_the_case(world: World) -> None:
    play = Play(world)
    play.order()
    fixed = add_package(world, "1.1", b"second package")
    play.do("answer", COMPANY, text="已整改", version=fixed)
    scan = fixed.scans.get()
    assert Entry.objects.filter(subject=f"case:{play.case.pk}", kind="answer").get().evidence == fixed.package_id
    play.do("recheck", OFFICER, lab=world.bodies["lab"], version=fixed)
    assert play.case.test is not None
    assert play.case.test.scan == scan
    assert play.case.test.earlier is not None
    play.scan()
    play.do("submit-test", TESTER, conclusion="已整改")
    assert play.do("pass-recheck", REVIEWER, opinion="通过").state == State.RECTIFIED


def test_the_way_to_delisting_and_back_to_the_stores(world: World) -> None:
    play = Play(world)
    play.order()
    Listing.objects.create(app=world.app, store=world.bodies["store"], seen_on=play.on)
    play.go(10)
    play.do("lapse", None)
    play.fail_recheck(world.version)
    with pytest.raises(StepError, match="尚未通报"):
        play.do("propose-delisting", OFFICER, reason="x", checked="东方应用商店仍提供1.0版")
    play.notice()
    assert (play.case.state, play.case.noticed_on, play.case.due_on) == (State.NOTICED, play.on, play.on + timedelta(days=7))
    with pytest.raises(StepError, match="（至2026-03-19）未届满，2026-03-20起方可办理"):
        play.do("propose-delisting", OFFICER, reason="x", checked="东方应用商店仍提供1.0版")
    play.go(8)
    play.do("answer", COMPANY, text="已整改")
    with pytest.raises(StepError, match="应先组织复检"):
        play.do("propose-delisting", OFFICER, reason="x", checked="东方应用商店仍提供1.0版")
    play.go(1)
    play.fail_recheck(world.version)
    later = add_package(world, "1.1", b"later package")
    with pytest.raises(StepError, match=r"已登记更新版本1\.1"):
        play.do("propose-delisting", OFFICER, reason="x", checked="x")
    play.case.state = State.NOTICED
    play.case.save()
    play.fail_recheck(later)
    with pytest.raises(StepError, match="通报后核查情况"):
        play.do("propose-delisting", OFFICER, reason="x")
    play.do("propose-delisting", OFFICER, reason="逾期", checked="东方应用商店仍提供1.0版")
    play.do("order-delisting", DECIDER, stores=[world.bodies["store"], world.bodies["other-store"]])
    play.do("receipt", STORE, done_on=play.on, text="已下架")
    assert play.case.state == State.DELIST_ORDERED
    with pytest.raises(StepError, match="没有待回执"):
        play.do("receipt", STORE, done_on=play.on, text="已下架")
    assert play.do("receipt", "other-store:representative", done_on=play.on, text="已下架").state == State.DELISTED
    assert Listing.objects.get().state == Listed.DELISTED
    fixed = add_package(world, "1.2", b"third package")
    play.do("recheck", OFFICER, lab=world.bodies["lab"], version=fixed)
    play.scan()
    play.do("submit-test", TESTER, conclusion="已整改")
    assert play.do("pass-recheck", REVIEWER, opinion="通过").state == State.RELISTING
    assert play.do("relist", DECIDER).state == State.RELISTED
    assert Listing.objects.get().state == Listed.RELISTED
    assert verify() == []


def test_a_recheck_that_fails_before_the_limit_of_the_notice_leaves_the_limit_running(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.notice()
    limit = play.case.public_due_on
    play.go(2)
    play.fail_recheck(add_package(world, "1.1", b"second package"))
    assert (play.case.state, play.case.due_on) == (State.NOTICED, limit)
    told = {"reason": "复检未通过", "checked": "仍提供1.1版"}
    for state in (State.UNRECTIFIED, State.NOTICED):
        Case.objects.filter(pk=play.case.pk).update(state=state)
        with pytest.raises(StepError, match="（至2026-03-19）未届满，2026-03-20起方可办理"):
            play.do("propose-delisting", OFFICER, **told)
        with pytest.raises(StepError, match="2026-03-20起方可办理"):
            play.do("stop-access", DECIDER, provider=world.bodies["access"], reason="拒不整改")
    play.do("answer", COMPANY, text="再次整改", version=add_package(world, "1.2", b"third package"))
    play.on = date(2026, 3, 19)
    play.fail_recheck(world.app.versions.get(name="1.2"))
    with pytest.raises(StepError, match="2026-03-20起方可办理"):
        play.do("propose-delisting", OFFICER, **told)
    play.go(1)
    assert play.do("propose-delisting", OFFICER, **told).state == State.DELIST_PROPOSED


def test_penalty_lists_and_end(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.fail_recheck(world.version)
    play.notify_penalty()
    assert play.case.due_on == date(2026, 3, 19)
    play.do("hear", OFFICER, statement="未陈述")
    for days in (0, 7):
        play.go(days)
        with pytest.raises(StepError, match="听证申请期限（至2026-03-19）未届满"):
            play.propose_penalty()
    play.go(1)
    with pytest.raises(StepError, match="须说明采纳情况"):
        play.do("propose-penalty", OFFICER, content="罚款", sanctions=["fine"], basis="有关规定", fine=10_000)
    play.propose_penalty()
    play.do("return-proposal", DECIDER, reason="补充")
    assert play.case.state == State.PENALTY_NOTIFIED
    play.propose_penalty(20_000)
    play.do("decide-penalty", DECIDER)
    assert (play.on, play.case.due_on) == (date(2026, 3, 20), date(2026, 3, 31))  # seven working days to serve it
    assert Penalty.objects.get().fine == 20_000
    with pytest.raises(StepError, match="尚未送达"):
        play.do("list-bad", DECIDER, ground="受到处罚")
    play.go(3)
    play.do("serve-penalty", OFFICER, served_on=play.on, how="direct", address="北京市海淀区某路1号")
    assert play.case.due_on == date(2026, 4, 19)  # thirty days from the decision
    play.do("list-bad", DECIDER, ground="受到处罚")
    play.on = date(2026, 4, 7)
    with pytest.raises(StepError, match="罚款缴纳期限（至2026-04-07）未届满"):
        play.do("list-dishonest", DECIDER, ground="拒不履行")
    play.go(1)
    play.do("list-dishonest", DECIDER, ground="拒不履行")
    assert list(ListEntry.objects.order_by("pk").values_list("dishonesty", flat=True)) == [False, True]
    assert play.do("close", OFFICER, reason="完毕").state == State.CLOSED


def test_the_time_to_ask_for_a_hearing_runs_from_the_service_of_the_notice(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.fail_recheck(world.version)
    play.do("file-penalty", OFFICER, ground="拒不整改", address="某路")
    play.do("notify-penalty", OFFICER, intended="罚款", sanctions=["fine"], fine=20_000)
    assert play.case.due_on is None
    play.go(20)
    with pytest.raises(StepError, match="告知书尚未送达"):
        play.propose_penalty()
    notified = play.case.penalty.notified_on
    for wrong in (notified - timedelta(1), play.on + timedelta(1)):
        with pytest.raises(StepError, match="送达日期"):
            play.do("serve-penalty", OFFICER, served_on=wrong, how="post", address="某路")
    play.do("serve-penalty", OFFICER, served_on=date(2026, 3, 30), how="post", address="某路")
    assert (play.case.due_on, play.case.penalty.notice_served_how) == (date(2026, 4, 7), "post")  # 清明 lies between
    with pytest.raises(StepError, match="已登记送达"):
        play.do("serve-penalty", OFFICER, served_on=play.on, how="post", address="某路")
    with pytest.raises(StepError, match="至2026-04-07"):
        play.propose_penalty()


def test_a_penalty_procedure_can_end_without_a_penalty(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.fail_recheck(world.version)
    play.notify_penalty()
    play.do("hear", OFFICER, statement="违法行为轻微，已改正")
    assert play.do("drop-penalty", DECIDER, reason="情节轻微并及时改正").state == State.UNRECTIFIED
    assert play.case.due_on is None
    play.do("propose-notice", OFFICER, reason="整改不彻底")


def test_a_returned_test_and_a_returned_proposal_go_back_to_where_they_came_from(world: World) -> None:
    play = Play(world)
    play.test(world.version, "imei")
    play.do("return-test", REVIEWER, reason="补充截图")
    assert (play.case.state, play.case.test and play.case.test.state) == (State.TESTING, TestState.RETURNED)
    play.do("submit-test", TESTER, conclusion="已补充")
    play.review()
    play.do("confirm", REVIEWER, opinion="属实")
    play.do("order", DECIDER)
    play.do("serve", OFFICER, served_on=play.on, how="left")
    play.go(10)
    play.do("lapse", None)
    play.do("propose-notice", OFFICER, reason="逾期")
    play.do("appeal", COMPANY, text="已整改")  # leaves the state as it is, and is no proposal
    assert play.do("return-proposal", DECIDER, reason="先复检").state == State.OVERDUE


def test_a_problem_of_an_earlier_version_goes_straight_to_notice(world: World) -> None:
    first = Play(world)
    first.order()
    second = Play(world)
    second.test(add_package(world, "2.0", b"other package"), "imei")
    second.review()
    second.do("confirm", REVIEWER, opinion="再次出现")
    assert second.case.repeat_of == first.case
    second.notice()
    assert second.case.state == State.NOTICED
    document = second.case.notice_rows.get().notice.document
    assert document is not None
    assert document.content["ordered"] is False
    third = Play(world)
    third.test(world.version, "mac")
    third.review()
    third.do("confirm", REVIEWER, opinion="属实")
    assert third.case.repeat_of == second.case
    third.case.repeat_of = None
    third.case.save()
    with pytest.raises(StepError, match="应先责令整改"):
        third.do("propose-notice", OFFICER, reason="x")


def test_assigned_anew_the_first_test_is_withdrawn(world: World) -> None:
    play = Play(world)
    play.do("assign", OFFICER, lab=world.bodies["other-lab"], version=world.version)
    first = play.case.test
    play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version)
    assert first is not None
    first.refresh_from_db()
    assert first.state == TestState.WITHDRAWN
    other = App.objects.create(package_name="com.example.other", name="牵牛花")
    with pytest.raises(StepError, match="不属于该应用"):
        play.do("assign", OFFICER, lab=world.bodies["lab"], version=other.versions.create(name="1", found_on=play.on))
    assert play.do("dismiss", OFFICER, reason="重复").state == State.DISMISSED


def test_a_lab_that_does_not_deliver_loses_the_test_and_the_recheck(world: World) -> None:
    play = Play(world)
    lab, other = world.bodies["lab"], world.bodies["other-lab"]
    play.do("assign", OFFICER, lab=other, version=world.version)
    play.do("begin-test", "other-lab:tester")
    assert play.do("assign", OFFICER, lab=lab, version=world.version).state == State.ASSIGNED
    play.do("begin-test", TESTER)
    play.scan("imei")
    play.do("submit-test", TESTER, conclusion="见各项结论。")
    play.review()
    play.do("confirm", REVIEWER, opinion="属实")
    play.do("order", DECIDER)
    play.do("answer", COMPANY, text="已整改")
    first = play.case.test
    play.do("recheck", OFFICER, lab=other, version=world.version)
    late = play.case.test
    play.do("recheck", OFFICER, lab=lab, version=world.version)
    assert (first, late, play.case.test) == (play.case.test and play.case.test.earlier, late, play.case.test)
    assert [link.test.state for link in play.case.case_tests.order_by("pk")] == [
        TestState.WITHDRAWN,
        TestState.ACCEPTED,
        TestState.WITHDRAWN,
        TestState.RUNNING,
    ]


def test_a_case_in_test_can_be_dismissed(world: World) -> None:
    play = Play(world)
    play.do("assign", OFFICER, lab=world.bodies["lab"], version=world.version)
    play.do("begin-test", TESTER)
    assert play.do("dismiss", OFFICER, reason="应用已停止运营").state == State.DISMISSED
    assert play.case.test is not None
    assert play.case.test.state == TestState.WITHDRAWN


def test_a_decider_who_does_not_agree_sends_the_case_back_to_the_reviewer(world: World) -> None:
    play = Play(world)
    play.test(world.version, "imei")
    play.review()
    play.do("confirm", REVIEWER, opinion="属实")
    play.do("return-review", DECIDER, reason="证据不足")
    assert (play.case.state, play.case.labels, play.case.test and play.case.test.state) == (State.REVIEW, [], TestState.SUBMITTED)
    play.review(ReviewState.REJECTED, "证据不足")
    assert play.do("clear", REVIEWER, opinion="不予认定").state == State.NO_PROBLEM


def test_an_sdk_case_fans_out_to_apps_without_an_open_case(world: World) -> None:
    sdk = Sdk.objects.create(id="sdk-push", name="推送SDK", provider=world.bodies["provider"])
    SdkUse.objects.create(version=world.version, sdk=sdk, confidence=1.0)
    case = open_case(
        subject=Subject.SDK, sdk=sdk, bureau=world.bodies["beijing"], actor=world[OFFICER], at=Play(world).at, on=date(2026, 3, 2)
    )
    Case.objects.filter(app=world.app).update(state=State.CLOSED)
    case.state = State.CONFIRMED
    case.save()
    play = Play.__new__(Play)
    play.world, play.case = world, case
    case = take("fan-out", case=case, actor=world[OFFICER], at=Play.at, on=Play.on)
    child = Case.objects.get(parent=case)
    assert (child.app, child.bureau, child.state) == (world.app, case.bureau, State.ACCEPTED)
    with pytest.raises(StepError, match="未发现"):
        take("fan-out", case=case, actor=world[OFFICER], at=Play.at, on=Play.on)
    Case.objects.filter(pk=child.pk).update(state=State.RECTIFIED)
    with pytest.raises(StepError, match="未发现"):
        take("fan-out", case=case, actor=world[OFFICER], at=Play.at, on=Play.on)


def test_apps_of_another_province_are_leads_for_its_bureau(world: World) -> None:
    sdk = Sdk.objects.create(id="sdk-push", name="推送SDK", provider=world.bodies["provider"])
    for name, operator in (("beijing", "operator"), ("shanghai", "other-operator"), ("nobody", None)):
        app = App.objects.create(package_name=f"com.example.{name}", name=name, operator=world.bodies[operator] if operator else None)
        SdkUse.objects.create(version=app.versions.create(name="1", found_on=Play.on), sdk=sdk, confidence=1.0)
    for body, opened, passed_on in (("beijing", ["beijing", "nobody"], ["shanghai"]), ("ministry", ["shanghai"], [])):
        officer = world[f"{body}:officer"]
        case = open_case(subject=Subject.SDK, sdk=sdk, bureau=world.bodies[body], actor=officer, at=Play.at, on=Play.on)
        case.state = State.CONFIRMED
        case.save()
        case = take("fan-out", case=case, actor=officer, at=Play.at, on=Play.on)
        assert sorted(case.children.values_list("title", flat=True)) == opened
        leads = Lead.objects.filter(text__contains=case.number)
        assert [(lead.name, lead.bureau) for lead in leads] == [(name, world.bodies["shanghai"]) for name in passed_on]
        with pytest.raises(StepError, match="未发现"):
            take("fan-out", case=case, actor=officer, at=Play.at, on=Play.on)


def test_a_case_with_an_open_appeal_does_not_end(world: World) -> None:
    play = Play(world)
    play.order()
    play.do("answer", COMPANY, text="已整改")
    play.do("appeal", COMPANY, text="原不存在问题")
    play.do("recheck", OFFICER, lab=world.bodies["lab"], version=world.version)
    play.scan()
    play.do("submit-test", TESTER, conclusion="已整改")
    with pytest.raises(StepError, match="应先处理申诉"):
        play.do("pass-recheck", REVIEWER, opinion="通过")
    play.do("decide-appeal", DECIDER, result="rejected", reason="证据充分")
    assert play.do("pass-recheck", REVIEWER, opinion="通过").state == State.RECTIFIED


def test_a_mini_program_is_banned_from_search(world: World) -> None:
    world.app.kind = AppKind.MINI_PROGRAM
    world.app.save()
    play = Play(world)
    play.order()
    play.case.state, play.case.noticed_on = State.DELIST_PROPOSED, play.on
    play.case.save()
    play.do("order-delisting", DECIDER, stores=[world.bodies["store"]])
    assert play.case.delistings.get().search_ban


def test_an_upheld_appeal_revokes_and_a_rejected_one_does_not(world: World) -> None:
    play = Play(world)
    play.order()
    with pytest.raises(StepError, match="没有待处理"):
        play.do("decide-appeal", DECIDER, result="rejected", reason="x")
    play.do("appeal", COMPANY, text="误判")
    with pytest.raises(StepError, match="已有申诉"):
        play.do("appeal", COMPANY, text="误判")
    play.do("decide-appeal", DECIDER, result="rejected", reason="证据充分")
    assert play.case.state == State.ORDERED
    play.do("appeal", COMPANY, text="新证据")
    assert play.do("decide-appeal", DECIDER, result="upheld", reason="确属误判").state == State.REVOKED
    assert play.case.appeals.filter(state=AppealState.UPHELD).count() == 1


def test_an_upheld_appeal_undoes_delisting_and_lists(world: World) -> None:
    play = Play(world)
    play.order()
    store = world.bodies["store"]
    listing = Listing.objects.create(app=world.app, store=store, seen_on=play.on, state=Listed.DELISTED)
    untouched = Listing.objects.create(app=world.app, store=world.bodies["other-store"], seen_on=play.on)
    play.case.delistings.create(store=store, ordered_on=play.on)
    play.case.state = State.BAD_LISTED
    play.case.save()
    told = {"operator": world.bodies["operator"], "ground": "x", "body": world.bodies["beijing"], "listed_on": play.on}
    entry = ListEntry.objects.create(case=play.case, **told)
    play.go(3)
    play.do("appeal", COMPANY, text="新证据")
    play.do("decide-appeal", DECIDER, result="rejected", reason="证据充分")
    entry.refresh_from_db()
    assert entry.removed_on is None
    play.do("appeal", COMPANY, text="新证据")
    assert play.do("decide-appeal", DECIDER, result="upheld", reason="确属误判").state == State.REVOKED
    for row in (entry, listing, untouched):
        row.refresh_from_db()
    assert (entry.removed_on, listing.state, untouched.state) == (play.on, Listed.RELISTED, Listed.LISTED)


def test_access_can_be_stopped_after_delisting(world: World) -> None:
    play = Play(world)
    play.order()
    play.case.state = State.DELISTED
    play.case.save()
    assert play.do("stop-access", DECIDER, provider=world.bodies["access"], reason="拒不整改").state == State.ACCESS_STOPPED
    assert play.do("close", OFFICER, reason="完毕").state == State.CLOSED


def test_access_is_stopped_without_delisting_where_no_store_can_delist(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.fail_recheck(world.version)
    told = {"provider": world.bodies["access"], "reason": "拒不整改"}
    with pytest.raises(StepError, match="尚未通报"):
        play.do("stop-access", DECIDER, **told)
    play.notice()
    with pytest.raises(StepError, match="未届满"):
        play.do("stop-access", DECIDER, **told)
    play.go(8)
    listing = Listing.objects.create(app=world.app, store=world.bodies["store"], seen_on=play.on)
    with pytest.raises(StepError, match="应先通知下架"):
        play.do("stop-access", DECIDER, **told)
    listing.delete()
    assert play.do("stop-access", DECIDER, **told).state == State.ACCESS_STOPPED


@pytest.mark.parametrize("measure", MEASURES)
def test_a_company_that_rectifies_late_gets_its_measures_lifted(world: World, measure: State) -> None:
    play = Play(world)
    play.order()
    play.case.state, play.case.noticed_on, play.case.delisted_on = State.DELISTED, play.on, play.on
    play.case.save()
    if measure == State.ACCESS_STOPPED:
        play.do("stop-access", DECIDER, provider=world.bodies["access"], reason="拒不整改")
        play.case.delisted_on = None
    play.case.state = measure
    play.case.save()
    assert play.do("answer", COMPANY, text="已整改").state == measure
    play.do("recheck", OFFICER, lab=world.bodies["other-lab"], version=world.version)
    play.do("recheck", OFFICER, lab=world.bodies["lab"], version=world.version)
    play.scan("imei")
    play.do("submit-test", TESTER, conclusion="仍存在问题。")
    play.review()
    assert play.do("fail-recheck", REVIEWER, opinion="未整改到位").state == measure
    play.do("recheck", OFFICER, lab=world.bodies["lab"], version=world.version)
    play.scan()
    play.do("submit-test", TESTER, conclusion="已整改")
    assert play.do("pass-recheck", REVIEWER, opinion="通过").state == State.RELISTING
    assert play.do("relist", DECIDER).state == State.RELISTED


def test_an_sdk_is_not_delisted(world: World) -> None:
    assert BY_NAME["propose-delisting"].about == (Subject.APP,)
    case = open_case(
        subject=Subject.STORE,
        store=world.bodies["store"],
        bureau=world.bodies["beijing"],
        actor=None,
        at=Play(world).at,
        on=date(2026, 3, 2),
    )
    case.state = State.UNRECTIFIED
    assert "propose-delisting" not in {step.name for step, _ in available(case, world[OFFICER], date(2026, 3, 2))}
