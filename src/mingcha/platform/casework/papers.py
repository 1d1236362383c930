"""The official documents of cases: what goes into them, and who may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, Q, When
from django.db.models import Case as Choice
from django.db.models.functions import Cast, Substr
from django.db.models.lookups import Exact

from mingcha.catalogue import load
from mingcha.model import Text
from mingcha.platform.casework.limits import RECTIFY_DAYS
from mingcha.platform.casework.measures import AccessStop
from mingcha.platform.casework.models import Case, Delisting, Notice, NoticeKind, NoticeRow, Penalty, Subject
from mingcha.platform.casework.scope import visible_cases
from mingcha.platform.casework.service import MANNERS
from mingcha.platform.casework.step import StepError
from mingcha.platform.casework.tests import findings_of, rechecked_since_notice
from mingcha.platform.documents import content
from mingcha.platform.documents.builders.basis import cite
from mingcha.platform.documents.issue import IssueError, draft, issue
from mingcha.platform.documents.models import Document, Format, Kind, State
from mingcha.platform.people.models import BodyKind, Role
from mingcha.platform.registry.models import AppKind, SdkUse
from mingcha.platform.testing.criteria import criteria, label_of
from mingcha.platform.testing.models import ReviewState
from mingcha.platform.testing.review import failed_checks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from mingcha.platform.casework.step import Move
    from mingcha.platform.people.models import User

_SUBJECTS = {Subject.APP: "APP", Subject.SDK: "SDK", Subject.STORE: "应用分发平台"}
_KINDS = {AppKind.MINI_PROGRAM: "小程序", AppKind.QUICK_APP: "快应用"}
_MANNERS = {key: manner.zh for key, manner in MANNERS}
# What is served on the company, by the key of its receipt.
RECEIPTS = {
    "receipt": (Kind.ORDER, Text("送达回证", "receipt of service")),
    "receipt-penalty-notice": (Kind.PENALTY_NOTICE, Text("送达回证（事先告知书）", "receipt of service (prior notice)")),
    "receipt-penalty-decision": (Kind.PENALTY_DECISION, Text("送达回证（处罚决定书）", "receipt of service (decision)")),
}
_MOST_SENTENCES = 20  # of one problem; the test report has all
_UNNAMED = "其他问题"  # of clauses for which the public notices have no form of words


def order_content(case: Case) -> content.Order:
    """Return what the order to rectify says: the confirmed problems, each with what was found. Raises `StepError` without an order."""
    order = case.orders.first()
    if order is None or case.party is None:
        raise StepError(Text("本案尚未责令整改。", "nothing was ordered in this case"))
    return content.Order(
        issuer=case.bureau.name,
        recipient=case.party.name,
        app=line_of(case),
        problems=tuple(_problems(case)),
        subject=object_of(case),
        tested_by=case.test.lab.name if case.test else "",
        working_days=0 if order.due_reason else RECTIFY_DAYS,
        due=order.due_on,
        contact=contact_of(case),
    )


def delisting_content(delisting: Delisting) -> content.DelistingOrder:
    """Return what the order to a store says. Raises `StepError` for a case that was never named in a public notice."""
    case = delisting.case
    notice = _noticed(case)
    return content.DelistingOrder(
        issuer=case.bureau.name,
        store=delisting.store.name,
        apps=(line_of(case),),
        notice=notice.title,
        noticed_on=notice.issued_on or delisting.ordered_on,
        search_ban=delisting.search_ban,
        rechecked=rechecked_since_notice(case),
        contact=contact_of(case),
    )


def access_content(stop: AccessStop) -> content.AccessOrder:
    """Return what the order to an access provider says. Raises `StepError` for a case that was never named in a public notice."""
    case = stop.case
    notice = _noticed(case)
    return content.AccessOrder(
        issuer=case.bureau.name,
        provider=stop.provider.name,
        apps=(line_of(case),),
        notice=notice.title,
        noticed_on=notice.issued_on or stop.ordered_on,
        of=object_of(case),
        delisted_on=case.delisted_on,
        rechecked=rechecked_since_notice(case),
        contact=contact_of(case),
    )


def receipt_content(document: Document, case: Case) -> content.ServiceReceipt:
    """Return the receipt of service for an issued document that goes to the company; where it was served already, with how."""
    how, place = _service(document, case)
    return content.ServiceReceipt(
        issuer=case.bureau.name,
        recipient=case.party.name if case.party else "",
        matter=problem_of(case),
        documents=(content.Served(document.title, document.printed),),
        place=place,
        manner=_MANNERS.get(how, ""),
        served_by=(case.handler.name,) if case.handler else (),
    )


def notice_content(notice: Notice) -> content.Notice | content.DelistingNotice:
    """Return what a public notice says, with one line of its annex per case."""
    rows = list(notice.rows.select_related("case"))
    apps = tuple(content.App(row.name, row.developer, row.source, row.version, tuple(row.labels)) for row in rows)
    if notice.kind == NoticeKind.NOTICE:
        sdk = any(row.case.subject == Subject.SDK for row in rows)
        ordered = all(row.case.orders.exists() for row in rows)
        return content.Notice(
            notice.body.name, apps, topic=notice.topic, tested=notice.tested, sdk=sdk, deadline=notice.deadline, ordered=ordered
        )
    before = {noticed.pk: noticed for noticed in (_noticed(row.case) for row in rows)}.values()
    return content.DelistingNotice(
        notice.body.name,
        apps,
        noticed_on=tuple(sorted({noticed.issued_on for noticed in before if noticed.issued_on})),
        noticed=sum(noticed.rows.count() for noticed in before),
        mini_programs=any(row.case.is_mini_program for row in rows),
        rechecked=all(rechecked_since_notice(row.case) for row in rows),
    )


def line_of(case: Case) -> content.App:
    """Return the case as a line of an annex; a mini program and a store have no version, an SDK the one that the test saw."""
    version, source, name = case.version, "", ""
    if version is not None and case.subject == Subject.APP:
        source, name = version.source, "" if case.is_mini_program else version.name
    elif version is not None and case.subject == Subject.SDK:
        name = SdkUse.objects.filter(version=version, sdk=case.sdk_id).values_list("sdk_version", flat=True).first() or ""
    return content.App(case.title, case.party.name if case.party else "", source, name, tuple(case.labels))


def contact_of(case: Case) -> content.Contact:
    """Return whom a company or store may ask about the case."""
    return content.Contact(person=case.handler.name if case.handler else "", phone=case.bureau.contact)


def object_of(case: Case) -> str:
    """Return what documents call the object of the case: APP, 小程序, SDK …"""
    kind = AppKind(case.app.kind) if case.app else None
    return _KINDS.get(kind, _SUBJECTS[Subject(case.subject)]) if kind else _SUBJECTS[Subject(case.subject)]


def problem_of(case: Case) -> str:
    """Return what the case is about, as documents say it: “向日葵”APP侵害用户权益行为."""
    return f"“{case.title}”{object_of(case)}侵害用户权益行为"


def papers_of(case: Case, kind: str) -> QuerySet[Document]:
    """Return the documents of a kind that are about the case itself."""
    return Document.objects.filter(about=f"case:{case.pk}", kind=kind)


def issue_paper(move: Move, paper: content.Content | Document, *, about: str = "") -> Document:
    """Issue a document along with a step, drafted before or made of this content now.

    Raises `StepError` where the document may not be issued; the step is not taken then.
    """
    try:
        if not isinstance(paper, Document):
            paper = draft(content=paper, body=move.case.bureau, actor=move.person, at=move.at, about=about)
        return issue(document=paper, actor=move.person, at=move.at, on=move.on)
    except IssueError as error:
        raise StepError(error.reason) from error


def tell_paper(move: Move, paper: Document) -> None:
    """Have the log entry of the step tell the number and hash of the document that was issued with it."""
    move.told |= {"document": paper.printed, "evidence": paper.files.get(format=Format.PDF).sha256}


def possible(case: Case) -> list[tuple[str, Text]]:
    """Return the documents that can be drafted for the case now, as (key, title): order, a receipt, delisting-<key>, access-<key>."""
    delistings, stops = case.delistings.all(), case.access_stops.all()
    about = [f"case:{case.pk}", *(f"delisting:{each.pk}" for each in delistings), *(f"access:{each.pk}" for each in stops)]
    known = list(Document.objects.filter(about__in=about).order_by("pk"))
    found = []
    if case.orders.exists() and not any(paper.kind == Kind.ORDER for paper in known):
        found.append(("order", Text("责令整改通知书", "order to rectify")))
    found += [(key, title) for key, (kind, title) in RECEIPTS.items() if _unreceipted(known, kind) is not None]
    last = {paper.about: paper.kind for paper in known}
    found += [
        (f"delisting-{each.pk}", Text(f"下架通知（{each.store}）", f"order to delist ({each.store})"))
        for each in delistings
        if each.lifted_on is None and last.get(f"delisting:{each.pk}") != Kind.DELISTING_ORDER
    ]
    return found + [
        (f"access-{each.pk}", Text(f"停止接入通知书（{each.provider}）", f"order to stop access ({each.provider})"))
        for each in stops
        if each.lifted_on is None and last.get(f"access:{each.pk}") != Kind.ACCESS_ORDER
    ]


@transaction.atomic
def draft_paper(case: Case, key: str, *, actor: User, at: datetime) -> Document:
    """Draft one of the documents that are `possible`. Raises `StepError` for another, or `IssueError` of the documents."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if key not in dict(possible(case)):
        raise StepError(Text("现在不能拟制此文书。", "this document cannot be drafted now"))
    if not actor.acts_as(Role.OFFICER) or actor.body_id != case.bureau_id:
        raise StepError(Text("您无权拟制文书。", "you may not draft documents"))
    if key.startswith("delisting-"):
        delisting = case.delistings.select_related("case__bureau", "store").get(pk=key.partition("-")[2])
        return draft(content=delisting_content(delisting), body=case.bureau, actor=actor, at=at, about=f"delisting:{delisting.pk}")
    if key.startswith("access-"):
        stop = case.access_stops.select_related("case__bureau", "provider").get(pk=key.partition("-")[2])
        return draft(content=access_content(stop), body=case.bureau, actor=actor, at=at, about=f"access:{stop.pk}")
    if key == "order":
        made: content.Content = order_content(case)
    else:
        made = receipt_content(papers_of(case, RECEIPTS[key][0]).filter(state=State.ISSUED).order_by("-pk")[0], case)
    return draft(content=made, body=case.bureau, actor=actor, at=at, about=f"case:{case.pk}")


