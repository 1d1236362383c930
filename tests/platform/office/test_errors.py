from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from tests.platform.world import World


@pytest.mark.django_db
def test_pages_that_are_not_there_and_forms_from_elsewhere() -> None:
    missing = Client().get("/nothing/")
    assert missing.status_code == 404
    assert "没有此页" in missing.content.decode()
    forged = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert forged.status_code == 403
    assert "您无权进行此操作" in forged.content.decode()


def test_another_bureaus_case_looks_like_none(world: World) -> None:
    client = world.client("shanghai:officer")
    assert client.get("/office/cases/1/").status_code == client.get("/office/cases/999/").status_code == 404
