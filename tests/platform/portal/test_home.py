from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.platform.world import World

    from mingcha.platform.casework.models import Notice


def test_the_front_page_names_the_newest_notices_and_no_draft(client: Client, announce: Callable[..., Notice]) -> None:
    for day in range(1, 11):
        announce(f"第{day}批", on=date(2026, 3, day))
    announce("拟稿")
    page = client.get("/").content.decode()
    shown = [name for name in [f"第{day}批" for day in range(1, 11)] if name in page]
    assert (shown, "拟稿" in page) == ([f"第{day}批" for day in range(3, 11)], False)


@pytest.mark.parametrize(
    ("address", "zh", "en"), [("/help/", "怎样投诉", "How to complain"), ("/accessibility/", "无障碍声明", "Accessibility")]
)
def test_help_and_the_accessibility_statement_are_in_both_languages(client: Client, world: World, address: str, zh: str, en: str) -> None:
    page = client.get(address).content.decode()
    assert zh in page
    assert re.findall(r"[一-龥](?:</a>)? (?:<a [^>]*>)?[一-龥]", page) == []
    client.cookies["mingcha_language"] = "en"
    page = client.get(address).content.decode()
    assert (en in page, zh in page) == (True, False)


def test_who_stands_in_front_of_an_obstacle_is_told_whom_to_ask(client: Client, world: World) -> None:
    assert "投诉受理中心" in client.get("/accessibility/").content.decode()
