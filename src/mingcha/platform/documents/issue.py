"""Drafting, issuing, replacing and proving documents: the one way in which they come to count."""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import transaction

from mingcha.model import Text
from mingcha.platform.documents import render
from mingcha.platform.documents.content import LabReport, Stamp
from mingcha.platform.documents.models import Document, File, Format, FrozenError, Kind, State
from mingcha.platform.files import store
from mingcha.platform.ledger.chain import head, record
from mingcha.platform.ledger.models import Counter
from mingcha.platform.ledger.numbers import next_number
from mingcha.platform.people.models import Role
from mingcha.reports.blocks import make_visible
from mingcha.reports.reading import read as read_report

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from pathlib import Path

    from mingcha.model import Report
    from mingcha.platform.documents.content import Content
    from mingcha.platform.people.models import Body, User

# What follows a body's short name in its numbers, by kind.
SERIES = {
    Kind.ORDER: "信管责改",
    Kind.REPORT: "检",
    Kind.NOTICE: "通报",
    Kind.DELISTING_NOTICE: "下架通报",
    Kind.DELISTING_ORDER: "信管函",
    Kind.ACCESS_ORDER: "信管函",
    Kind.RELISTING_NOTICE: "信管函",
    Kind.PENALTY_NOTICE: "信管罚告",
    Kind.PENALTY_DECISION: "信管罚",
    Kind.SERVICE_RECEIPT: "信管送",
}
# Who may issue; and what nobody issues who has drafted it.
ISSUERS: dict[str, tuple[str, ...]] = {
    Kind.ORDER: (Role.DECIDER,),
    Kind.REPORT: (Role.TESTER,),
    Kind.NOTICE: (Role.DECIDER,),
    Kind.DELISTING_NOTICE: (Role.DECIDER,),
    Kind.DELISTING_ORDER: (Role.DECIDER,),
    Kind.ACCESS_ORDER: (Role.DECIDER,),
    Kind.RELISTING_NOTICE: (Role.DECIDER,),
    Kind.PENALTY_NOTICE: (Role.OFFICER, Role.DECIDER),
    Kind.PENALTY_DECISION: (Role.DECIDER,),
    Kind.SERVICE_RECEIPT: (Role.OFFICER, Role.DECIDER),
}
TWO_PERSONS = (Kind.NOTICE, Kind.DELISTING_NOTICE, Kind.DELISTING_ORDER, Kind.ACCESS_ORDER, Kind.PENALTY_DECISION)
# What is issued along with a step of a case, and by nothing else.
BY_STEPS = (Kind.RELISTING_NOTICE, Kind.PENALTY_NOTICE, Kind.PENALTY_DECISION)
# Kinds that are counted through all years as well: 总第23批.
COUNTED_THROUGH = (Kind.NOTICE, Kind.DELISTING_NOTICE)
_ALL_YEARS = 0
_LONGEST_SERIES, _LONGEST_TITLE = 40, 300  # what the rows hold
_HASH = re.compile(r"[0-9a-f]{64}")
_TRIES = 10


