from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, REVIEWER, Play, at_once
from tests.platform.world import build

from mingcha.platform.casework.models import Delisting, NoticeKind
from mingcha.platform.casework.notices import draft_notice, issue_notice
from mingcha.platform.casework.papers import delisting_content, draft_paper, order_content, papers, possible, visible_documents
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.documents.builders.order import build as paper_of
from mingcha.platform.documents.content import Stamp
from mingcha.platform.documents.issue import issue, verify_hash
from mingcha.platform.documents.models import Document, Kind
from mingcha.platform.registry.models import AppKind
from mingcha.platform.testing.criteria import criteria
from mingcha.platform.testing.models import Check, ReviewState, Verdict
from mingcha.reports.blocks import Paragraph

if TYPE_CHECKING:
    from tests.platform.world import World


def _readers(world: World, document: Document) -> set[str]:
    return {name for name, user in world.people.items() if visible_documents(user).filter(pk=document.pk).exists()}


def test_an_order_names_problems_with_what_was_found_and_the_provisions(world: World) -> None:
    play = Play(world)
    with pytest.raises(StepError, match="尚未责令整改"):
        order_content(play.case)
    play.order()
    assert play.case.test is not None
    play.case.test.scan.findings.update(clauses=["MIIT-2020-1"])  # type: ignore[union-attr]
    for criterion, note, review in (
        ("COL-01", "首次启动即读取。", ReviewState.CONFIRMED),
        ("COL-02", "未获采信。", ReviewState.REJECTED),
    ):
        judged = {"verdict": Verdict.VIOLATED, "note": note, "review": review, "at": play.at}
        Check.objects.create(test=play.case.test, criterion=criterion, **judged)
    told = order_content(play.case)
    assert (told.issuer, told.recipient, told.due, told.tested_by) == (
        "北京市通信管理局",
        "向日葵科技有限公司",
        date(2026, 3, 9),
        "第一检测中心",
    )
    (problem,) = told.problems
    assert (problem.label, problem.found) == ("违规收集个人信息", "未经同意收集imei。首次启动即读取。")
    assert problem.basis[0] == "工信部信管函〔2020〕164号第三部分第1项（违规收集个人信息）"
    assert set(criteria()["COL-01"].clauses) > {"MIIT-2020-1"}
    assert len(problem.basis) == len(criteria()["COL-01"].clauses)


def test_problems_without_a_form_of_words_stand_last_in_an_order_under_a_heading(world: World) -> None:
    play = Play(world)
    play.test(world.version, "imei", "mac")
    assert play.case.test is not None
    found = play.case.test.scan.findings  # type: ignore[union-attr]
    first = found.order_by("pk")[0]
    found.filter(pk=first.pk).update(label="", clauses=["MIIT-2023-2.2"])
    play.review()
    play.do("confirm", REVIEWER, opinion="属实")
    play.do("order", DECIDER)
    assert [(problem.label, problem.found) for problem in order_content(play.case).problems] == [
        ("违规收集个人信息", "未经同意收集mac。"),
        ("其他问题", "未经同意收集imei。"),
    ]


def test_an_order_with_another_limit_names_the_day_alone(world: World) -> None:
    play = Play(world)
    play.order()
    assert order_content(play.case).working_days == 5
    play.do("extend", DECIDER, due_on=date(2026, 3, 20), reason="整改量大")
    told = order_content(play.case)
    assert (told.working_days, told.due) == (0, date(2026, 3, 20))
    requirement = [block.text for block in paper_of(told, Stamp("京信管责改")).blocks if isinstance(block, Paragraph)][1]
    assert requirement.startswith("现责令你单位于2026年3月20日前完成整改，并将")


def test_an_order_is_drafted_issued_served_and_read_by_its_company(world: World) -> None:
    play = Play(world)
    assert possible(play.case) == []
    play.order()
    assert [key for key, _ in possible(play.case)] == ["order"]
    with pytest.raises(StepError, match="无权"):
        draft_paper(play.case, "order", actor=world[DECIDER], at=play.at)
    with pytest.raises(StepError, match="现在不能"):
        draft_paper(play.case, "receipt", actor=world[OFFICER], at=play.at)
    document = draft_paper(play.case, "order", actor=world[OFFICER], at=play.at)
    assert _readers(world, document) == {OFFICER, DECIDER}
    assert list(papers(play.case, world[COMPANY])) == []
    document = issue(document=document, actor=world[DECIDER], at=play.at, on=play.on)
    assert document.printed == "京信管责改〔2026〕1号"
    ministry = {"ministry:officer", "ministry:decider", "ministry:auditor"}
    assert _readers(world, document) == {OFFICER, DECIDER, COMPANY} | ministry
    assert list(papers(play.case, world[COMPANY])) == [document]
    assert verify_hash(document.files.get(format="pdf").sha256) == document
    receipt = draft_paper(play.case, "receipt", actor=world[OFFICER], at=play.at)
    assert receipt.content["documents"][0]["number"] == document.printed
    assert possible(play.case) == []


