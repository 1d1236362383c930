"""Public notices: drafted by one person, issued by another; issuing names every case of the notice at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingcha.model import Text
from mingcha.platform.casework.models import Case, Delisting, Notice, NoticeKind, NoticeRow
from mingcha.platform.casework.papers import line_of, notice_content
from mingcha.platform.casework.run import take
from mingcha.platform.casework.states import State
from mingcha.platform.casework.step import StepError
from mingcha.platform.documents.issue import IssueError, draft, issue, revise
from mingcha.platform.ledger.chain import record
from mingcha.platform.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from mingcha.platform.people.models import User

# The state in which a case may be put into a notice of a kind.
READY = {NoticeKind.NOTICE: (State.NOTICE_APPROVED,), NoticeKind.DELISTING: (State.DELIST_ORDERED, State.DELISTED)}


@transaction.atomic
def draft_notice(
    *,
    kind: str,
    actor: User,
    cases: Iterable[Case],
    at: datetime,
    deadline: date | None = None,
    topic: str = "",
    tested: int | None = None,
) -> Notice:
    """Return a draft with one annex line per case, sorted by name. Raises `StepError` for a case that is not ready."""
    if not actor.acts_as(Role.OFFICER) or not actor.body.is_authority:
        raise StepError(Text("您无权拟稿。", "you may not draft notices"))
    if kind == NoticeKind.NOTICE and deadline is None:
        raise StepError(Text("请填写整改期限。", "a time limit is needed"))
    chosen = sorted(Case.objects.select_for_update().filter(pk__in=[case.pk for case in cases]), key=lambda case: (case.title, case.pk))
    if not chosen:
        raise StepError(Text("请选择案件。", "choose cases"))
    if tested is not None and tested < len(chosen):
        raise StepError(Text("提出整改要求的数量少于列入的案件。", "more are named than were told to rectify"))
    for case in chosen:
        if case.bureau_id != actor.body_id or case.state not in READY[NoticeKind(kind)]:
            raise StepError(Text(f"案件{case.number}不能列入。", f"{case.number} is not ready for it"))
        if named_already(kind).filter(case=case).exists():
            raise StepError(Text(f"案件{case.number}已列入另一份通报。", f"{case.number} stands in another notice"))
    notice = Notice.objects.create(kind=kind, body=actor.body, topic=topic, tested=tested, deadline=deadline, drafted_by=actor)
    NoticeRow.objects.bulk_create(_row(notice, number, case) for number, case in enumerate(chosen, 1))
    notice.document = draft(content=notice_content(notice), body=actor.body, actor=actor, at=at, about=f"notice:{notice.pk}")
    notice.save(update_fields=["document"])
    record(kind="notice-drafted", subject=f"notice:{notice.pk}", at=at, actor=actor, data={"cases": [case.number for case in chosen]})
    return notice


def named_already(kind: str) -> QuerySet[NoticeRow]:
    """Return the lines whose cases may not stand in another notice of the kind; a delisting that ended can be followed by a new one."""
    return NoticeRow.objects.filter(notice__kind=kind, lifted_on=None)


@transaction.atomic
def issue_notice(*, notice: Notice, actor: User, at: datetime, on: date) -> Notice:
    """Issue the notice: number, title and freeze it, take `publish` for its cases. Raises `StepError`, and nothing is issued."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    _require_draft(notice)
    if not actor.acts_as(Role.DECIDER) or actor.body_id != notice.body_id:
        raise StepError(Text("您无权签发。", "you may not issue notices"))
    if actor.pk == notice.drafted_by_id:
        raise StepError(Text("拟稿人与签发人须为不同人员。", "who drafted may not issue"))
    if notice.deadline is not None and notice.deadline <= on:
        raise StepError(Text("整改期限应晚于发布日期。", "the time limit must lie after the day of issue"))
    if notice.document is None:
        raise StepError(Text("通报没有公文。", "the notice has no document"))
    list(Case.objects.select_for_update().filter(pk__in=notice.rows.values("case")).order_by("pk"))
    if reasons := [why_not(row) for row in unready(notice)]:
        raise StepError(*reasons)
    try:
        document = issue(document=notice.document, actor=actor, at=at, on=on)
    except IssueError as error:
        raise StepError(error.reason) from error
    notice.year, notice.number, notice.total = document.year, document.number, document.total
    notice.title = document.title
    notice.issued_by, notice.issued_on = actor, on
    notice.save()
    if notice.kind == NoticeKind.NOTICE:
        for row in notice.rows.select_related("case"):
            take("publish", case=row.case, actor=actor, at=at, on=on, data={"notice": notice})
    record(kind="notice-issued", subject=f"notice:{notice.pk}", at=at, actor=actor, data={"title": notice.title})
    return notice


