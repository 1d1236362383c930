"""The reviewer's word on each finding, and what people judge on the checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingcha.model import Text
from mingcha.platform.ledger.chain import record
from mingcha.platform.ledger.models import Entry
from mingcha.platform.people.models import Role
from mingcha.platform.testing.criteria import criteria
from mingcha.platform.testing.models import Check, EvidenceFile, Finding, ReviewState, Test, TestState, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from mingcha.platform.people.models import User


class ReviewError(Exception):
    """A review or check that may not be made; `reason` says why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.reason = Text(zh, en)


def failed_checks(test: Test | None) -> QuerySet[Check]:
    """Return the criteria that a person failed in the test, which the reviewer confirms or rejects as findings."""
    return Check.objects.filter(test=test, by_machine=False, verdict=Verdict.VIOLATED)


@transaction.atomic
def review_findings(
    *, test: Test, findings: Iterable[Finding], checks: Iterable[Check] = (), state: str, reason: str, actor: User, at: datetime
) -> int:
    """Confirm, reject or reopen findings and failed checks of a submitted test, and return how many. Rejecting needs a reason."""
    test = Test.objects.select_for_update().get(pk=test.pk)
    if not actor.acts_as(Role.REVIEWER):
        raise ReviewError("您无权审查。", "You may not review.")
    if test.tester_id == actor.pk or _had_duty("test", test, actor):
        raise ReviewError("检测员与审查员须为不同人员。", "Who tested may not review.")
    if test.state != TestState.SUBMITTED:
        raise ReviewError("检测结果未处于审查中。", "The test is not under review.")
    if state == ReviewState.REJECTED and not reason.strip():
        raise ReviewError("请说明不予认定的理由。", "A reason is needed.")
    found = Finding.objects.select_for_update().filter(scan=test.scan_id, pk__in=[finding.pk for finding in findings])
    failed = failed_checks(test).select_for_update().filter(pk__in=[check.pk for check in checks])
    told = {
        "duty": "review",
        "state": state,
        "reason": reason,
        "findings": sorted(found.values_list("fingerprint", flat=True)),
        "criteria": sorted(failed.values_list("criterion", flat=True)),
    }
    closed = state != ReviewState.OPEN
    said = {
        "review": state,
        "review_reason": reason if closed else "",
        "reviewed_by": actor if closed else None,
        "reviewed_at": at if closed else None,
    }
    number = found.update(**said) + failed.update(**said)
    record(kind="findings-reviewed", subject=f"test:{test.pk}", at=at, actor=actor, data=told)
    return number


@transaction.atomic
def judge_criterion(*, test: Test, criterion: str, verdict: str, note: str, actor: User, at: datetime) -> Check:
    """Record a tester's verdict on one criterion, in place of the machine's; the log keeps both."""
    test = Test.objects.select_for_update().get(pk=test.pk)
    if not actor.acts_as(Role.TESTER) or actor.body_id != test.lab_id:
        raise ReviewError("您无权填写此检测表。", "You may not fill in this checklist.")
    if _had_duty("review", test, actor):
        raise ReviewError("检测员与审查员须为不同人员。", "Who reviewed may not test.")
    if test.state not in {TestState.RUNNING, TestState.RETURNED}:
        raise ReviewError("检测已提交。", "The test was handed in.")
    if criterion not in criteria() or verdict not in Verdict.values:
        raise ReviewError("未知的认定标准或结论。", "Unknown criterion or verdict.")
    if verdict == Verdict.VIOLATED and not note.strip():
        raise ReviewError("认定违规须说明依据。", "A violation needs a note.")
    before = Check.objects.filter(test=test, criterion=criterion).first()
    said = {"verdict": verdict, "note": note, "by_machine": False, "person": actor, "at": at}
    unreviewed = {"review": ReviewState.OPEN, "review_reason": "", "reviewed_by": None, "reviewed_at": None}
    check, _ = Check.objects.update_or_create(test=test, criterion=criterion, defaults=said | unreviewed)
    told = {"duty": "test", "criterion": criterion, "verdict": verdict, "note": note, "before": before.verdict if before else ""}
    record(kind="criterion-judged", subject=f"test:{test.pk}", at=at, actor=actor, data=told)
    return check


@transaction.atomic
def add_evidence(*, check: Check, sha256: str, name: str, size: int, actor: User, at: datetime) -> EvidenceFile:
    """Add a file of the store to a check as its evidence."""
    if not actor.acts_as(Role.TESTER) or actor.body_id != check.test.lab_id:
        raise ReviewError("您无权添加证据。", "You may not add evidence.")
    if check.test.state not in {TestState.RUNNING, TestState.RETURNED}:
        raise ReviewError("检测已提交。", "The test was handed in.")
    file = EvidenceFile.objects.create(check_row=check, sha256=sha256, name=name[:255], size=size, added_by=actor, added_at=at)
    record(
        kind="evidence-added",
        subject=f"test:{check.test_id}",
        at=at,
        actor=actor,
        data={"duty": "test", "criterion": check.criterion, "name": file.name},
        evidence=sha256,
    )
    return file


def _had_duty(duty: str, test: Test, actor: User) -> bool:
    """Return whether the person has had that duty in the test, or in one that it rechecks."""
    subjects: list[str] = []
    row: Test | None = test
    while row is not None:
        subjects.append(f"test:{row.pk}")
        row = row.earlier
    return Entry.objects.filter(subject__in=subjects, actor=actor, data__duty=duty).exists()
