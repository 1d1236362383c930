from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.test import RequestFactory

from mingcha.platform.portal.nav import nav

if TYPE_CHECKING:
    from django.test import Client
    from tests.platform.world import World


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/", ["首页"]),
        ("/notices/7/", ["通报"]),
        ("/complaints/new/", ["投诉举报"]),
        ("/complaints/outcome/", ["查询办理进度"]),
        ("/accessibility/", []),
    ],
)
def test_the_page_that_is_open_is_marked_and_no_other(address: str, marked: list[str]) -> None:
    assert [item.title.zh for item in nav(RequestFactory().get(address)) if item.current] == marked


def test_every_entry_leads_somewhere_and_gives_way_to_the_menu_of_who_signed_in(client: Client, world: World) -> None:
    entries = nav(RequestFactory().get("/"))
    assert [client.get(item.address).status_code for item in entries] == [200] * len(entries)
    navs = [
        re.findall(r'<nav class="(\w+)"', browser.get("/help/").content.decode()) for browser in (client, world.client("beijing:officer"))
    ]
    assert navs == [["site"], ["menu"]]
