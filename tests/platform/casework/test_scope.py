from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.platform.casework.play import DECIDER, OFFICER, Play
from tests.platform.world import AT, ON, World, add_package

from mingcha.platform.casework.cases import open_case
from mingcha.platform.casework.leads import file_lead
from mingcha.platform.casework.models import Case, Delisting, LeadSource, Notice, NoticeKind, Subject
from mingcha.platform.casework.notices import draft_notice, issue_notice
from mingcha.platform.casework.scope import visible_cases, visible_leads, visible_notices
from mingcha.platform.casework.states import State
from mingcha.platform.registry.models import Sdk

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from mingcha.platform.people.models import User


def _see(world: World, rows: Callable[[User], QuerySet[Case]], case: Case) -> set[str]:
    return {name for name, user in world.people.items() if rows(user).filter(pk=case.pk).exists()}


MINISTRY = {"ministry:officer", "ministry:decider", "ministry:auditor"}
OWN = MINISTRY | {OFFICER, DECIDER}


def test_a_case_is_seen_by_those_who_have_to_do_with_it(world: World) -> None:
    play = Play(world)
    assert _see(world, visible_cases, play.case) == OWN
    play.test(world.version, "imei")
    assert _see(world, visible_cases, play.case) == OWN | {"lab:tester", "review:reviewer"}
    play.review()
    play.do("confirm", "review:reviewer", opinion="属实")
    assert "operator:representative" not in _see(world, visible_cases, play.case)
    play.do("order", DECIDER)
    assert _see(world, visible_cases, play.case) == OWN | {"lab:tester", "review:reviewer", "operator:representative"}
    Delisting.objects.create(case=play.case, store=world.bodies["store"], ordered_on=ON)
    assert _see(world, visible_cases, play.case) == OWN | {
        "lab:tester",
        "review:reviewer",
        "operator:representative",
        "store:representative",
    }


def test_a_recheck_that_is_not_handed_in_takes_nothing_from_the_reviewer(world: World) -> None:
    play = Play(world)
    play.order()
    play.do("answer", "operator:representative", text="已整改")
    play.do("recheck", OFFICER, lab=world.bodies["lab"], version=world.version)
    assert "review:reviewer" in _see(world, visible_cases, play.case)


def test_cases_of_sdks_and_stores_are_seen_by_their_companies_once_told(world: World) -> None:
    sdk = Sdk.objects.create(id="sdk-push", name="推送SDK", provider=world.bodies["provider"])
    bureau, officer = world.bodies["beijing"], world[OFFICER]
    of_sdk = open_case(subject=Subject.SDK, sdk=sdk, bureau=bureau, actor=officer, at=AT, on=ON)
    of_store = open_case(subject=Subject.STORE, store=world.bodies["store"], bureau=bureau, actor=officer, at=AT, on=ON)
    assert _see(world, visible_cases, of_sdk) == _see(world, visible_cases, of_store) == OWN
    Case.objects.update(state=State.ORDERED)
    assert _see(world, visible_cases, of_sdk) == OWN | {"provider:representative"}
    assert _see(world, visible_cases, of_store) == OWN | {"store:representative"}


def test_leads_are_seen_by_who_entered_and_who_deals_with_them(world: World) -> None:
    lead = file_lead(
        source=LeadSource.COMPLAINT, name="向日葵", body=world.bodies["complaints"], bureau=world.bodies["beijing"], at=AT, on=ON
    )
    seen = {name for name, user in world.people.items() if visible_leads(user).filter(pk=lead.pk).exists()}
    assert seen == OWN | {"complaints:clerk"}


def test_a_draft_is_its_authoritys_own_and_an_issued_notice_everybodys(world: World) -> None:
    notice = Notice.objects.create(kind=NoticeKind.NOTICE, body=world.bodies["beijing"], drafted_by=world[OFFICER])
    seen = {name for name, user in world.people.items() if visible_notices(user).exists()}
    assert seen == {OFFICER, DECIDER}
    notice.issued_on = ON
    notice.save()
    assert all(visible_notices(user).exists() for user in world.people.values())


def test_an_administrator_reads_no_case(world: World) -> None:
    Play(world)
    assert not visible_cases(world["ministry:administrator"]).exists()


def test_a_company_learns_of_a_notice_without_an_order_when_it_is_out(world: World) -> None:
    first = Play(world)
    first.order()
    play = Play(world)
    play.test(add_package(world, "2.0", b"other package"), "imei")
    play.review()
    play.do("confirm", "review:reviewer", opinion="再次出现")
    play.do("propose-notice", OFFICER, reason="反复出现")
    company = world["operator:representative"]
    assert list(visible_cases(company)) == [first.case]
    play.do("approve-notice", DECIDER)
    assert list(visible_cases(company)) == [first.case]
    row = draft_notice(kind=NoticeKind.NOTICE, actor=world[OFFICER], cases=[play.case], at=AT, deadline=ON + timedelta(7))
    issue_notice(notice=row, actor=world[DECIDER], at=AT, on=ON)
    assert play.case in visible_cases(company)
    Case.objects.filter(pk=first.case.pk).update(state=State.NOTICE_PROPOSED)
    assert first.case in visible_cases(company)
