from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from tests.platform.world import AT

from mingcha.platform.registry.models import Sdk, SdkSheet

if TYPE_CHECKING:
    from django.test import Client
    from tests.platform.world import World


@pytest.fixture
def registry(world: World) -> None:
    Sdk.objects.create(id="push", name="推送一号", maker="推送服务有限公司", provider=world.bodies["provider"])
    Sdk.objects.create(id="maps", name="地图一号", name_en="Maps One")
    for version in ("1.0", "2.0"):
        SdkSheet.objects.create(
            sdk_id="push",
            version=version,
            functions=f"推送功能{version}",
            personal_data="设备标识符",
            submitted_by=world["provider:representative"],
            submitted_at=AT,
        )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [True, True]),
        ("?q=推送", [True, False]),
        ("?q=maps", [False, True]),
        ("?sheet=yes", [True, False]),
        ("?sheet=no", [False, True]),
    ],
)
def test_the_registry_is_public_and_can_be_narrowed(client: Client, registry: None, asked: str, found: list[bool]) -> None:
    page = client.get(f"/sdks/{asked}").content.decode()
    assert ["推送一号" in page, "地图一号" in page] == found


def test_an_sdk_shows_the_newest_of_its_sheets(client: Client, registry: None) -> None:
    page = client.get("/sdks/push/").content.decode()
    assert ["推送功能2.0" in page, "推送功能1.0" in page, "设备标识符" in page] == [True, False, True]
    assert "提供者尚未填报" in client.get("/sdks/maps/").content.decode()
    assert client.get("/sdks/none/").status_code == 404