def problems_told(case: Case) -> list[dict[str, Any]]:
    """Return the problems that the issued order tells the company: label, what was found, and the provisions (basis)."""
    paper = papers_of(case, Kind.ORDER).filter(state=State.ISSUED).order_by("-pk").first()
    return list(paper.content["problems"]) if paper else []


def papers(case: Case, reader: User) -> QuerySet[Document]:
    """Return the documents of a case that the reader may see, the newest first."""
    body = reader.body
    all_of_them = body.kind not in {BodyKind.STORE, BodyKind.ACCESS}
    about = [f"delisting:{each.pk}" for each in case.delistings.all() if all_of_them or each.store_id == body.pk]
    about += [f"access:{each.pk}" for each in case.access_stops.all() if all_of_them or each.provider_id == body.pk]
    if all_of_them or case.party == body:
        about.append(f"case:{case.pk}")
    found = Document.objects.filter(about__in=about).order_by("-pk")
    return found if reader.body.is_authority else found.filter(state=State.ISSUED)


def visible_documents(user: User) -> QuerySet[Document]:  # noqa: PLR0911 - one answer per kind of body
    """Return the documents that the person may read: own drafts, what was issued to the person's company, public notices."""
    documents = Document.objects.all()
    if not user.is_active or user.role == Role.ADMINISTRATOR:
        return documents.none()
    issued = Q(state=State.ISSUED)
    public = issued & Q(kind__in=(Kind.NOTICE, Kind.DELISTING_NOTICE))
    match user.body.kind:
        case BodyKind.MINISTRY:
            return documents.filter(issued | Q(body=user.body))
        case BodyKind.BUREAU:
            return documents.filter(public | Q(body=user.body) | (issued & Q(kind=Kind.REPORT) & Exists(_case_of_report(bureau=user.body))))
        case BodyKind.LAB:
            return documents.filter(public | Q(body=user.body))
        case BodyKind.STORE:
            own = _abouts("delisting", Delisting.objects.filter(store=user.body))
            return documents.filter(public | (issued & Q(about__in=own)) | _of_cases(user))
        case BodyKind.ACCESS:
            return documents.filter(public | (issued & Q(about__in=_abouts("access", AccessStop.objects.filter(provider=user.body)))))
        case BodyKind.OPERATOR | BodyKind.PROVIDER:
            return documents.filter(public | _of_cases(user))
        case _:
            return documents.filter(public)


