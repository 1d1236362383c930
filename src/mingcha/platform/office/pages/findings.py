"""Findings: the table over everything the person sees, and one finding with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from mingcha.catalogue import load
from mingcha.model import Text
from mingcha.platform.office.access import page, person
from mingcha.platform.office.pages.scans import KINDS
from mingcha.platform.office.paging import as_key
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.office.templatetags.evidence import clause, owner, problem
from mingcha.platform.people.models import BodyKind
from mingcha.platform.testing.models import Finding, Grade, ReviewState, Verdict
from mingcha.platform.testing.scope import listed_findings, visible_findings, visible_tests
from mingcha.platform.words import both, choose
from mingcha.reports.visible import visible

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

_ALL = both("全部", "All")
# What the table does not show.
_LONG = ("evidence", "remedy_zh", "remedy_en", "scan__clauses", "scan__coverage")
_FOUND = [(value, label) for value, label in Verdict.choices if value in {Verdict.VIOLATED, Verdict.SUSPECTED}]


def _labels() -> list[tuple[str, str]]:
    return [(label.id, choose(label.title.zh, label.title.en)) for label in load().labels.values()]


class FindingFilter(django_filters.FilterSet):
    """What the table of findings can be narrowed by."""

    scan = django_filters.CharFilter(method="of_scan", label=both("检测编号", "Scan"))
    label = django_filters.ChoiceFilter(choices=_labels, label=both("所涉问题", "Problem"), empty_label=_ALL)
    verdict = django_filters.ChoiceFilter(choices=_FOUND, label=both("结论", "Verdict"), empty_label=_ALL)
    grade = django_filters.ChoiceFilter(choices=Grade.choices, label=both("级别", "Grade"), empty_label=_ALL)
    review = django_filters.ChoiceFilter(choices=ReviewState.choices, label=both("审查", "Review"), empty_label=_ALL)
    rule = django_filters.CharFilter("rule", "exact", label=both("规则", "Rule"))
    owner = django_filters.CharFilter("owner", "exact", label=both("责任方代码", "Owner's id"))

    class Meta:
        model = Finding
        fields = ()

    def of_scan(self, rows: QuerySet[Finding], _name: str, value: str) -> QuerySet[Finding]:
        """Return the findings of the scan with that number."""
        return rows.filter(scan=as_key(value))


class OwnFindingFilter(FindingFilter):
    """The same for companies, which are not told how far a review is."""

    review = None


_COLUMNS = (
    Column(Text("问题", "Finding"), lambda row: visible(choose(row.sentence_zh, row.sentence_en)), "wide"),
    Column(Text("应用版本", "App version"), "scan.title"),
    Column(Text("结论", "Verdict"), "verdict", "badge"),
    Column(Text("级别", "Grade"), "grade", "badge", narrow=True),
    Column(Text("所涉问题", "Problem"), lambda row: [problem(row.label)] if row.label else [], "words", narrow=True),
    Column(Text("条款", "Clauses"), lambda row: [clause(each) for each in row.clauses], narrow=True),
    Column(Text("责任方", "Owner"), lambda row: owner(row.owner), narrow=True),
)


def _table(*, reviewed: bool) -> Table:
    return Table(
        name="findings",
        title=Text("检测问题", "Findings"),
        empty=Text("暂无检测问题；自动检测完成后列在这里。", "No findings yet: they are listed here when scans are done."),
        rows=lambda user: listed_findings(user).select_related("scan__version__app", "scan__app", "scan__package").defer(*_LONG),
        filters=FindingFilter if reviewed else OwnFindingFilter,
        columns=(*_COLUMNS, Column(Text("审查", "Review"), "review", "badge")) if reviewed else _COLUMNS,
        address=lambda row: reverse("office:finding", args=[row.pk]),
    )


TABLE, OWN_TABLE = _table(reviewed=True), _table(reviewed=False)


@page(kinds=KINDS)
def findings(request: HttpRequest) -> HttpResponseBase:
    """Show the findings that the person sees."""
    return show(request, OWN_TABLE if person(request).body.kind == BodyKind.OPERATOR else TABLE)


@page(kinds=KINDS)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one finding: what, whose, where, what to do, and what the reviewer said."""
    user = person(request)
    rows = visible_findings(user).select_related("scan__version__app", "scan__app", "scan__package", "reviewed_by")
    row = get_object_or_404(rows, pk=pk)
    context = {
        "finding": row,
        "reviewed": user.body.kind != BodyKind.OPERATOR,
        "tests": visible_tests(user).filter(scan=row.scan_id).select_related("lab"),
    }
    return render(request, "office/finding.html", context)


urlpatterns = [
    path("findings/", findings, name="findings"),
    path("findings/<int:pk>/", finding, name="finding"),
]
