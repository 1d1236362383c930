from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client
from django.urls import resolve

from mingcha.platform.office.access import EVERYBODY, may_open
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from tests.platform.world import World


def test_a_stranger_is_sent_to_the_sign_in_page(world: World) -> None:
    response = Client().get("/office/cases/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/office/cases/")


def test_a_page_of_other_roles_is_refused(world: World) -> None:
    assert world.client("beijing:officer").get("/office/leads/new/").status_code == 200
    assert world.client("beijing:decider").get("/office/leads/new/").status_code == 403
    assert world.client("lab:tester").get("/office/leads/new/").status_code == 403


def test_who_left_opens_nothing(world: World) -> None:
    user = world["beijing:officer"]
    assert may_open(resolve("/office/cases/").func, user)
    user.is_active = False
    assert not may_open(resolve("/office/cases/").func, user)


def test_everybody_is_not_the_administrator() -> None:
    assert set(EVERYBODY) == set(Role.values) - {Role.ADMINISTRATOR}