class IssueError(Exception):
    """A document that may not be drafted, issued or replaced; `reason` says why, in both languages."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.zh)
        self.reason = reason


@transaction.atomic
def draft(
    *, content: Content, body: Body, actor: User, at: datetime, about: str = "", series: str = "", replaces: Document | None = None
) -> Document:
    """Return a new draft of one of the actor's body. `series` is what stands before the year in its number (else `SERIES`).

    With `replaces`, an issued document, the draft takes its place when it is issued. Raises `IssueError`, or ValueError for
    content that makes no document.
    """
    if actor.body_id != body.pk or not actor.is_active:
        raise IssueError(Text("您无权以该单位名义拟稿。", "you may not draft for this body"))
    if replaces is not None and (not replaces.is_issued or Document.objects.filter(previous=replaces).exists()):
        raise IssueError(Text("只能替换已签发且未被替换的文件。", "only an issued document without a replacement is replaced"))
    content = make_visible(content)  # names come from packages; a database cannot hold every character
    kind = Kind(render.kind_of(content))
    series = series or f"{body.short or body.name}{SERIES[kind]}"
    if len(series) > _LONGEST_SERIES:
        raise IssueError(Text("机关代字过长，请先登记单位简称。", "the series is too long: give the body a short name"))
    document = Document.objects.create(
        kind=kind,
        body=body,
        about=about,
        series=series,
        title=_title(content, Stamp(series)),
        content=render.dump(content),
        drafted_by=actor,
        drafted_at=at,
        previous=replaces,
    )
    _record("document-drafted", document, actor=actor, at=at)
    return document


@transaction.atomic
def revise(*, document: Document, content: Content, actor: User, at: datetime) -> Document:
    """Put other content of the same kind into a draft; who did it has drafted it. Raises `IssueError` or `FrozenError`."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.is_issued:
        raise FrozenError(document.printed)
    if actor.body_id != document.body_id or not actor.is_active or render.kind_of(content) != document.kind:
        raise IssueError(Text("您无权修改此拟稿。", "you may not change this draft"))
    content = make_visible(content)
    document.title, document.content = _title(content, Stamp(document.series)), render.dump(content)
    document.drafted_by, document.drafted_at = actor, at
    document.save()
    _record("document-revised", document, actor=actor, at=at)
    return document


@transaction.atomic
def discard(*, document: Document, actor: User, at: datetime) -> None:
    """Take a draft away. Raises `IssueError` or `FrozenError`."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if actor.body_id != document.body_id or not actor.is_active:
        raise IssueError(Text("您无权作废此拟稿。", "you may not discard this draft"))
    pk, told = document.pk, {"kind": document.kind, "title": document.title, "about": document.about}
    document.delete()
    record(kind="document-discarded", subject=f"document:{pk}", at=at, actor=actor, data=told)


def preview(document: Document, *, forms: Collection[str] = render.FORMS) -> dict[str, bytes]:
    """Return the files of a draft in those of `forms` that it has, marked as a draft; they are kept nowhere."""
    content = render.load(document.kind, document.content)
    return render.render(content, Stamp(document.series), forms=forms, report=_report(content), fonts=_fonts())


def issue(*, document: Document, actor: User, at: datetime, on: date) -> Document:
    """Issue a draft, dated `on`: number, print, keep and freeze it.

    The number is taken in the transaction that issues, so none is skipped or given twice; the files are written before it with
    the number that is next, and again should another document have taken that. Raises `IssueError`; nothing is issued then.
    """
    for _ in range(_TRIES):
        document.refresh_from_db()
        _check(document, actor)
        stamp = _next_stamp(document, on)
        content = render.load(document.kind, document.content)
        files = render.render(content, stamp, report=_report(content), fonts=_fonts())
        kept = {form: (store().put(io.BytesIO(written)), len(written)) for form, written in files.items()}
        if _freeze(document, stamp, kept, title=_title(content, stamp), actor=actor, at=at):
            document.refresh_from_db()
            return document
    raise IssueError(Text("同时签发的文件过多，请稍后再试。", "too many documents are issued at once: try again"))


def verify(content: bytes | BinaryIO) -> Document | None:
    """Return the issued document of which these bytes are a file, in any of its forms; None when there is none."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return verify_hash(hashlib.file_digest(stream, "sha256").hexdigest())  # type: ignore[arg-type] # any readable stream does


def verify_hash(sha256: str) -> Document | None:
    """Return the newest issued document that has a file of this SHA-256 (hex, any case); None when there is none."""
    sha256 = sha256.strip().lower()
    if not _HASH.fullmatch(sha256):
        return None
    files = File.objects.filter(sha256=sha256, document__state=State.ISSUED).select_related("document").order_by("-pk")
    found = files.first()
    return found.document if found else None


