from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from tests.platform.world import World


@pytest.mark.django_db
def test_a_demonstration_says_that_it_is_one(settings: SettingsWrapper) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert "数据均为虚构" in Client().get("/").content.decode()
    settings.SECOND_FACTOR_REQUIRED = True
    assert "数据均为虚构" not in Client().get("/").content.decode()


def test_signed_in_there_is_a_menu(world: World, settings: SettingsWrapper) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert 'class="menu"' in world.client("lab:tester").get("/office/").content.decode()
    assert 'class="menu"' not in Client().get("/").content.decode()
