from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from tests.platform.world import World


@pytest.mark.django_db
def test_a_stranger_switches_language_and_theme_by_cookie() -> None:
    client = Client()
    assert 'lang="zh-CN" data-theme="system"' in client.get("/").content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    client.post("/theme/", {"theme": "dark", "next": "/"})
    assert 'lang="en" data-theme="dark"' in client.get("/").content.decode()
    client.post("/language/", {"language": "xx", "next": "/"})
    assert 'lang="en"' in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(back: str) -> None:
    response = Client().post("/language/", {"language": "en", "next": back})
    assert response["Location"] == "/"


def test_a_persons_choice_stays_with_the_person(world: World) -> None:
    world.client("beijing:officer").post("/language/", {"language": "en", "next": "/office/"})
    other = world.client("beijing:officer")
    assert 'lang="en"' in other.get("/office/").content.decode()
    assert other.get("/language/").status_code == 405
