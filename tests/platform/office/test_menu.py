from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.platform.world import World

ITEM = re.compile(r'<li><a href="([^"]+)"( aria-current="page")?>')


def test_the_menu_leads_to_what_the_person_may_open_and_marks_where_one_is(world: World) -> None:
    for name in world.people:
        client = world.client(name)
        menu = ITEM.findall(client.get("/office/").content.decode())
        assert menu[0] == ("/office/", ' aria-current="page"')
        assert [address for address, _ in menu if client.get(address).status_code != 200] == []


def test_below_a_list_the_list_is_marked(world: World) -> None:
    page = world.client("beijing:officer").get("/office/leads/new/").content.decode()
    assert [address for address, here in ITEM.findall(page) if here] == ["/office/leads/"]
