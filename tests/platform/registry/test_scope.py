from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.platform.world import ON

from mingcha.platform.registry.intake import find_app
from mingcha.platform.registry.models import Listing, Sdk
from mingcha.platform.registry.scope import may_see_uses, visible_apps, visible_listings, visible_sdks

if TYPE_CHECKING:
    from tests.platform.world import World

WORKING = {"ministry", "beijing", "shanghai", "lab", "other-lab", "review", "complaints"}


@pytest.fixture
def listing(world: World) -> Listing:
    """Return the world's app in a store; a second app is nobody's and nowhere."""
    find_app(package_name="com.example.other", name="他人的应用")
    Sdk.objects.create(pk="push", name="推送")
    return Listing.objects.create(app=world.app, store=world.bodies["store"], seen_on=ON)


def test_who_looks_up_which_apps(world: World, listing: Listing) -> None:
    for name, user in world.people.items():
        body, _, role = name.partition(":")
        expected = 2 if body in WORKING and role != "administrator" else 1 if body in {"operator", "store"} else 0
        assert visible_apps(user).count() == expected, name
        assert visible_listings(user).count() == (1 if expected else 0), name
        assert visible_sdks(user).count() == (0 if role == "administrator" else 1), name
        assert may_see_uses(user) is (body in WORKING and role != "administrator"), name


def test_who_has_left_sees_nothing(world: World, listing: Listing) -> None:
    for name in ("ministry:officer", "operator:representative", "store:representative"):
        user = world[name]
        user.is_active = False
        assert not visible_apps(user).exists()
        assert not visible_sdks(user).exists()
        assert not visible_listings(user).exists()
        assert not may_see_uses(user)


def test_a_store_sees_its_own_listings_alone(world: World, listing: Listing) -> None:
    Listing.objects.create(app=world.app, store=world.bodies["other-store"], seen_on=ON)
    assert list(visible_listings(world["store:representative"])) == [listing]
    assert visible_listings(world["operator:representative"]).count() == 2
