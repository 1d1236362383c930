from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from tests.platform.portal.test_verify import write

from mingcha.platform.casework.models import NoticeKind
from mingcha.platform.documents.models import Kind
from mingcha.platform.ledger.models import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.platform.world import World

    from mingcha.platform.casework.models import Notice

TITLES = ("甲批", "乙批", "丙批")


@pytest.fixture
def three(announce: Callable[..., Notice]) -> list[Notice]:
    return [
        announce("甲批", "向日葵", on=date(2025, 12, 30)),
        announce("乙批", "牵牛花", on=date(2026, 3, 2), body="beijing"),
        announce("丙批", "月季", on=date(2026, 3, 3), kind=NoticeKind.DELISTING),
        announce("丁稿", "向日葵"),
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["甲批", "乙批", "丙批"]),
        ("?year=2026", ["乙批", "丙批"]),
        ("?kind=delisting", ["丙批"]),
        ("?q=乙", ["乙批"]),
        ("?q=向日葵", ["甲批"]),
        ("?q=月季公司", ["丙批"]),
        *[(f"?year={year}", []) for year in ("x", "-1", "0", "1999", "10000", "1e40", "1e400", "NaN", "Infinity")],
    ],
)
def test_filters_of_the_address_narrow_the_list(client: Client, three: list[Notice], asked: str, found: list[str]) -> None:
    page = client.get(f"/notices/{asked}").content.decode()
    assert ([title for title in TITLES if title in page], "丁稿" in page) == (found, False)


def test_the_authority_is_a_filter(client: Client, three: list[Notice]) -> None:
    page = client.get("/notices/", {"body": three[1].body_id}).content.decode()
    assert [title for title in TITLES if title in page] == ["乙批"]


def test_a_notice_is_shown_with_its_annex_and_a_draft_is_not_there(client: Client, three: list[Notice]) -> None:
    page = client.get(f"/notices/{three[0].pk}/").content.decode()
    assert [words in page for words in ("甲批", "向日葵", "向日葵公司", "东方应用商店", "违规收集个人信息")] == [True] * 5
    assert client.get(f"/notices/{three[3].pk}/").status_code == 404


def test_what_strangers_export_is_complete_and_leaves_the_event_log_alone(client: Client, three: list[Notice]) -> None:
    before = Entry.objects.count()
    lines = b"".join(client.get("/notices/?export=csv").streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["标题", "丙批", "乙批", "甲批"]
    assert Entry.objects.count() == before


def test_the_files_of_an_issued_notice_are_for_everybody(client: Client, world: World, three: list[Notice]) -> None:
    three[0].document = write(world, Kind.NOTICE, b"<p>notice</p>", number=1)
    three[0].save()
    address = f"/notices/{three[0].pk}/file.docx"
    page = client.get(f"/notices/{three[0].pk}/").content.decode()
    answer = client.get(address)
    assert (address in page, answer.content, answer["Content-Disposition"].split(";")[0]) == (True, b"<p>notice</p>", "attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    missing = (
        f"/notices/{three[0].pk}/file.pdf",
        f"/notices/{three[0].pk}/file.exe",
        *(f"/notices/{row.pk}/file.docx" for row in three[1:]),
    )
    assert [client.get(address).status_code for address in missing] == [404] * 5
