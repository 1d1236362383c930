from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.platform.world import ON

from mingcha.platform.registry.models import Sdk, SdkUse

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.platform.world import World

SHEET = {"version": "1.0", "functions": "消息推送", "personal_data": "设备标识"}


@pytest.fixture
def sdk(world: World) -> Sdk:
    """Return an SDK that the world's app embeds."""
    Sdk.objects.create(pk="maps", name="地图", maker="图商")
    sdk = Sdk.objects.create(pk="push", name="推送", name_en="Push", provider=world.bodies["provider"])
    SdkUse.objects.create(version=world.version, sdk=sdk, sdk_version="3.1", confidence=0.9)
    return sdk


def _hand_in(world: World, who: str, **told: Any) -> HttpResponse:
    response: HttpResponse = world.client(who).post("/office/sdks/push/sheet/", SHEET | told)
    return response


def test_everybody_reads_the_registry_and_those_who_work_where_it_is_used(world: World, sdk: Sdk) -> None:
    working = {"ministry", "beijing", "shanghai", "lab", "other-lab", "review", "complaints"}
    for name in world.people:
        body, _, role = name.partition(":")
        response = world.client(name).get("/office/sdks/push/")
        if role == "administrator":
            assert response.status_code == 403
            continue
        page = response.content.decode()
        assert ("com.example.sunflower" in page) is (body in working), name
        assert ("/office/sdks/push/sheet/" in page) is (body == "provider"), name
        assert ("/office/sdks/push/provider/" in page) is (role == "officer"), name
    assert world.client("lab:tester").get("/office/sdks/none/").status_code == 404


def test_the_table_is_narrowed_and_paged_from_a_to_z(world: World, sdk: Sdk) -> None:
    def shown(**asked: str) -> list[str]:
        return [row.pk for row in world.client("store:representative").get("/office/sdks/", asked).context["page"].rows]

    assert shown() == ["maps", "push"]
    for asked in ({"q": "推"}, {"q": "Pus"}, {"q": "push"}):
        assert shown(**asked) == ["push"], asked
    assert shown(q="图商") == ["maps"]
    assert shown(sheet="true") == []
    _hand_in(world, "provider:representative")
    _hand_in(world, "provider:representative", version="1.1")
    assert shown(sheet="true") == ["push"]
    assert shown(sheet="false") == ["maps"]


def test_a_sheet_is_handed_in_by_the_provider_and_the_next_begins_from_it(world: World, sdk: Sdk) -> None:
    assert _hand_in(world, "provider:representative", rules_url="a.example/rules").status_code == 302
    sheet = sdk.sheets.get()
    assert (sheet.version, sheet.functions, sheet.rules_url) == ("1.0", "消息推送", "https://a.example/rules")
    assert "消息推送" in world.client("store:representative").get("/office/sdks/push/").content.decode()
    assert "消息推送" in world.client("provider:representative").get("/office/sdks/push/sheet/").content.decode()
    assert _hand_in(world, "provider:representative", functions="").status_code == 422
    assert _hand_in(world, "provider:representative", rules_url=f"https://a.example/{'x' * 200}").status_code == 422
    assert world.client("provider:representative").post("/office/sdks/maps/sheet/", SHEET).status_code == 404
    for name in ("beijing:officer", "operator:representative", "lab:tester"):
        assert _hand_in(world, name).status_code == 403, name
    assert sdk.sheets.count() == 1


def test_a_provider_sees_in_how_many_apps_each_version_is_but_not_in_which(world: World, sdk: Sdk) -> None:
    newer = world.app.versions.create(name="1.1", code=11, found_on=ON)
    SdkUse.objects.create(version=newer, sdk=sdk, sdk_version="3.1", confidence=0.9)
    response = world.client("provider:representative").get("/office/sdks/push/")
    assert response.context["spread"] == [{"sdk_version": "3.1", "apps": 1}]
    page = response.content.decode()
    assert ("嵌入此SDK的应用数" in page, "com.example.sunflower" in page) == (True, False)
    for who in ("operator:representative", "store:representative", "beijing:officer"):
        assert "嵌入此SDK的应用数" not in world.client(who).get("/office/sdks/push/").content.decode(), who


def test_officers_say_who_provides_it(world: World, sdk: Sdk) -> None:
    told = {"provider": world.bodies["provider"].pk}
    assert world.client("beijing:officer").post("/office/sdks/maps/provider/", told).status_code == 302
    assert Sdk.objects.get(pk="maps").provider == world.bodies["provider"]
    wrong = {"provider": world.bodies["operator"].pk}
    assert world.client("beijing:officer").post("/office/sdks/maps/provider/", wrong).status_code == 422
    assert world.client("provider:representative").post("/office/sdks/push/provider/", {}).status_code == 403
