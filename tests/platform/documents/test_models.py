from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from django.db import IntegrityError, transaction

from mingcha.platform.documents.models import Document, File, FrozenError
from mingcha.platform.people.models import Body, User

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

AT = datetime(2022, 4, 20, 8, 0, tzinfo=UTC)
HASH = "ab" * 32


@pytest.fixture
def draft() -> Document:
    body = Body.objects.create(kind="bureau", name="北京市通信管理局", short="京")
    user = User.objects.create(username="w", body=body, role="officer")
    return Document.objects.create(kind="order", body=body, series="京", title="责令", content={}, drafted_by=user, drafted_at=AT)


def freeze(document: Document, number: int = 1) -> Document:
    File.objects.create(document=document, format="pdf", sha256=HASH, size=1)
    document.state, document.year, document.number, document.printed = "issued", 2022, number, f"京〔2022〕{number}号"
    document.issued_by, document.issued_at, document.issued_on = document.drafted_by, AT, date(2022, 4, 20)
    document.save()
    return document


def test_a_draft_is_changed_and_deleted(draft: Document) -> None:
    draft.title = "责令整改"
    draft.save()
    assert str(Document.objects.get()) == "责令整改"
    draft.delete()
    assert not Document.objects.exists()


def test_a_document_says_what_it_is_about(draft: Document) -> None:
    for content, said in (
        ({}, ""),
        ({"app": {"name": "向日葵"}}, "向日葵"),
        ({"app": "牵牛花"}, "牵牛花"),
        ({"apps": [{"name": "向日葵"}]}, "向日葵"),
        ({"apps": [{"name": "向日葵"}, {"name": "牵牛花"}]}, "向日葵等2款"),
        ({"matter": "“向日葵”APP侵害用户权益行为"}, "“向日葵”APP侵害用户权益行为"),
    ):
        draft.content = content
        assert draft.concerns == said


def test_an_issued_document_refuses_both(draft: Document) -> None:
    document = freeze(draft)
    assert (str(document), document.is_issued, str(document.files.get())) == ("责令 京〔2022〕1号", True, f"{document.pk}.pdf")
    document.state = "draft"  # what the row holds counts, not what the object says
    with pytest.raises(FrozenError):
        document.save()
    with pytest.raises(FrozenError):
        document.delete()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Document.objects.update(title="x"),
        lambda: Document.objects.update(state="draft", year=None, number=None, issued_by=None, issued_at=None, issued_on=None),
        lambda: Document.objects.all()._raw_delete("default"),
        lambda: File.objects.update(sha256="0" * 64),
        lambda: File.objects.all()._raw_delete("default"),
        lambda: File.objects.create(document=Document.objects.get(), format="docx", sha256=HASH, size=1),
    ],
    ids=["update", "take-back", "delete", "file-update", "file-delete", "file-insert"],
)
def test_the_database_itself_refuses(draft: Document, change: Callable[[], object]) -> None:
    freeze(draft)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change()
    assert Document.objects.get().title == "责令"
    assert [(file.format, file.sha256) for file in File.objects.all()] == [("pdf", HASH)]


def test_what_is_half_issued_or_numbered_twice_is_refused(draft: Document) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=draft.pk).update(state="issued")
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=draft.pk).update(number=1)
    other = Document.objects.create(
        kind="order", body=draft.body, series="京", title="二", content={}, drafted_by=draft.drafted_by, drafted_at=AT
    )
    freeze(draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        freeze(other)
    assert freeze(Document.objects.get(pk=other.pk), 2).number == 2
