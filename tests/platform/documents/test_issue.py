from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

import pylopdf_fonts_zh_cn
from django.db import connection, transaction
from tests.platform import databases
from tests.platform.documents.renamed import write_font
from tests.platform.documents.test_render import noted

from mingcha.model import Package, Report, Tool
from mingcha.platform.documents import issue as documents
from mingcha.platform.documents.content import LabReport
from mingcha.platform.documents.models import Document, File, FrozenError, Kind
from mingcha.platform.documents.render import load
from mingcha.platform.files import store
from mingcha.platform.ledger.chain import verify as verify_chain
from mingcha.platform.ledger.models import Counter, Entry
from mingcha.platform.people.models import Body, BodyKind, Role, User
from mingcha.reports.json import write as write_report

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings as DjangoSettings

    from mingcha.platform.documents.content import Notice, Order

AT = datetime(2022, 4, 20, 8, 0, tzinfo=UTC)
ON = date(2022, 4, 20)


@pytest.fixture(autouse=True)
def _store(settings: DjangoSettings, tmp_path: Path) -> None:
    settings.STORE = (tmp_path / "store").as_uri()


def make_people(name: str = "北京市通信管理局", short: str = "京") -> tuple[Body, User, User]:
    body = Body.objects.create(kind=BodyKind.BUREAU, name=name, short=short)
    officer = User.objects.create(username=f"{short}-officer", name="王某", body=body, role=Role.OFFICER)
    decider = User.objects.create(username=f"{short}-decider", name="赵某", body=body, role=Role.DECIDER)
    return body, officer, decider


@pytest.fixture
def people(db: None) -> tuple[Body, User, User]:
    return make_people()


def issued(content: Order | Notice, people: tuple[Body, User, User], **told: object) -> Document:
    body, officer, decider = people
    drafted = documents.draft(content=content, body=body, actor=officer, at=AT, **told)  # type: ignore[arg-type] # of the call
    return documents.issue(document=drafted, actor=decider, at=AT, on=ON)


@pytest.mark.django_db
def test_a_draft_has_no_number_and_its_preview_says_so(rectify: Order, people: tuple[Body, User, User]) -> None:
    body, officer, _ = people
    document = documents.draft(content=rectify, body=body, actor=officer, at=AT, about="case:7")
    assert (document.kind, document.state, document.number, document.printed) == (Kind.ORDER, "draft", None, "")
    assert (document.series, document.title, document.about) == ("京信管责改", "责令整改通知书", "case:7")
    assert load(document.kind, document.content) == rectify
    files = documents.preview(document)
    assert sorted(files) == ["docx", "html", "pdf"]
    assert "【拟稿，未签发，不具效力】" in files["html"].decode()
    assert list(store().hashes()) == []
    assert documents.verify(files["pdf"]) is None


@pytest.mark.django_db
def test_issuing_numbers_prints_keeps_freezes_and_tells(rectify: Order, people: tuple[Body, User, User]) -> None:
    document = issued(rectify, people, about="case:7")
    assert (document.year, document.number, document.printed, document.is_issued) == (2022, 1, "京信管责改〔2022〕1号", True)
    assert (document.issued_by, document.issued_at, document.issued_on) == (people[2], AT, ON)
    files = {file.format: file for file in document.files.all()}
    assert sorted(files) == ["docx", "html", "pdf"]
    for form, file in files.items():
        content = documents.read(document, form)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.sha256, file.size)
    with zipfile.ZipFile(io.BytesIO(documents.read(document, "docx"))) as archive:
        assert "京信管责改〔2022〕1号" in archive.read("word/document.xml").decode()
    entry = Entry.objects.get(kind="document-issued")
    assert (entry.subject, entry.evidence, entry.actor) == (f"document:{document.pk}", files["pdf"].sha256, people[2])
    assert (entry.data["number"], entry.data["about"]) == ("京信管责改〔2022〕1号", "case:7")
    assert entry.data["files"] == {form: file.sha256 for form, file in files.items()}
    assert verify_chain() == []


@pytest.mark.django_db
def test_the_files_note_the_end_of_the_log_before_they_were_issued(batch: Notice, people: tuple[Body, User, User]) -> None:
    first, second = issued(batch, people), issued(batch, people)
    for document in (first, second):
        files = {form: documents.read(document, form) for form in ("docx", "pdf", "html", "xlsx")}
        entry = Entry.objects.get(kind="document-drafted", subject=f"document:{document.pk}")
        assert set(noted(files).values()) == {f"mingcha-log {entry.number} {entry.hash}"}


