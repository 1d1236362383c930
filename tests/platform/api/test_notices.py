from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from mingcha.platform.api import access
from mingcha.platform.casework.models import Case, Notice, NoticeRow

if TYPE_CHECKING:
    from django.test import Client
    from tests.platform.world import World


@pytest.fixture
def notices(world: World) -> list[Notice]:
    rows = [
        Notice.objects.create(
            body=world.bodies[body], title=title, drafted_by=world["ministry:officer"], issued_on=on, year=on.year if on else None, number=1
        )
        for title, body, on in (
            ("甲", "ministry", date(2025, 5, 1)),
            ("乙", "beijing", date(2026, 3, 2)),
            ("丙", "ministry", None),
        )
    ]
    case = Case.objects.create(
        number="C-2026-000001", app=world.app, title="向日葵", bureau=world.bodies["ministry"], opened_on=date(2026, 3, 1)
    )
    NoticeRow.objects.create(
        notice=rows[0], case=case, number=1, name="向日葵", developer="某公司", source="某商店", version="1.0", labels=["违规收集个人信息"]
    )
    return rows


def titles(client: Client, query: str = "") -> list[str]:
    return [item["title"] for item in client.get(f"/api/v1/notices{query}").json()["items"]]


def test_everybody_reads_issued_notices(client: Client, notices: list[Notice], world: World) -> None:
    assert titles(client) == ["乙", "甲"]
    assert [titles(client, query) for query in ("?year=2025", f"?authority={world.bodies['beijing'].pk}", "?limit=1")] == [
        ["甲"],
        ["乙"],
        ["乙"],
    ]


@pytest.mark.parametrize("asked", [f"authority={2**63}", "authority=0", "year=99999", "year=x", "limit=201"])
def test_numbers_that_are_none_are_refused(client: Client, notices: list[Notice], asked: str) -> None:
    assert client.get(f"/api/v1/notices?{asked}").status_code == 422


def test_a_notice_comes_with_its_annex_and_a_draft_does_not_come(client: Client, notices: list[Notice]) -> None:
    told = client.get(f"/api/v1/notices/{notices[0].pk}").json()
    row = {"number": 1, "name": "向日葵", "developer": "某公司", "source": "某商店", "version": "1.0", "labels": ["违规收集个人信息"]}
    assert (told["title"], told["issued_on"], told["rows"]) == ("甲", "2025-05-01", [row])
    assert client.get(f"/api/v1/notices/{notices[2].pk}").status_code == 404


def test_strangers_ask_so_often_a_minute(client: Client, notices: list[Notice], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "PUBLIC_A_MINUTE", 2)
    now = access.timezone.now()
    monkeypatch.setattr(access.timezone, "now", lambda: now)
    assert [client.get("/api/v1/notices").status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/api/v1/notices", REMOTE_ADDR="192.0.2.1").status_code == 200
