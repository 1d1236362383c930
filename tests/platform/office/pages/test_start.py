from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from tests.platform.casework.play import OFFICER, Play

from mingcha.platform.casework.leads import file_lead
from mingcha.platform.casework.models import Case, LeadSource, NoticeKind
from mingcha.platform.casework.notices import draft_notice
from mingcha.platform.casework.papers import draft_paper
from mingcha.platform.casework.states import State
from mingcha.platform.registry.models import Certificate, Signature

if TYPE_CHECKING:
    from tests.platform.world import World


def _tally(world: World, who: str) -> list[int]:
    return [int(number) for number in re.findall(r"<b>(\d+)</b>", world.client(who).get("/office/").content.decode())]


def test_the_start_page_counts_what_waits(world: World) -> None:
    assert _tally(world, OFFICER) == [0, 0, 0, 0]
    play = Play(world)
    file_lead(source=LeadSource.MONTHLY, name="x", body=world.bodies["beijing"], bureau=world.bodies["beijing"], at=play.at, on=play.on)
    assert _tally(world, OFFICER) == [1, 0, 0, 1]
    play.order()  # due in March 2026, which is over
    assert _tally(world, OFFICER) == [0, 1, 0, 1]
    assert _tally(world, "shanghai:officer") == [0, 0, 0, 0]
    assert "本月线索报送截止" in world.client(OFFICER).get("/office/").content.decode()


def test_a_case_that_waits_and_is_overdue_is_listed_once(world: World) -> None:
    play = Play(world)
    play.lapse()
    case = play.case
    for who, lists in ((OFFICER, (True, False)), ("beijing:decider", (False, True))):
        page = world.client(who).get("/office/")
        assert (case in page.context["cases"], case in page.context["late"], page.context["counts"]["late"]) == (*lists, 1)
        assert page.content.decode().count(f"/office/cases/{case.pk}/") == 1


def test_the_ministry_sees_whose_return_is_missing(world: World) -> None:
    page = world.client("ministry:officer").get("/office/").content.decode()
    assert "本月尚未报送线索" in page
    assert "2 家" in page
    today = timezone.localdate()
    for key in ("beijing", "shanghai"):
        file_lead(source=LeadSource.MONTHLY, name="x", body=world.bodies[key], bureau=world.bodies[key], at=timezone.now(), on=today)
    assert "本月尚未报送线索" not in world.client("ministry:officer").get("/office/").content.decode()


def test_a_decider_finds_the_drafts_to_issue(world: World) -> None:
    play = Play(world)
    play.order()
    paper = draft_paper(play.case, "order", actor=world[OFFICER], at=play.at)
    page = world.client("beijing:decider").get("/office/").content.decode()
    assert ("待签发文书" in page, f"/office/documents/{paper.pk}/" in page, "向日葵" in page) == (True, True, True)
    Case.objects.filter(pk=play.case.pk).update(state=State.NOTICE_APPROVED)
    day = play.on + timedelta(days=7)
    notice = draft_notice(kind=NoticeKind.NOTICE, actor=world[OFFICER], cases=[play.case], at=play.at, deadline=day)
    assert f"/office/notices/{notice.pk}/" in world.client("beijing:decider").get("/office/").content.decode()
    assert "待签发文书" not in world.client(OFFICER).get("/office/").content.decode()


def test_a_clerk_counts_complaints_not_cases(world: World) -> None:
    assert _tally(world, "complaints:clerk") == [0]
    today = timezone.localdate()
    told = {"body": world.bodies["complaints"], "bureau": world.bodies["beijing"], "at": timezone.now()}
    file_lead(source=LeadSource.COMPLAINT, name="x", on=today - timedelta(days=14), **told)  # type: ignore[arg-type]
    file_lead(source=LeadSource.COMPLAINT, name="y", on=today, **told)  # type: ignore[arg-type]
    assert _tally(world, "complaints:clerk") == [2, 1]
    assert "办理机关尚未处理" in world.client("complaints:clerk").get("/office/").content.decode()


def test_who_may_not_enter_leads_is_not_sent_to_the_form(world: World) -> None:
    for who, offered in ((OFFICER, True), ("beijing:decider", False)):
        client = world.client(who)
        page = client.get("/office/").content.decode()
        assert "本月线索报送截止" in page
        assert ("/office/leads/new/" in page) is offered
        assert (client.get("/office/leads/new/").status_code == 200) is offered


def test_everybody_has_a_start_page(world: World) -> None:
    assert {world.client(name).get("/office/").status_code for name in world.people} == {200}


def test_the_search_leads_to_the_page_of_a_number_and_finds_words_and_hashes(world: World) -> None:
    play = Play(world)
    client = world.client(OFFICER)
    assert client.get("/office/search/", {"q": play.case.number.lower()})["Location"] == f"/office/cases/{play.case.pk}/"
    assert world.client("shanghai:officer").get("/office/search/", {"q": play.case.number}).status_code == 200
    for words, found in (("向日", True), ("com.example.sun", True), (world.version.package_id, True), ("牵牛", False), ("", False)):
        assert ("com.example.sunflower" in client.get("/office/search/", {"q": words}).content.decode()) is found
    assert (
        "com.example.sunflower" not in world.client("other-operator:representative").get("/office/search/", {"q": "向日"}).content.decode()
    )


def test_the_hash_of_a_certificate_finds_what_it_signed_written_as_tools_print_it(world: World) -> None:
    certificate = Certificate.objects.create(sha256="ab" * 32, subject="CN=某")
    Signature.objects.create(version=world.version, certificate=certificate, scheme="v2", valid=True)
    for words in ("ab" * 32, ":".join(["AB"] * 32)):
        page = world.client(OFFICER).get("/office/search/", {"q": words})
        assert list(page.context["signed"]) == [world.version.app]
        assert "以此证书签名的应用" in page.content.decode()
    stranger = world.client("other-operator:representative").get("/office/search/", {"q": "ab" * 32})
    assert list(stranger.context["signed"]) == []


def test_a_package_name_or_hash_finds_the_cases_of_its_app_that_the_person_sees(world: World) -> None:
    case = Play(world).case
    for words in ("com.example.sun", str(world.version.package_id)):
        for who, found in ((OFFICER, [case]), ("shanghai:officer", [])):
            page = world.client(who).get("/office/search/", {"q": words})
            assert page.context["cases"] == found
            assert (case.number in page.content.decode()) is bool(found)


def test_the_search_says_what_it_finds_by_and_administrators_what_is_theirs(world: World) -> None:
    client = world.client(OFFICER)
    said = [client.get("/office/search/", {"q": words}).content.decode() for words in ("", "牵牛")]
    assert [("没有找到" in page, "包名开头" in page) for page in said] == [(False, True), (True, True)]
    assert _tally(world, "ministry:administrator") == []
    assert "系统管理员不办理案件" in world.client("ministry:administrator").get("/office/").content.decode()
