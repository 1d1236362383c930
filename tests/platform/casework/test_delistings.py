from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, REVIEWER, STORE, TESTER, Play
from tests.platform.world import add_package

from mingcha.platform.casework.models import Delisting
from mingcha.platform.casework.papers import draft_paper, papers, visible_documents
from mingcha.platform.casework.run import history
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.documents.issue import issue, verify_hash
from mingcha.platform.documents.models import Document, Kind

if TYPE_CHECKING:
    from tests.platform.world import World


def _ordered(world: World) -> Play:
    play = Play(world)
    play.order()
    play.case.state = State.DELIST_ORDERED
    play.case.save()
    for name in ("store", "other-store"):
        Delisting.objects.create(case=play.case, store=world.bodies[name], ordered_on=play.on)
    play.go(3)
    return play


def test_an_officer_puts_the_receipt_of_a_store_without_an_account_on_file(world: World) -> None:
    play = _ordered(world)
    store, other = world.bodies["store"], world.bodies["other-store"]
    with pytest.raises(StepError, match="执行日期"):
        play.do("enter-receipt", OFFICER, of=other, done_on=play.on + timedelta(1), text="来函称已下架")
    assert play.do("enter-receipt", OFFICER, of=other, done_on=play.on, text="来函称已下架").state == State.DELIST_ORDERED
    with pytest.raises(StepError, match="没有待回执"):
        play.do("enter-receipt", OFFICER, of=other, done_on=play.on, text="来函称已下架")
    with pytest.raises(StepError, match="无权"):
        play.do("enter-receipt", STORE, of=store, done_on=play.on, text="x")
    told = {name: [entry.kind for entry in history(play.case, reader=world[f"{name}:representative"])] for name in ("store", "other-store")}
    assert told == {"store": [], "other-store": ["enter-receipt"]}
    form = world.client(OFFICER).get(f"/office/cases/{play.case.pk}/enter-receipt/").content.decode()
    assert store.name in form
    assert other.name not in form


def test_an_app_is_delisted_on_the_day_of_the_last_store(world: World) -> None:
    play = _ordered(world)
    play.do("receipt", STORE, done_on=play.on - timedelta(1), text="已下架")
    play.do("enter-receipt", OFFICER, of=world.bodies["other-store"], done_on=play.on - timedelta(2), text="来函称已下架")
    assert (play.case.state, play.case.delisted_on) == (State.DELISTED, play.on - timedelta(1))


def test_each_store_is_told_with_its_own_paper_that_the_app_may_come_back(world: World) -> None:
    play = Play(world)
    play.lapse()
    play.notice()
    play.go(8)
    play.do("propose-delisting", OFFICER, reason="逾期", checked="仍提供1.0版", files=[play.proof()])
    play.do("order-delisting", DECIDER, stores=[world.bodies["store"], world.bodies["other-store"]])
    first = play.case.delistings.get(store=world.bodies["store"])
    order = draft_paper(play.case, f"delisting-{first.pk}", actor=world[OFFICER], at=play.at)
    order = issue(document=order, actor=world[DECIDER], at=play.at, on=play.on)
    play.do("receipt", STORE, done_on=play.on, text="已下架")
    play.do("enter-receipt", OFFICER, of=world.bodies["other-store"], done_on=play.on, text="来函称已下架")
    play.do("answer", COMPANY, text="已整改")
    play.do("recheck", OFFICER, lab=world.bodies["lab"], version=add_package(world, "1.1", b"second package"))
    play.scan()
    play.do("submit-test", TESTER, conclusion="已整改")
    play.do("pass-recheck", REVIEWER, opinion="通过")
    ordered_on = play.on
    play.go(1)
    play.do("relist", DECIDER)
    told = {paper.content["store"]: paper for paper in Document.objects.filter(kind=Kind.RELISTING_NOTICE)}
    assert sorted(paper.printed for paper in told.values()) == ["京信管函〔2026〕2号", "京信管函〔2026〕3号"]
    paper = told["东方应用商店"]
    assert (paper.content["order"], paper.content["ordered_on"]) == ("京信管函〔2026〕1号", ordered_on.isoformat())
    assert told["西方应用商店"].content["order"] == ""
    assert [app["version"] for app in paper.content["apps"]] == ["1.1"]
    assert (paper.issued_by, verify_hash(paper.files.get(format="xlsx").sha256)) == (world[DECIDER], paper)
    assert list(papers(play.case, world[STORE])) == [paper, order]
    for reader, expected in ((STORE, {paper, order}), (COMPANY, {*told.values(), order})):
        assert set(visible_documents(world[reader]).filter(about__startswith="delisting:")) == expected


def test_stores_are_told_that_a_case_is_revoked(world: World) -> None:
    play = _ordered(world)
    play.do("appeal", COMPANY, text="误判")
    play.do("decide-appeal", DECIDER, result="upheld", reason="确属误判")
    told = [paper.content for paper in Document.objects.filter(kind=Kind.RELISTING_NOTICE)]
    assert [(each["rectified"], each["apps"][0]["version"]) for each in told] == [(False, "1.0")] * 2