def read(document: Document, form: str) -> bytes:
    """Return a file of an issued document. Raises `File.DoesNotExist`, or FileNotFoundError when the store has lost it."""
    return store().read(document.files.get(format=form).sha256)


def _title(content: Content, stamp: Stamp) -> str:
    title = render.title(content, stamp)
    if len(title) > _LONGEST_TITLE:
        raise IssueError(Text("标题过长。", "the title is too long"))
    return title


def _check(document: Document, actor: User) -> None:
    if document.is_issued:
        raise IssueError(Text("文件已签发。", "the document was issued already"))
    if actor.body_id != document.body_id or not actor.acts_as(*ISSUERS[document.kind]):
        raise IssueError(Text("您无权签发此文件。", "you may not issue this document"))
    if document.kind in TWO_PERSONS and actor.pk == document.drafted_by_id:
        raise IssueError(Text("拟稿人与签发人须为不同人员。", "who drafted may not issue"))


def _next_stamp(document: Document, on: date) -> Stamp:
    """Return the stamp that the document gets if nothing else of its series is issued before it."""
    counted = dict(Counter.objects.filter(series=document.series).values_list("year", "value"))
    total = counted.get(_ALL_YEARS, 0) + 1 if document.kind in COUNTED_THROUGH else None
    return Stamp(document.series, counted.get(on.year, 0) + 1, total, on, "mingcha-log {} {}".format(*head()))


def _freeze(document: Document, stamp: Stamp, kept: dict[str, tuple[str, int]], *, title: str, actor: User, at: datetime) -> bool:
    """Issue the document with these files; return False, with nothing changed, when its number or content is not what they print."""
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        _check(locked, actor)
        if stamp.day is None or locked.content != document.content:
            return False
        number = next_number(locked.series, stamp.day.year)
        total = next_number(locked.series, _ALL_YEARS) if locked.kind in COUNTED_THROUGH else None
        if (number, total) != (stamp.number, stamp.total):
            transaction.set_rollback(True)
            return False
        File.objects.bulk_create(
            File(document=locked, format=Format(form), sha256=sha256, size=size) for form, (sha256, size) in sorted(kept.items())
        )
        locked.state, locked.title = State.ISSUED, title
        locked.year, locked.number, locked.total = stamp.day.year, number, total
        locked.printed = _printed(Kind(locked.kind), stamp)
        locked.issued_by, locked.issued_at, locked.issued_on = actor, at, stamp.day
        locked.save()
        hashes = {form: sha256 for form, (sha256, _) in sorted(kept.items())}
        _record("document-issued", locked, actor=actor, at=at, files=hashes, evidence=hashes[Format.PDF])
    return True


def _printed(kind: Kind, stamp: Stamp) -> str:
    """Return the number as the document prints it; public notices of delisting are dated, not numbered."""
    if kind is Kind.NOTICE:
        return stamp.batch.strip("（）")
    return "" if kind is Kind.DELISTING_NOTICE else stamp.printed


def _record(kind: str, document: Document, *, actor: User, at: datetime, files: dict[str, str] | None = None, evidence: str = "") -> None:
    told = {
        "kind": document.kind,
        "title": document.title,
        "number": document.printed,
        "about": document.about,
        **({"files": files} if files else {}),
        **({"replaces": document.previous_id} if document.previous_id else {}),
    }
    record(kind=kind, subject=f"document:{document.pk}", at=at, actor=actor, data=told, evidence=evidence)


def _report(content: Content) -> Report | None:
    """Return the engine's report that a test report prints. FileNotFoundError when the store has lost it."""
    return read_report(store().read(content.report)) if isinstance(content, LabReport) else None


def _fonts() -> Path | None:
    """Return the folder of the faces of official documents, if the site has one. `IssueError` when it is gone."""
    folder: Path | None = settings.DOCUMENT_FONTS
    if folder is not None and not folder.is_dir():
        raise IssueError(Text("字体文件夹不存在，请联系系统管理员。", "the folder of fonts is gone: ask the administrator"))
    return folder
