from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from tests.platform.casework.play import DECIDER, OFFICER, Play
from tests.platform.office.pages.test_account import confirmed

from mingcha.platform.casework.models import Case, Delisting, Notice
from mingcha.platform.casework.states import State
from mingcha.platform.workdays.current import suggest

if TYPE_CHECKING:
    from tests.platform.world import World


def _ready(world: World) -> Play:
    play = Play(world)
    play.order()
    play.case.state = State.NOTICE_APPROVED
    play.case.save()
    return play


def test_a_notice_is_drafted_from_the_cases_that_are_ready(world: World) -> None:
    play = _ready(world)
    client = world.client(OFFICER)
    page = client.get("/office/notices/new/notice/").content.decode()
    assert play.case.number in page
    deadline = timezone.localdate() + timedelta(7)
    suggested = client.get("/office/notices/new/notice/").context["form"]["deadline"].value()
    assert suggested == suggest(timezone.localdate(), 5).day
    address = client.post("/office/notices/new/notice/", {"cases": [play.case.pk], "deadline": deadline})["Location"]
    assert "向日葵科技有限公司" in client.get(address).content.decode()
    again = client.get("/office/notices/new/notice/").content.decode()
    assert (play.case.number in again, "目前没有可列入的案件" in again, "目前没有可列入的案件" in page) == (False, True, False)
    assert client.get(f"{address}issue/").status_code == 403
    again = world.client(DECIDER).get(f"{address}issue/")
    assert again["Location"].startswith("/accounts/reauthenticate/")
    assert world.client("shanghai:decider").get(address).status_code == 404
    assert client.get("/office/notices/new/rubbish/").status_code == 404


def test_an_incomplete_draft_is_told(world: World) -> None:
    _ready(world)
    told = {"cases": [Case.objects.get().pk], "deadline": "2030-01-01", "tested": 2**31}
    assert [world.client(OFFICER).post("/office/notices/new/notice/", each).status_code for each in ({}, told)] == [422, 422]
    assert not Notice.objects.exists()


def test_drafts_and_issued_ones_are_told_apart(world: World) -> None:
    Notice.objects.create(body=world.bodies["beijing"], drafted_by=world[OFFICER])
    client = world.client(OFFICER)
    assert "拟稿 #" in client.get("/office/notices/", {"issued": "no"}).content.decode()
    assert "拟稿 #" not in client.get("/office/notices/", {"issued": "yes"}).content.decode()


def test_a_draft_is_discarded_on_its_page_by_its_own_authority(world: World) -> None:
    play = _ready(world)
    client = world.client(OFFICER)
    deadline = timezone.localdate() + timedelta(7)
    address = client.post("/office/notices/new/notice/", {"cases": [play.case.pk], "deadline": deadline})["Location"]
    assert "作废拟稿" in client.get(address).content.decode()
    assert world.client("shanghai:officer").post(f"{address}discard/").status_code == 404
    assert client.get(f"{address}discard/").status_code == 200
    assert client.post(f"{address}discard/").status_code == 302
    assert not Notice.objects.exists()
    assert play.case.number in client.get("/office/notices/new/notice/").content.decode()


def test_a_draft_says_which_of_its_cases_no_longer_belong_on_it(world: World) -> None:
    plays = [_ready(world) for _ in range(2)]
    client = world.client(OFFICER)
    deadline = timezone.localdate() + timedelta(7)
    address = client.post("/office/notices/new/notice/", {"cases": [play.case.pk for play in plays], "deadline": deadline})["Location"]
    assert "不应列入" not in client.get(address).content.decode()
    assert f"{address}issue/" in world.client(DECIDER).get(address).content.decode()
    Case.objects.filter(pk=plays[0].case.pk).update(state=State.REVOKED)
    for who, drops in ((OFFICER, True), (DECIDER, False)):
        page = world.client(who).get(address).content.decode()
        assert f"案件{plays[0].case.number}现为“申诉成立，撤销”，不应列入。" in page
        assert (f"{address}drop/" in page, f"{address}issue/" in page) == (drops, False)
    assert confirmed(world, DECIDER).get(f"{address}issue/")["Location"] == address
    refused = confirmed(world, DECIDER).post(f"{address}issue/", follow=True).content.decode()
    assert "不应列入" in refused
    assert Notice.objects.get().issued_on is None
    assert world.client(DECIDER).post(f"{address}drop/").status_code == 403
    assert client.get(f"{address}drop/").status_code == 405
    page = client.post(f"{address}drop/", follow=True).content.decode()
    assert "已剔除不应列入的案件" in page
    assert Notice.objects.get().rows.get().case == plays[1].case
    assert "没有应剔除的案件" in client.post(f"{address}drop/", follow=True).content.decode()


def test_a_case_that_was_closed_while_its_app_is_delisted_is_taken_off_a_delisting_draft(world: World) -> None:
    plays = [_ready(world) for _ in range(2)]
    plays[0].announce([play.case for play in plays])
    for play in plays:
        play.case.refresh_from_db()
        play.case.state = State.DELISTED
        play.case.save()
        Delisting.objects.create(case=play.case, store=world.bodies["store"], ordered_on=play.on)
    client = world.client(OFFICER)
    address = client.post("/office/notices/new/delisting/", {"cases": [play.case.pk for play in plays]})["Location"]
    plays[0].do("close", OFFICER, reason="处置完毕")
    assert plays[0].case.delistings.get().lifted_on is None
    assert f"案件{plays[0].case.number}现为“处置完毕，结案”，不应列入。" in client.get(address).content.decode()
    client.post(f"{address}drop/")
    confirmed(world, DECIDER).post(f"{address}issue/")
    notice = Notice.objects.get(kind="delisting")
    assert (notice.issued_on, notice.rows.get().case) == (timezone.localdate(), plays[1].case)
