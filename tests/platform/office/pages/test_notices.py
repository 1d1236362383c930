from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from tests.platform.casework.play import DECIDER, OFFICER, Play

from mingcha.platform.casework.models import Case, Notice
from mingcha.platform.casework.states import State

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
