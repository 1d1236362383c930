"""The laboratory's test report as an official document: drafted for a test that was handed in, issued by the lab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.documents.content import LabReport
from mingcha.platform.documents.issue import IssueError, draft
from mingcha.platform.documents.models import Document, Kind
from mingcha.platform.people.models import Role
from mingcha.platform.testing.models import ScanState, TestState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from mingcha.platform.people.models import User
    from mingcha.platform.testing.models import Test

_HANDED_IN = (TestState.SUBMITTED, TestState.ACCEPTED)


def lab_reports(test: Test) -> QuerySet[Document]:
    """Return the test reports of a test, drafts among them, the newest first."""
    report = test.scan.report if test.scan else ""
    return Document.objects.filter(about=_about(test), kind=Kind.REPORT, content__report=report).order_by("-pk")


def can_draft(test: Test, actor: User) -> bool:
    """Return whether the person may draft the report now: the lab's tester, once, for a test with a scan that was handed in."""
    own = actor.acts_as(Role.TESTER) and actor.body_id == test.lab_id
    scanned = test.scan is not None and test.scan.state == ScanState.DONE
    return own and scanned and test.state in _HANDED_IN and not lab_reports(test).exists()


def draft_lab_report(test: Test, *, client: str, actor: User, at: datetime) -> Document:
    """Return a draft of the test's report for `client`, who had it made. Raises `IssueError` unless `can_draft`."""
    if test.scan is None or not can_draft(test, actor):
        raise IssueError(Text("现在不能出具检测报告。", "the test report cannot be drafted now"))
    content = LabReport(
        laboratory=test.lab.name,
        client=client,
        app=test.version.app.name,
        version=test.version.name,
        package=test.scan.package_id,
        report=test.scan.report,
    )
    return draft(content=content, body=test.lab, actor=actor, at=at, about=_about(test))


def _about(test: Test) -> str:
    """Return the case of the test, whose authority and company may read the report; a test without a case is its own matter."""
    link = getattr(test, "case_test", None)
    return f"case:{link.case_id}" if link else f"test:{test.pk}"