def _case_of_report(**about: object) -> QuerySet[Case]:
    """Return, for each test report, its case if that is so; other documents may be about what has no number."""
    number = Cast(Substr(OuterRef("about"), len("case:") + 1), BigIntegerField())
    return Case.objects.filter(pk=Choice(When(Exact(OuterRef("kind"), Kind.REPORT), then=number), default=None), **about)


def _of_cases(user: User) -> Q:
    cases = visible_cases(user)
    if user.body.kind == BodyKind.STORE:
        cases = cases.filter(store=user.body)
    measures = (("delisting", Delisting.objects.filter(case__in=cases)), ("access", AccessStop.objects.filter(case__in=cases)))
    about = [*_abouts("case", cases), *(each for kind, rows in measures for each in _abouts(kind, rows))]
    return Q(state=State.ISSUED, about__in=about)


def _abouts(kind: str, rows: QuerySet[Any]) -> list[str]:
    """Return what documents are about that are about these rows."""
    return [f"{kind}:{pk}" for pk in rows.values_list("pk", flat=True)]


def _unreceipted(known: Sequence[Document], kind: str) -> Document | None:
    """Return the newest issued document of the kind, unless a receipt of service names it."""
    issued = next((paper for paper in reversed(known) if paper.kind == kind and paper.is_issued), None)
    receipts = [paper.content["documents"] for paper in known if paper.kind == Kind.SERVICE_RECEIPT]
    named = {served["number"] for documents in receipts for served in documents}
    return None if issued is None or issued.printed in named else issued