@pytest.mark.django_db
def test_numbers_have_no_gap_and_begin_anew_each_year_while_batches_go_on(batch: Notice, people: tuple[Body, User, User]) -> None:
    body, officer, decider = people
    Counter.objects.create(series="京通报", year=0, value=21)
    told = []
    for on in (ON, ON, date(2023, 1, 5)):
        document = documents.draft(content=batch, body=body, actor=officer, at=AT)
        with transaction.atomic():
            documents.issue(document=document, actor=decider, at=AT, on=on)
            transaction.set_rollback(True)  # what else the caller did has failed: the number goes back
        document = documents.issue(document=Document.objects.get(pk=document.pk), actor=decider, at=AT, on=on)
        told.append((document.title, document.printed))
    assert told == [
        ("关于侵害用户权益行为的APP通报（2022年第1批，总第22批）", "2022年第1批，总第22批"),
        ("关于侵害用户权益行为的APP通报（2022年第2批，总第23批）", "2022年第2批，总第23批"),
        ("关于侵害用户权益行为的APP通报（2023年第1批，总第24批）", "2023年第1批，总第24批"),
    ]
    assert sorted(File.objects.filter(document=document).values_list("format", flat=True)) == ["docx", "html", "pdf", "xlsx"]


@pytest.mark.django_db
def test_an_issued_document_is_not_issued_changed_or_deleted(rectify: Order, people: tuple[Body, User, User]) -> None:
    _, officer, decider = people
    document = issued(rectify, people)
    with pytest.raises(documents.IssueError, match="已签发"):
        documents.issue(document=document, actor=decider, at=AT, on=ON)
    with pytest.raises(FrozenError):
        documents.revise(document=document, content=rectify, actor=officer, at=AT)
    document.title = "别的"
    with pytest.raises(FrozenError):
        document.save()
    with pytest.raises(FrozenError):
        document.delete()
    assert Document.objects.get().title == "责令整改通知书"


@pytest.mark.django_db
def test_who_may_issue(rectify: Order, batch: Notice, people: tuple[Body, User, User]) -> None:
    body, officer, decider = people
    _, _, stranger = make_people("天津市通信管理局", "津")
    order = documents.draft(content=rectify, body=body, actor=officer, at=AT)
    for actor in (officer, stranger):
        with pytest.raises(documents.IssueError, match="无权"):
            documents.issue(document=order, actor=actor, at=AT, on=ON)
    with pytest.raises(documents.IssueError, match="无权"):
        documents.draft(content=rectify, body=body, actor=stranger, at=AT)
    own = documents.draft(content=batch, body=body, actor=decider, at=AT)
    with pytest.raises(documents.IssueError, match="不同人员"):
        documents.issue(document=own, actor=decider, at=AT, on=ON)
    assert not Document.objects.filter(state="issued").exists()
    assert not Counter.objects.exists()


@pytest.mark.django_db
def test_what_a_row_cannot_hold_is_refused(rectify: Order, batch: Notice, people: tuple[Body, User, User]) -> None:
    body, officer, _ = people
    with pytest.raises(documents.IssueError, match="标题过长"):
        documents.draft(content=replace(batch, topic="专题" * 200), body=body, actor=officer, at=AT)
    with pytest.raises(documents.IssueError, match="机关代字过长"):
        documents.draft(content=rectify, body=body, actor=officer, at=AT, series="京" * 41)
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_characters_that_no_database_holds_are_named(rectify: Order, people: tuple[Body, User, User]) -> None:
    document = issued(replace(rectify, recipient="甲\0乙\ud800丙\u202e丁"), people)
    document.refresh_from_db()
    assert load(document.kind, document.content) == replace(rectify, recipient="甲‹U+0000›乙‹U+D800›丙‹U+202E›丁")
    assert "甲‹U+0000›乙‹U+D800›丙‹U+202E›丁：" in documents.read(document, "html").decode()


@pytest.mark.django_db
def test_a_laboratory_issues_its_report_from_the_engines(db: None) -> None:
    lab = Body.objects.create(kind=BodyKind.LAB, name="第一检测中心")
    tester = User.objects.create(username="t", name="检测员", body=lab, role=Role.TESTER)
    made = Report(Tool("0.1.0", "9d" * 32, "c1" * 32), Package("5be1c7f0" * 8, 1, "apk", "a.apk", name="每日优选"))
    kept = store().put(io.BytesIO(write_report(made).encode()))
    content = LabReport(lab.name, "北京市通信管理局", "每日优选", "5.2.1", made.package.sha256, kept)
    document = documents.draft(content=content, body=lab, actor=tester, at=AT, about="test:1", series="泰检")
    assert sorted(documents.preview(document, forms=("html",))) == ["html"]
    document = documents.issue(document=document, actor=tester, at=AT, on=ON)
    assert (document.printed, document.title) == ("泰检〔2022〕1号", "“每日优选”（5.2.1）侵害用户权益行为检测报告")
    with zipfile.ZipFile(io.BytesIO(documents.read(document, "docx"))) as archive:
        text = archive.read("word/document.xml").decode()
    for told in ("报告编号：泰检〔2022〕1号", "第一检测中心", "北京市通信管理局", made.package.sha256):
        assert told in text
    assert documents.verify(documents.read(document, "pdf")) == document