def test_each_store_has_its_own_order_to_delist(world: World) -> None:
    play = Play(world)
    play.order()
    play.case.state = State.NOTICE_APPROVED
    play.case.save()
    notice = draft_notice(kind=NoticeKind.NOTICE, actor=world[OFFICER], cases=[play.case], at=play.at, deadline=date(2026, 3, 20))
    issued = issue_notice(notice=notice, actor=world[DECIDER], at=play.at, on=play.on)
    assert issued.document is not None
    assert _readers(world, issued.document) == set(world.people) - {"ministry:administrator"}
    play.case.state = State.DELIST_PROPOSED
    play.case.save()
    play.do("order-delisting", DECIDER, stores=[world.bodies["store"], world.bodies["other-store"]])
    keys = [key for key, _ in possible(play.case)]
    assert keys[0] == "order"
    assert len(keys) == 3
    first = draft_paper(play.case, keys[1], actor=world[OFFICER], at=play.at)
    assert (first.kind, first.content["notice"]) == (Kind.DELISTING_ORDER, issued.title)
    store = play.case.delistings.get(pk=keys[1].partition("-")[2]).store
    issue(document=first, actor=world[DECIDER], at=play.at, on=play.on)
    name = next(name for name, body in world.bodies.items() if body == store)
    other = {"store": "other-store", "other-store": "store"}[name]
    assert list(papers(play.case, world[f"{name}:representative"])) == [first]
    assert list(papers(play.case, world[f"{other}:representative"])) == []
    assert f"{other}:representative" not in _readers(world, first)


@pytest.mark.django_db(transaction=True)
def test_an_order_is_drafted_once_whoever_drafts_at_once() -> None:
    play = Play(build())
    play.order()
    given = at_once(*[lambda: draft_paper(play.case, "order", actor=play.world[OFFICER], at=play.at)] * 4)
    assert sorted(type(each).__name__ for each in given) == ["Document", "StepError", "StepError", "StepError"]
    assert Document.objects.filter(kind=Kind.ORDER).count() == 1


def test_a_delisting_tells_of_a_recheck_only_where_there_was_one_since_the_notice(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.fail_recheck(world.version)
    play.go(1)
    play.notice()
    play.go(8)
    delisting = Delisting.objects.create(case=play.case, store=world.bodies["store"], ordered_on=play.on)
    assert not delisting_content(delisting).rechecked
    play.fail_recheck(world.version)
    assert delisting_content(delisting).rechecked


def test_a_mini_program_is_called_one(world: World) -> None:
    world.app.kind = AppKind.MINI_PROGRAM
    world.app.save()
    play = Play(world)
    play.order()
    assert order_content(play.case).subject == "小程序"


def test_a_draft_is_not_served(world: World) -> None:
    play = Play(world)
    play.test(world.version, "imei")
    play.review()
    play.do("confirm", REVIEWER, opinion="属实")
    play.do("order", DECIDER)
    document = draft_paper(play.case, "order", actor=world[OFFICER], at=play.at)
    assert document.content["due"] is None
    with pytest.raises(StepError, match="尚未签发"):
        play.do("serve", OFFICER, served_on=play.on, how="direct")
    issue(document=document, actor=world[DECIDER], at=play.at, on=play.on)
    play.do("serve", OFFICER, served_on=play.on, how="direct")


def test_a_receipt_names_the_matter_and_the_manner_of_service(world: World) -> None:
    play = Play(world)
    play.order()
    document = draft_paper(play.case, "order", actor=world[OFFICER], at=play.at)
    issue(document=document, actor=world[DECIDER], at=play.at, on=play.on)
    receipt = draft_paper(play.case, "receipt", actor=world[OFFICER], at=play.at)
    assert (receipt.content["matter"], receipt.content["manner"]) == ("“向日葵”APP侵害用户权益行为", "电子送达")