def unready(notice: Notice) -> list[NoticeRow]:
    """Return the lines of a draft whose cases no longer belong on it: closed or revoked meanwhile, taken back, or let back in."""
    rows = notice.rows.select_related("case")
    if notice.kind == NoticeKind.NOTICE:
        return [row for row in rows if row.case.state not in READY[NoticeKind.NOTICE]]
    orders = Delisting.objects.filter(case__in=notice.rows.values("case"))
    lifted = set(orders.values_list("case", flat=True)) - set(orders.filter(lifted_on=None).values_list("case", flat=True))
    return [row for row in rows if row.case.is_closed or row.case_id in lifted]


def why_not(row: NoticeRow) -> Text:
    """Return why a line no longer belongs on its draft."""
    state = State(row.case.state)
    return Text(
        f"第{row.number}行“{row.name}”：案件{row.case.number}现为“{state.label}”，不应列入。",
        f"line {row.number}, {row.name}: {row.case.number} is now {state.value}, and does not belong here",
    )


@transaction.atomic
def drop_unready(*, notice: Notice, actor: User, at: datetime) -> Notice:
    """Take the lines off a draft whose cases no longer belong on it, and number the others anew; who does it has drafted it.

    Raises `StepError` for an issued notice, another authority's, or when no line would be left or none is taken off.
    """
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    _require_draft(notice)
    if not actor.acts_as(Role.OFFICER) or actor.body_id != notice.body_id:
        raise StepError(Text("您无权修改此拟稿。", "you may not change this draft"))
    gone = unready(notice)
    if not gone:
        raise StepError(Text("没有应剔除的案件。", "no case is to be taken off"))
    if len(gone) == notice.rows.count():
        raise StepError(Text("全部案件均应剔除，请作废拟稿。", "no case would be left: discard the draft"))
    notice.rows.filter(pk__in=[row.pk for row in gone]).delete()
    for number, row in enumerate(notice.rows.order_by("number"), 1):  # each number is free by then
        NoticeRow.objects.filter(pk=row.pk).update(number=number)
    notice.drafted_by = actor
    notice.save(update_fields=["drafted_by"])
    if notice.document is not None:
        revise(document=notice.document, content=notice_content(notice), actor=actor, at=at)
    told = {"cases": [row.case.number for row in gone]}
    record(kind="notice-shortened", subject=f"notice:{notice.pk}", at=at, actor=actor, data=told)
    return notice


@transaction.atomic
def discard_notice(*, notice: Notice, actor: User, at: datetime) -> None:
    """Take a draft away; its cases can stand in another one. Raises `StepError` for an issued notice or another authority's."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    _require_draft(notice)
    if not actor.acts_as(Role.OFFICER, Role.DECIDER) or actor.body_id != notice.body_id:
        raise StepError(Text("您无权作废此拟稿。", "you may not discard this draft"))
    cases = list(notice.rows.values_list("case__number", flat=True))
    pk, document = notice.pk, notice.document
    notice.rows.all().delete()
    notice.delete()
    if document is not None:
        document.delete()
    record(kind="notice-discarded", subject=f"notice:{pk}", at=at, actor=actor, data={"cases": cases})


def _require_draft(notice: Notice) -> None:
    if notice.issued_on is not None:
        raise StepError(Text("通报已发布。", "the notice was issued already"))


def _row(notice: Notice, number: int, case: Case) -> NoticeRow:
    line = line_of(case)
    return NoticeRow(
        notice=notice,
        case=case,
        number=number,
        name=line.name,
        developer=line.developer,
        source=line.source or "/",
        version=line.version or "/",
        labels=case.labels,
    )
