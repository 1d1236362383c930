"""The papers of a penalty: what the prior notice and the decision say, and the draft of the decision."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from mingcha.model import Text
from mingcha.platform.casework.evidence import own_files
from mingcha.platform.casework.limits import HEARING_DAYS
from mingcha.platform.casework.papers import contact_of, issue_paper, papers_of, problem_of, tell_paper
from mingcha.platform.casework.sanctions import names
from mingcha.platform.casework.step import StepError
from mingcha.platform.documents import content
from mingcha.platform.documents.issue import IssueError, discard, draft, revise
from mingcha.platform.documents.models import Kind, State
from mingcha.platform.testing.models import TestState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mingcha.platform.casework.models import Case, Penalty
    from mingcha.platform.casework.step import Move
    from mingcha.platform.documents.models import Document


def notice_content(penalty: Penalty) -> content.PenaltyNotice:
    """Return what the prior notice says. Raises `StepError` for a case against nobody."""
    case = penalty.case
    return content.PenaltyNotice(
        issuer=case.bureau.name,
        party=_party(penalty),
        matter=problem_of(case),
        filed_on=penalty.filed_on,
        ground=penalty.ground,
        intended=penalty.intended,
        sanctions=_names(penalty.intended_sanctions),
        fine=Decimal(penalty.intended_fine) if penalty.intended_fine else None,
        hearing=penalty.hearing,
        working_days=HEARING_DAYS,
        contact=contact_of(case),
    )


def decision_content(penalty: Penalty) -> content.PenaltyDecision:
    """Return what the decision says. Raises `StepError` for a case against nobody, or without a prior notice on paper."""
    case = penalty.case
    notice = penalty.notice
    if notice is None or penalty.notice_served_on is None:
        raise StepError(Text("尚未送达事先告知书。", "prior notice has not been served"))
    return content.PenaltyDecision(
        issuer=case.bureau.name,
        party=_party(penalty),
        matter=problem_of(case),
        filed_on=penalty.filed_on,
        ground=penalty.ground,
        evidence=tuple(_evidence(case)),
        notice=notice.printed,
        notified_on=penalty.notice_served_on,
        sanctions=_names(penalty.sanctions),
        penalty=penalty.content,
        basis=penalty.basis,
        fine=Decimal(penalty.fine) if penalty.fine else None,
        hearing=penalty.hearing,
        statement=penalty.statement,
        considered=penalty.considered,
        performance=penalty.performance,
        account=case.bureau.account,
        contact=contact_of(case),
    )


def issue_notice(move: Move) -> None:
    """Issue the prior notice; a new one takes the place of the one before. Raises `StepError`."""
    penalty = move.case.penalty
    penalty.notice = issue_paper(move, notice_content(penalty), about=f"case:{move.case.pk}")
    penalty.save(update_fields=["notice"])
    tell_paper(move, penalty.notice)


def draft_decision(move: Move) -> None:
    """Draft the decision, or put what is proposed now into the draft that there is. Raises `StepError`."""
    case, made = move.case, decision_content(move.case.penalty)
    known = drafted_decision(case)
    try:
        if known is None:
            draft(content=made, body=case.bureau, actor=move.person, at=move.at, about=f"case:{case.pk}")
        else:
            revise(document=known, content=made, actor=move.person, at=move.at)
    except IssueError as error:
        raise StepError(error.reason) from error


def issue_decision(move: Move) -> None:
    """Issue the decision that was drafted with the proposal. Raises `StepError`."""
    document = drafted_decision(move.case)
    if document is None:
        raise StepError(Text("行政处罚决定书尚未拟制。", "the decision has not been drafted"))
    penalty = move.case.penalty
    penalty.decision = issue_paper(move, document)
    penalty.save(update_fields=["decision"])
    tell_paper(move, penalty.decision)


def discard_decision(move: Move) -> None:
    """Take the draft of the decision away, if there is one."""
    document = drafted_decision(move.case)
    if document is not None:
        discard(document=document, actor=move.person, at=move.at)


def drafted_decision(case: Case) -> Document | None:
    """Return the draft of the decision."""
    return papers_of(case, Kind.PENALTY_DECISION).filter(state=State.DRAFT).first()


def _names(sanctions: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.zh for name in names(sanctions))


def _party(penalty: Penalty) -> content.Party:
    party = penalty.case.party
    if party is None:
        raise StepError(Text("尚未登记开发运营者。", "no operator is registered"))
    return content.Party(party.name, party.uscc, penalty.address)


def _evidence(case: Case) -> Iterator[str]:
    """Yield what the case rests on: tests, the order and its service, answers, public notices, files that are open to the company."""
    reports = papers_of(case, Kind.REPORT).filter(state=State.ISSUED).order_by("pk")
    for link in case.case_tests.filter(test__state=TestState.ACCEPTED).select_related("test__lab", "test__version"):
        kind = "复检" if link.recheck else "检测"
        day = content.day_text(localdate(link.test.submitted_at)) if link.test.submitted_at else ""
        yield f"{link.test.lab.name}对{link.test.version.name}版本的{kind}结论{f'（{day}）' if day else ''}"
    for report in reports:
        yield f"《{report.title}》（{report.printed}）"
    for paper in papers_of(case, Kind.ORDER).filter(state=State.ISSUED).order_by("pk"):
        yield f"《{paper.title}》（{paper.printed}）"
    for order in case.orders.exclude(served_on=None).order_by("pk"):
        if order.served_on:
            yield f"责令整改通知的送达记录（{content.day_text(order.served_on)}）"
    for answer in case.answers.order_by("pk"):
        yield f"当事人提交的整改情况说明（{content.day_text(localdate(answer.at))}）"
    for row in case.notice_rows.exclude(notice__issued_on=None).select_related("notice").order_by("pk"):
        yield f"《{row.notice.title}》"
    for file in own_files(case).filter(open_to_party=True):
        yield f"证据文件“{file.name}”（{content.day_text(localdate(file.added_at))}）"
