from __future__ import annotations

from typing import TYPE_CHECKING

from tests.platform.casework.play import OFFICER, Play

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
