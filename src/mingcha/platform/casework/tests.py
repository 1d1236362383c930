"""A case's tests: opening one, and what its review came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from mingcha.model import Text
from mingcha.platform.casework.models import Answer, CaseTest, Subject
from mingcha.platform.ledger.models import Entry
from mingcha.platform.testing.criteria import label_of
from mingcha.platform.testing.models import Finding, ReviewState, ScanState, Test, TestState
from mingcha.platform.testing.record import fill_checks
from mingcha.platform.testing.review import failed_checks
from mingcha.platform.testing.scans import newest_scan, request_scan
from mingcha.platform.words import many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from mingcha.platform.casework.models import Case
    from mingcha.platform.casework.step import Move
    from mingcha.platform.people.models import Body
    from mingcha.platform.registry.models import Version


def open_test(move: Move, *, lab: Body, version: Version, earlier: Test | None = None) -> Test:
    """Return a new test of `version`, given to `lab` for this case; `earlier` is the test that it rechecks."""
    test = Test.objects.create(version=version, lab=lab, earlier=earlier, assigned_at=move.at)
    CaseTest.objects.create(case=move.case, test=test, recheck=earlier is not None)
    return test


def untested_answers() -> QuerySet[Answer]:
    """Return the answers of companies after which no recheck was given to a lab."""
    rechecks = CaseTest.objects.filter(case=OuterRef("case"), recheck=True, test__assigned_at__gte=OuterRef("at"))
    return Answer.objects.exclude(Exists(rechecks))


def rechecked_since_notice(case: Case) -> bool:
    """Return whether a recheck after the public notice was handed in and accepted."""
    tested = case.case_tests.filter(recheck=True, test__state=TestState.ACCEPTED)
    return case.noticed_on is not None and tested.filter(test__submitted_at__date__gt=case.noticed_on).exists()


def was_stopped(case: Case) -> bool:
    """Return whether an access provider was told to stop access in this case, and access was not allowed again since."""
    told = Entry.objects.filter(subject=f"case:{case.pk}", kind__in=("stop-access", "relist")).order_by("-number")
    return told.values_list("kind", flat=True).first() == "stop-access"


def withdraw_test(case: Case) -> None:
    """Take the current test back from its lab, if there is one."""
    if case.test is not None:
        case.test.state = TestState.WITHDRAWN
        case.test.save(update_fields=["state"])


def attach_scan(test: Test, move: Move) -> None:
    """Give the test a scan of its own version: the answer's, if no other test has it, or a new one; none without a package."""
    if test.version.package is None:
        return
    known = newest_scan(test.version)
    if known is None or known.tests.exists():
        known = request_scan(version=test.version, requested_by=move.actor, at=move.at)
    test.scan = known
    test.save(update_fields=["scan"])
    move.told["scan"] = known.pk
    if known.state == ScanState.DONE:
        fill_checks(test, at=move.at)


def findings_of(case: Case) -> QuerySet[Finding]:
    """Return what the current test's scan found that the case is about: in an SDK's case, what the SDK itself does.

    A scan finds nothing about a store; what a store does is judged on the checklist.
    """
    scan = case.test.scan if case.test else None
    if scan is None or case.subject == Subject.STORE:
        return Finding.objects.none()
    return scan.findings.filter(owner=case.sdk_id) if case.subject == Subject.SDK else scan.findings.all()


def unreviewed(case: Case) -> Sequence[Text]:
    """Return what is still to be reviewed before a conclusion: one sentence, or nothing."""
    if number := _reviewed_as(case, ReviewState.OPEN):
        return (Text(f"尚有{number}个问题未审查。", f"{many(number, 'finding has', 'findings have')} not been reviewed"),)
    return ()


def confirmed(case: Case) -> int:
    """Return how many problems of the current test were confirmed: findings, and checks that a person failed."""
    return _reviewed_as(case, ReviewState.CONFIRMED)


def problem_labels(case: Case) -> list[str]:
    """Return the labels of the confirmed problems as notices print them, the most frequent first."""
    if case.test is None:
        return []
    counts: dict[str, int] = {}
    for label in findings_of(case).filter(review=ReviewState.CONFIRMED).exclude(label="").values_list("label", flat=True):
        counts[label] = counts.get(label, 0) + 1
    for criterion in failed_checks(case.test).filter(review=ReviewState.CONFIRMED).values_list("criterion", flat=True):
        if label := label_of(criterion):
            counts[label] = counts.get(label, 0) + 1
    return sorted(counts, key=lambda label: (-counts[label], label))


def accept_test(case: Case, move: Move) -> None:
    """Mark the current test as the one that the conclusion rests on."""
    if case.test is not None:
        case.test.state, case.test.reviewer = TestState.ACCEPTED, move.actor
        case.test.save(update_fields=["state", "reviewer"])


def _reviewed_as(case: Case, state: str) -> int:
    return findings_of(case).filter(review=state).count() + failed_checks(case.test).filter(review=state).count()
