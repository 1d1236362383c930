from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.platform.casework.play import Play

if TYPE_CHECKING:
    from tests.platform.world import World

LATE = re.compile("（已逾期）")


def test_filters_stand_in_the_address(world: World) -> None:
    play = Play(world)
    client = world.client("beijing:officer")
    for query, found in (
        ({}, True),
        ({"q": "向日"}, True),
        ({"q": play.case.number.lower()}, True),
        ({"q": "牵牛"}, False),
        ({"state": "accepted"}, True),
        ({"state": "ordered"}, False),
        ({"since": "2026-03-02", "until": "2026-03-02"}, True),
        ({"since": "2026-03-03"}, False),
        ({"due": "late"}, False),
        ({"due": "open"}, True),
        ({"bureau": world.bodies["beijing"].pk}, True),
    ):
        page = client.get("/office/cases/", query)
        assert page.status_code == 200
        assert (play.case.number in page.content.decode()) is found, query


@pytest.mark.parametrize("query", [{"state": "rubbish"}, {"since": "yesterday"}, {"bureau": "x"}, {"after": "x"}, {"q": "'\"<script>"}])
def test_rubbish_in_the_address_is_told_or_ignored(world: World, query: dict[str, str]) -> None:
    page = world.client("beijing:officer").get("/office/cases/", query)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_a_limit_that_has_passed_is_marked(world: World) -> None:
    play = Play(world)
    play.order()  # due in March 2026
    assert LATE.search(world.client("beijing:officer").get("/office/cases/").content.decode())
