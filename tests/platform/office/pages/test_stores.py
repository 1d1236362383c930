from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.platform.world import ON

from mingcha.platform.registry.models import Listing

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.platform.world import World


def _record(world: World, who: str = "beijing:officer", **more: Any) -> HttpResponse:
    told = {
        "kind": "android",
        "package_name": "com.example.sunflower",
        "store": world.bodies["store"].pk,
        "state": "listed",
        "version_name": "1.0",
        "seen_on": "2026-03-02",
    }
    response: HttpResponse = world.client(who).post("/office/listings/new/", told | more)
    return response


def test_an_officer_records_what_was_seen(world: World) -> None:
    assert _record(world)["Location"] == f"/office/apps/{world.app.pk}/"
    listing = Listing.objects.get()
    assert (listing.app, listing.store, listing.state, listing.seen_on) == (world.app, world.bodies["store"], "listed", ON)
    assert _record(world, state="delisted").status_code == 302
    assert Listing.objects.get().state == "delisted"
    page = world.client("beijing:officer").get("/office/listings/new/", {"app": world.app.pk}).content.decode()
    assert 'value="com.example.sunflower"' in page


def test_what_is_wrong_is_asked_again(world: World) -> None:
    for more in (
        {"package_name": "com.no"},
        {"kind": "ios"},
        {"kind": "x"},
        {"store": world.bodies["lab"].pk},
        {"seen_on": ""},
        {"state": "?"},
    ):
        assert _record(world, **more).status_code == 422, more
    for name in ("lab:tester", "store:representative", "beijing:decider"):
        assert _record(world, name).status_code == 403, name
    assert not Listing.objects.exists()


def test_the_table_is_narrowed_and_is_ones_own(world: World) -> None:
    first = Listing.objects.create(app=world.app, store=world.bodies["store"], seen_on=ON)
    second = Listing.objects.create(app=world.app, store=world.bodies["other-store"], seen_on=ON, state="delisted")

    def shown(who: str, **asked: Any) -> set[int]:
        return {row.pk for row in world.client(who).get("/office/listings/", asked).context["page"].rows}

    both = {first.pk, second.pk}
    assert shown("shanghai:officer") == both
    assert shown("operator:representative", q="向日") == both
    assert shown("store:representative") == {first.pk}
    assert shown("other-operator:representative") == set()
    for asked in ({"state": "delisted"}, {"store": world.bodies["other-store"].pk}):
        assert shown("shanghai:officer", **asked) == {second.pk}, asked
    assert shown("shanghai:officer", until="2026-03-01") == set()
    assert world.client("provider:representative").get("/office/listings/").status_code == 403
