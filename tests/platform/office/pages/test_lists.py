from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from tests.platform.casework.play import DECIDER, OFFICER, Play

from mingcha.platform.casework.models import ListEntry

if TYPE_CHECKING:
    from tests.platform.world import World


def test_both_lists_with_their_ground(world: World) -> None:
    play = Play(world)
    told = {"case": play.case, "operator": world.bodies["operator"], "body": world.bodies["beijing"], "listed_on": play.on}
    ListEntry.objects.create(**told, ground="受到处罚")
    ListEntry.objects.create(**told, ground="拒不履行", dishonesty=True)
    client = world.client(OFFICER)
    page = client.get("/office/lists/").content.decode()
    assert "受到处罚" in page
    assert "拒不履行" in page
    only = client.get("/office/lists/", {"dishonesty": "True"}).content.decode()
    assert "受到处罚" not in only
    assert "拒不履行" in only
    assert world.client("lab:tester").get("/office/lists/").status_code == 403


def test_a_decider_of_the_authority_takes_a_company_off_the_list(world: World) -> None:
    play = Play(world)
    told = {"case": play.case, "operator": world.bodies["operator"], "body": world.bodies["beijing"], "listed_on": play.on}
    entry = ListEntry.objects.create(**told, ground="受到处罚")
    address = f"/office/lists/{entry.pk}/"
    for who in (OFFICER, "shanghai:decider", "ministry:decider"):
        client = world.client(who)
        assert "移出理由" not in client.get(address).content.decode()
        client.post(address, {"reason": "x"})
        entry.refresh_from_db()
        assert entry.removed_on is None
    client = world.client(DECIDER)
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "期满未再受处罚"}).status_code == 302
    entry.refresh_from_db()
    assert entry.removed_on == timezone.localdate()
    assert "移出理由" not in client.get(address).content.decode()
    assert "移出名单" in client.get(f"/office/cases/{play.case.pk}/").content.decode()
