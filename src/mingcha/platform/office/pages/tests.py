"""Tests: the list, one test with its findings under review, and a recheck against the test before it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import django_filters
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mingcha.model import Text
from mingcha.platform.casework.papers import visible_documents
from mingcha.platform.casework.run import available
from mingcha.platform.casework.scope import visible_cases
from mingcha.platform.documents.issue import IssueError
from mingcha.platform.ledger.models import Entry
from mingcha.platform.office.access import page, person
from mingcha.platform.office.forms import YesNo
from mingcha.platform.office.paging import as_key, cut
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import AUTHORITIES, Body, BodyKind, Role
from mingcha.platform.registry.find import of_apps
from mingcha.platform.testing.checklist import conclusion_hint, tally
from mingcha.platform.testing.compare import compare
from mingcha.platform.testing.criteria import criteria, label_of
from mingcha.platform.testing.laboratory import can_draft, draft_lab_report, lab_reports
from mingcha.platform.testing.models import Finding, ReviewState, ScanState, Test, TestState
from mingcha.platform.testing.review import ReviewError, failed_checks, review_findings
from mingcha.platform.testing.scope import visible_tests
from mingcha.platform.words import both, choose, many
from mingcha.platform.work.storable import storable

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from mingcha.platform.casework.models import Case
    from mingcha.platform.people.models import User
    from mingcha.platform.testing.models import Check

KINDS = (*AUTHORITIES, BodyKind.LAB, BodyKind.REVIEW)
_ALL = both("全部", "All")
_MOST_REASON = 4000


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer has chosen and written; `why` it was refused."""

    findings: tuple[int, ...]
    checks: tuple[int, ...]
    reason: str
    why: Text | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> Review:
        """Return the review that was sent; keys that are none are left out."""
        findings, checks = (tuple(filter(None, map(as_key, request.POST.getlist(name)))) for name in ("finding", "check"))
        return cls(findings, checks, storable(request.POST.get("reason", "")[:_MOST_REASON]))


class TestFilter(django_filters.FilterSet):
    """What the list of tests can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("应用或包名", "App or package"))
    state = django_filters.ChoiceFilter(choices=TestState.choices, label=both("状态", "State"), empty_label=_ALL)
    lab = django_filters.ModelChoiceFilter(queryset=Body.objects.filter(kind=BodyKind.LAB), label=both("检测机构", "Lab"), empty_label=_ALL)
    recheck = django_filters.BooleanFilter("earlier", "isnull", exclude=True, label=both("复检", "Recheck"), widget=YesNo())

    class Meta:
        model = Test
        fields = ()

    def find(self, rows: QuerySet[Test], _name: str, value: str) -> QuerySet[Test]:
        """Return the tests of the app with that name or package."""
        return rows.filter(of_apps("version__app", value))


TABLE = Table(
    name="tests",
    title=Text("检测任务", "Tests"),
    rows=lambda user: visible_tests(user).select_related("version__app", "lab", "tester"),
    filters=TestFilter,
    columns=(
        Column(Text("应用版本", "App version"), "version"),
        Column(Text("状态", "State"), "state", "badge"),
        Column(Text("检测机构", "Lab"), "lab.name", narrow=True),
        Column(Text("检测员", "Tester"), "tester", narrow=True),
        Column(Text("类别", "Kind"), lambda test: choose("复检", "recheck") if test.earlier_id else choose("检测", "test"), narrow=True),
        Column(Text("派发时间", "Assigned"), "assigned_at", "day"),
        Column(Text("提交时间", "Handed in"), "submitted_at", "day", narrow=True),
    ),
    address=lambda test: reverse("office:test", args=[test.pk]),
    empty=Text("暂无检测任务；检测由办理机关在案件中派发。", "No tests yet: authorities assign them in their cases."),
)


@page(kinds=KINDS)
def tests(request: HttpRequest) -> HttpResponseBase:
    """Show the tests that the person sees."""
    return show(request, TABLE)


@page(kinds=KINDS)
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one test: where it stands, its findings with the reviewer's word, its checklist in numbers, its history."""
    return _show(request, _find(person(request), pk))


def _show(request: HttpRequest, row: Test, said: Review | None = None) -> HttpResponse:
    """Show the test; `said` is a review that was refused, which keeps what was chosen and written."""
    user = person(request)
    findings = row.scan.findings.all() if row.scan else Finding.objects.none()
    failed = failed_checks(row)
    counts = _reviewed(row)
    asked = request.GET.get("review", "")
    if asked in ReviewState.values:
        findings, failed = findings.filter(review=asked), failed.filter(review=asked)
    found = cut(findings.select_related("reviewed_by").defer("evidence"), request.GET.dict(), newest_first=False)
    case = _case(user, row)
    context = {
        "test": row,
        "case": case,
        "steps": [step for step, reasons in available(case, user, timezone.localdate()) if not reasons] if case else (),
        "page": found,
        "failed": () if found.before else [(check, criteria()[check.criterion], label_of(check.criterion)) for check in _failed(failed)],
        "review_tabs": [("", choose("全部", "All"), counts.total())] + [(s.value, s.label, counts[s.value]) for s in ReviewState],
        "shown": counts[asked] if asked in ReviewState.values else counts.total(),
        "asked": asked,
        "said": said,
        "returned": _why_returned(row, case),
        "may_review": _may_review(user, row),
        "checks": tally(row),
        "reports": lab_reports(row).filter(pk__in=visible_documents(user)),
        "may_report": can_draft(row, user),
        "hint": conclusion_hint(row) if user.acts_as(Role.TESTER) and row.state in {TestState.RUNNING, TestState.RETURNED} else None,
        "history": Entry.objects.filter(subject=f"test:{row.pk}").select_related("actor").order_by("number")[:200],
    }
    return render(request, "office/test.html", context, status=422 if said else 200)