@pytest.mark.django_db
def test_a_draft_is_revised_and_who_revised_it_has_drafted_it(rectify: Order, batch: Notice, people: tuple[Body, User, User]) -> None:
    body, officer, decider = people
    document = documents.draft(content=batch, body=body, actor=officer, at=AT)
    revised = documents.revise(document=document, content=replace(batch, tested=368), actor=decider, at=AT)
    assert (load(revised.kind, revised.content), revised.drafted_by) == (replace(batch, tested=368), decider)
    with pytest.raises(documents.IssueError, match="不同人员"):
        documents.issue(document=revised, actor=decider, at=AT, on=ON)
    with pytest.raises(documents.IssueError, match="无权"):
        documents.revise(document=document, content=rectify, actor=officer, at=AT)


@pytest.mark.django_db
def test_a_document_is_replaced_once_by_another_that_is_issued(rectify: Order, people: tuple[Body, User, User]) -> None:
    body, officer, decider = people
    first = issued(rectify, people)
    other = replace(rectify, working_days=10)
    second = documents.draft(content=other, body=body, actor=officer, at=AT, replaces=first)
    assert first.replaced_by is None
    with pytest.raises(documents.IssueError, match="替换"):
        documents.draft(content=other, body=body, actor=officer, at=AT, replaces=first)
    with pytest.raises(documents.IssueError, match="替换"):
        documents.draft(content=other, body=body, actor=officer, at=AT, replaces=second)
    second = documents.issue(document=second, actor=decider, at=AT, on=ON)
    assert (first.replaced_by, second.previous, second.number) == (second, first, 2)


@pytest.mark.django_db
def test_the_public_proves_a_file_by_its_bytes_or_its_hash(rectify: Order, batch: Notice, people: tuple[Body, User, User]) -> None:
    order, notice = issued(rectify, people), issued(batch, people)
    for document in (order, notice):
        for file in document.files.all():
            content = documents.read(document, file.format)
            assert documents.verify(content) == document
            assert documents.verify(io.BytesIO(content)) == document
            assert documents.verify_hash(f" {file.sha256.upper()} ") == document
            assert documents.verify(content + b"\0") is None
    assert documents.verify(b"") is None
    for none in ("no hash", "", "\0" * 64, "0" * 64, "0" * 10_000):
        assert documents.verify_hash(none) is None


@pytest.mark.django_db
def test_a_number_taken_meanwhile_is_not_given_again(
    rectify: Order, people: tuple[Body, User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    body, officer, decider = people
    slow = documents.draft(content=rectify, body=body, actor=officer, at=AT)
    fast = documents.draft(content=rectify, body=body, actor=officer, at=AT)
    render, others = documents.render.render, [fast]

    def overtaken(*told: object, **also: object) -> dict[str, bytes]:
        while others:
            documents.issue(document=others.pop(), actor=decider, at=AT, on=ON)
        return render(*told, **also)  # type: ignore[arg-type] # as called

    monkeypatch.setattr(documents.render, "render", overtaken)
    slow = documents.issue(document=slow, actor=decider, at=AT, on=ON)
    fast.refresh_from_db()
    assert (fast.number, slow.number) == (1, 2)
    assert "京信管责改〔2022〕2号" in documents.read(slow, "html").decode()
    assert Entry.objects.filter(kind="document-issued").count() == 2


def test_many_at_once_get_numbers_without_gap_or_double(
    rectify: Order, engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if engine == "postgresql":
        own = databases.postgresql(request.getfixturevalue("postgresql_host"), "issue")
        own["TEST"] = {"NAME": "issue_at_once"}
    else:
        own = databases.sqlite(tmp_path)
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock(), databases.use(databases.make(own)):
        body, officer, decider = make_people()
        drafts = [documents.draft(content=rectify, body=body, actor=officer, at=AT) for _ in range(8)]

        def work(mine: list[Document]) -> None:
            for document in mine:
                documents.issue(document=document, actor=decider, at=AT, on=ON)
            connection.close()

        threads = [threading.Thread(target=work, args=(drafts[start::4],)) for start in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        told = list(Document.objects.order_by("number").values_list("number", "printed"))
        assert told == [(number, f"京信管责改〔2022〕{number}号") for number in range(1, 9)]
        for document in Document.objects.all():
            assert document.printed in documents.read(document, "html").decode()
        assert verify_chain() == []
        connection.close()


def test_a_document_is_issued_in_the_faces_of_the_site(
    people: tuple[Body, User, User], rectify: Order, settings: DjangoSettings, tmp_path: Path
) -> None:
    settings.DOCUMENT_FONTS = tmp_path / "fonts"
    body, officer, decider = people
    drafted = documents.draft(content=rectify, body=body, actor=officer, at=AT)
    with pytest.raises(documents.IssueError, match="字体文件夹不存在"):
        documents.issue(document=drafted, actor=decider, at=AT, on=ON)
    (tmp_path / "fonts").mkdir()
    write_font(pylopdf_fonts_zh_cn.serif_path(), "FangSong_GB2312", tmp_path / "fonts" / "text.otf")
    document = documents.issue(document=drafted, actor=decider, at=AT, on=ON)
    assert b"+FangSong_GB2312" in documents.read(document, "pdf")