def _service(document: Document, case: Case) -> tuple[str, str]:
    """Return how and where a document was served, as far as that is on record."""
    if document.kind == Kind.ORDER:
        order = case.orders.first()
        return (order.served_how if order else "", "")
    if document.kind == Kind.PENALTY_NOTICE:
        noticed = Penalty.objects.filter(notice=document).first()
        return (noticed.notice_served_how if noticed else "", "")
    decided = Penalty.objects.filter(decision=document).first()
    return (decided.served_how, decided.served_place) if decided else ("", "")


def _problems(case: Case) -> Iterator[content.Problem]:
    """Yield the confirmed problems by label, in the order of the case's labels; those without a label come last."""
    found: dict[str, list[str]] = {label: [] for label in case.labels}
    basis: dict[str, set[str]] = {}
    test = case.test
    if test is None:
        return
    for finding in findings_of(case).filter(review=ReviewState.CONFIRMED).order_by("pk"):
        found.setdefault(finding.label, []).append(finding.sentence_zh)
        basis.setdefault(finding.label, set()).update(finding.clauses)
    for check in failed_checks(test).filter(review=ReviewState.CONFIRMED).order_by("criterion"):
        label = label_of(check.criterion)
        found.setdefault(label, []).append(check.note)
        basis.setdefault(label, set()).update(criteria()[check.criterion].clauses)
    for label, sentences in found.items():
        told = "".join(sentence if sentence.endswith("。") else f"{sentence}。" for sentence in sentences[:_MOST_SENTENCES])
        yield content.Problem(label or _UNNAMED, told, tuple(_provisions(basis.get(label, set()))))


def _provisions(clauses: set[str]) -> Iterator[str]:
    known = load().clauses
    return (cite(known[each]) for each in known if each in clauses)


def _noticed(case: Case) -> Notice:
    row = NoticeRow.objects.filter(case=case, notice__kind=NoticeKind.NOTICE).exclude(notice__issued_on=None).order_by("-pk").first()
    if row is None:
        raise StepError(Text(f"案件{case.number}尚未通报。", f"{case.number} was not named in a public notice"))
    return row.notice