@page(roles=(Role.REVIEWER,), kinds=(BodyKind.REVIEW,))
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, reject or reopen the chosen findings and failed checks; what is refused is shown again as it was sent."""
    user = person(request)
    row = _find(user, pk)
    if not _may_review(user, row):
        raise Http404
    state, said = request.POST.get("state", ""), Review.of(request)
    findings, checks = Finding.objects.filter(scan=row.scan_id, pk__in=said.findings), failed_checks(row).filter(pk__in=said.checks)
    if state not in ReviewState.values or not (findings or checks):
        return _show(request, row, replace(said, why=Text("请勾选问题，并选择审查意见。", "Choose findings, and what to say of them.")))
    try:
        number = review_findings(test=row, findings=findings, checks=checks, state=state, reason=said.reason, actor=user, at=timezone.now())
    except ReviewError as error:
        return _show(request, row, replace(said, why=error.reason))
    messages.success(request, choose(f"已审查{number}个问题。", f"{many(number, 'finding was', 'findings were')} reviewed."))
    left = f"?review={ReviewState.OPEN}" if _reviewed(row)[ReviewState.OPEN] else ""
    return HttpResponseRedirect(reverse("office:test", args=[row.pk]) + left)


@page(kinds=KINDS)
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changed between the scan of the earlier test and that of the recheck."""
    row = _find(person(request), pk)
    earlier = row.earlier.scan if row.earlier else None
    if row.scan is None or earlier is None or not (row.scan.state == earlier.state == ScanState.DONE):
        raise Http404
    context = {
        "scan": row.scan,
        "earlier": earlier,
        "difference": compare(earlier, row.scan),
        "back": reverse("office:test", args=[row.pk]),
        "reviewed": True,
    }
    return render(request, "office/difference.html", context)


def _find(user: User, pk: int) -> Test:
    rows = visible_tests(user).select_related("version__app", "version__package", "lab", "tester", "reviewer", "scan", "earlier__scan")
    return get_object_or_404(rows, pk=pk)


def _reviewed(row: Test) -> Counter[str]:
    """Return how many findings and failed checks of the test are reviewed how."""
    counts: Counter[str] = Counter()
    for rows in (Finding.objects.filter(scan=row.scan_id) if row.scan_id else Finding.objects.none(), failed_checks(row)):
        counts.update(dict(rows.order_by().values_list("review").annotate(Count("pk"))))
    return counts


def _failed(rows: QuerySet[Check]) -> QuerySet[Check]:
    return rows.select_related("person", "reviewed_by").prefetch_related("files").order_by("criterion")


def _why_returned(row: Test, case: Case | None) -> str:
    """Return why the reviewer sent the test back, as long as it is with the lab again."""
    if row.state != TestState.RETURNED or case is None:
        return ""
    entry = Entry.objects.filter(subject=f"case:{case.pk}", kind="return-test").order_by("-number").first()
    return str(entry.data.get("reason", "")) if entry else ""


def _case(user: User, row: Test) -> Case | None:
    return visible_cases(user).filter(case_tests__test=row).first()


def _may_review(user: User, row: Test) -> bool:
    return user.acts_as(Role.REVIEWER) and row.state == TestState.SUBMITTED and row.tester_id != user.pk


@page(roles=(Role.TESTER,), kinds=(BodyKind.LAB,))
@require_POST
def lab_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the laboratory's test report."""
    user = person(request)
    row = _find(user, pk)
    case = _case(user, row)
    client = case.bureau.name if case else row.lab.name
    try:
        document = draft_lab_report(row, client=client, actor=user, at=timezone.now())
    except IssueError as error:
        messages.error(request, choose(error.reason.zh, error.reason.en))
        return HttpResponseRedirect(reverse("office:test", args=[pk]))
    return HttpResponseRedirect(reverse("office:document", args=[document.pk]))


urlpatterns = [
    path("tests/<int:pk>/report/", lab_report, name="test-report"),
    path("tests/", tests, name="tests"),
    path("tests/<int:pk>/", test, name="test"),
    path("tests/<int:pk>/review/", review, name="test-review"),
    path("tests/<int:pk>/recheck/", recheck, name="test-recheck"),
]
