from __future__ import annotations

from typing import TYPE_CHECKING

from tests.platform.casework.play import COMPANY, DECIDER, OFFICER, Play

from mingcha.platform.casework.proposals import propose_listing
from mingcha.platform.casework.run import BY_NAME
from mingcha.platform.casework.states import State
from mingcha.platform.people.models import Body

if TYPE_CHECKING:
    from tests.platform.world import World


def test_a_test_begins_with_the_only_lab_and_the_newest_version(world: World) -> None:
    play = Play(world)
    newest = world.app.versions.create(name="2.0", code=20, found_on=play.on)
    propose = BY_NAME["assign"].propose
    assert propose(play.case, play.on) == {"lab": None, "version": newest.pk}
    Body.objects.filter(kind="lab").exclude(pk=world.bodies["lab"].pk).update(active=False)
    assert propose(play.case, play.on) == {"lab": world.bodies["lab"].pk, "version": newest.pk}
    play.case.app = None
    assert propose(play.case, play.on)["version"] is None


def test_a_recheck_begins_with_the_lab_before_and_the_version_of_the_answer(world: World) -> None:
    play = Play(world)
    play.order()
    newer = world.app.versions.create(name="1.1", code=11, found_on=play.on)
    play.do("answer", COMPANY, text="已整改", version=newer)
    play.do("answer", COMPANY, text="补充")
    assert BY_NAME["recheck"].propose(play.case, play.on) == {"lab": world.bodies["lab"].pk, "version": newer.pk}


def test_a_receipt_and_a_service_begin_with_today(world: World) -> None:
    play = Play(world)
    assert BY_NAME["serve"].propose(play.case, play.on) == {"served_on": play.on}
    for name in ("receipt", "enter-receipt", "access-receipt", "enter-access-receipt"):
        assert BY_NAME[name].propose(play.case, play.on) == {"done_on": play.on}


def test_the_reason_for_a_notice_says_what_the_case_has_come_to(world: World) -> None:
    play = Play(world)
    play.lapse()
    propose = BY_NAME["propose-notice"].propose
    assert propose(play.case, play.on)["reason"] == ("整改期限（2026-03-09）届满，未反馈整改情况（违规收集个人信息），拟向社会公告。")
    play.case.state = State.UNRECTIFIED
    assert propose(play.case, play.on)["reason"].startswith("经复检，整改不彻底，仍存在问题（违规收集个人信息）")
    play.case.state, play.case.repeat_of = State.CONFIRMED, play.case
    assert f"曾确认同类问题（{play.case.number}）" in propose(play.case, play.on)["reason"]


def test_the_facts_of_a_penalty_begin_with_the_confirmed_problems(world: World) -> None:
    play = Play(world)
    propose = BY_NAME["file-penalty"].propose
    assert propose(play.case, play.on) == {}
    play.order()
    assert play.case.test is not None
    play.case.test.scan.findings.update(clauses=["MIIT-2020-1"])  # type: ignore[union-attr] # it was scanned
    assert propose(play.case, play.on)["ground"] == (
        "经检测，向日葵科技有限公司“向日葵”APP侵害用户权益行为如下：\n"
        "违规收集个人信息：未经同意收集imei。不符合工信部信管函〔2020〕164号第三部分第1项（违规收集个人信息）的规定。"
    )


def test_a_penalty_begins_with_what_the_company_was_told_of(world: World) -> None:
    play = Play(world)
    propose = BY_NAME["propose-penalty"].propose
    assert propose(play.case, play.on) == {}
    play.lapse()
    play.notice()
    play.notify_penalty()
    assert propose(play.case, play.on) == {"sanctions": ["warning", "fine"], "fine": 20_000}
    play.go(15)
    form = world.client(OFFICER).get(f"/office/cases/{play.case.pk}/propose-penalty/").content.decode()
    assert 'value="20000.00"' in form
    assert form.count(" checked") == 2


def test_the_ground_of_a_list_is_the_penalty(world: World) -> None:
    play = Play(world)
    assert propose_listing(play.case, play.on) == {}
    play.lapse()
    play.notice()
    play.notify_penalty()
    play.go(15)
    play.propose_penalty()
    play.do("decide-penalty", DECIDER)
    for name in ("list-bad", "list-dishonest"):
        ground = BY_NAME[name].propose(play.case, play.on)["ground"]
        assert ground.startswith(f"因“向日葵”APP侵害用户权益行为，于{play.on}受到行政处罚（")


def test_every_proposal_is_of_fields_that_the_step_asks_for(world: World) -> None:
    play = Play(world)
    play.order()
    for step in BY_NAME.values():
        assert set(step.propose(play.case, play.on)) <= {field.name for field in step.fields}, step.name
