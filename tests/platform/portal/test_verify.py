from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.platform.world import AT, ON

from mingcha.platform.documents.models import Document, File, Kind, State
from mingcha.platform.files import store
from mingcha.platform.portal.verify import ASKED_AN_HOUR

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client
    from tests.platform.world import World

CONTENT = b"an issued file"


@pytest.fixture
def issued(world: World) -> Document:
    return write(world, Kind.NOTICE, CONTENT, number=1)


def write(world: World, kind: str, content: bytes, *, number: int, previous: Document | None = None) -> Document:
    """Write an issued document with one file, as `documents.issue` leaves it."""
    row = Document.objects.create(
        kind=kind,
        body=world.bodies["ministry"],
        series="通报",
        printed=f"2026年第{number}批",
        title="关于侵害用户权益行为的APP通报",
        content={},
        previous=previous,
        drafted_by=world["ministry:officer"],
        drafted_at=AT,
    )
    File.objects.create(document=row, format="docx", sha256=store().put(io.BytesIO(content)), size=len(content))
    stamp = {"year": 2026, "number": number, "issued_by": world["ministry:decider"], "issued_at": AT, "issued_on": ON}
    Document.objects.filter(pk=row.pk).update(state=State.ISSUED, **stamp)
    return Document.objects.get(pk=row.pk)


def send(client: Client, content: bytes) -> HttpResponse:
    return client.post("/verify/", {"file": SimpleUploadedFile("x.docx", content)})


def test_an_issued_file_is_genuine_and_a_changed_one_is_not(client: Client, issued: Document) -> None:
    page = send(client, CONTENT).content.decode()
    assert [words in page for words in ("真实", "2026年第1批", "工业和信息化部信息通信管理局", "关于侵害用户权益行为的APP通报")] == [
        True
    ] * 4
    page = send(client, CONTENT + b"!").content.decode()
    assert ("未查到" in page, "2026年第1批" in page) == (True, False)


def test_a_hash_does_as_well(client: Client, issued: Document) -> None:
    sha256 = issued.files.get().sha256
    assert [
        "真实" in client.post("/verify/", {"sha256": asked}).content.decode() for asked in (sha256, f" {sha256.upper()} ", "0" * 64)
    ] == [True, True, False]


def test_of_a_document_that_is_not_public_the_title_is_not_told(client: Client, world: World) -> None:
    write(world, Kind.ORDER, b"an order", number=2)
    page = send(client, b"an order").content.decode()
    assert ("责令整改通知书" in page, "关于侵害用户权益行为" in page) == (True, False)


def test_a_replaced_document_says_by_which(client: Client, world: World, issued: Document) -> None:
    write(world, Kind.NOTICE, b"a newer file", number=3, previous=issued)
    assert "已被替换" in send(client, CONTENT).content.decode()
    assert "已被替换" not in send(client, b"a newer file").content.decode()


def test_nothing_and_nonsense_are_refused(client: Client, world: World) -> None:
    assert [client.post("/verify/", asked).status_code for asked in ({}, {"sha256": "x"}, {"sha256": "0" * 63})] == [422] * 3
    assert client.get("/verify/").status_code == 200


def test_one_address_asks_so_often_an_hour(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingcha.platform.portal.verify.ASKED_AN_HOUR", 2)
    answers = [client.post("/verify/", {"sha256": "0" * 64}).status_code for _ in range(3)]
    assert (answers, ASKED_AN_HOUR) == ([200, 200, 429], 60)
