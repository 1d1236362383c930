"""Scans: the list, one scan from its queue to its report, what changed since the version before, cancelling and repeating."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import django_filters
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mingcha.model import Text
from mingcha.platform.casework.run import BY_NAME, permits
from mingcha.platform.casework.scope import visible_cases
from mingcha.platform.casework.states import CLOSED
from mingcha.platform.ledger.days import midnight
from mingcha.platform.office.access import page, person
from mingcha.platform.office.files import stored_file
from mingcha.platform.office.forms import DayInput
from mingcha.platform.office.pages import upload
from mingcha.platform.office.paging import as_key
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import AUTHORITIES, BodyKind
from mingcha.platform.registry.find import of_apps
from mingcha.platform.registry.scope import visible_apps
from mingcha.platform.testing.compare import compare
from mingcha.platform.testing.models import Scan, ScanState, Verdict
from mingcha.platform.testing.scans import cancel_scan, earlier_scan, scan_again, unit_of
from mingcha.platform.testing.scope import listed_scans, visible_scans, visible_tests
from mingcha.platform.words import both, choose
from mingcha.reports import words

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from mingcha.platform.casework.models import Case
    from mingcha.platform.people.models import User

KINDS = (*AUTHORITIES, BodyKind.LAB, BodyKind.REVIEW, BodyKind.OPERATOR)
# Findings that the page of a scan shows (the table of findings has all), and open cases on the app.
SHOWN, SHOWN_CASES = 100, 5
# What the list does not show.
_LONG = ("clauses", "coverage")
_HASH = re.compile(r"[0-9a-fA-F]{64}")


class ScanFilter(django_filters.FilterSet):
    """What the list of scans can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("应用、包名或SHA-256", "App, package or SHA-256"))
    state = django_filters.ChoiceFilter(choices=ScanState.choices, label=both("状态", "State"), empty_label=both("全部", "All"))
    since = django_filters.DateFilter("requested_at", method="since_day", label=both("不早于", "From"), widget=DayInput())
    until = django_filters.DateFilter("requested_at", method="until_day", label=both("不晚于", "To"), widget=DayInput())

    class Meta:
        model = Scan
        fields = ()

    def since_day(self, rows: QuerySet[Scan], _name: str, value: date) -> QuerySet[Scan]:
        """Return the scans that were asked for on that day or later."""
        return rows.filter(requested_at__gte=midnight(value))

    def until_day(self, rows: QuerySet[Scan], _name: str, value: date) -> QuerySet[Scan]:
        """Return the scans that were asked for on that day or earlier."""
        return rows.filter(requested_at__lt=midnight(value, later=1))

    def find(self, rows: QuerySet[Scan], _name: str, value: str) -> QuerySet[Scan]:
        """Return the scans of the app with that name or package, or of the file whose name begins so or that has that hash."""
        if _HASH.fullmatch(value):
            return rows.filter(package=value.lower())
        return rows.filter(of_apps("app", value) | Q(file_name__begins=value))


def _buttons(user: User) -> dict[str, Any]:
    if user.role not in upload.ROLES or user.body.kind not in upload.KINDS:
        return {}
    return {"buttons": [{"title": Text("上传安装包", "Upload packages"), "address": reverse("office:upload"), "primary": True}]}


TABLE = Table(
    name="scans",
    title=Text("自动检测", "Scans"),
    empty=Text("暂无检测；上传安装包后自动检测。", "No scans yet: upload a package to have one scanned."),
    rows=lambda user: listed_scans(user).select_related("version__app", "app", "package", "requested_by__body").defer(*_LONG),
    filters=ScanFilter,
    columns=(
        Column(Text("应用版本", "App version"), "title"),
        Column(Text("安装包", "Package"), "file_name", narrow=True),
        Column(Text("状态", "State"), "state", "badge"),
        Column(Text("发起单位", "Requested by"), "requested_by.body.name", narrow=True),
        Column(Text("发起时间", "Requested at"), "requested_at", "day"),
        Column(Text("结束时间", "Ended at"), "ended_at", "day", narrow=True),
    ),
    address=lambda scan: reverse("office:scan", args=[scan.pk]),
    context=_buttons,
)


@page(kinds=KINDS)
def scans(request: HttpRequest) -> HttpResponseBase:
    """Show the scans that the person sees."""
    return show(request, TABLE)


@page(kinds=KINDS)
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one scan: how far it is, why it failed, or what it found and what was not tested."""
    user = person(request)
    row = _find(user, pk)
    findings = row.findings.order_by("pk")
    context = {
        "scan": row,
        "unit": unit_of(row),
        "may_change": may_change(user, row),
        "app_visible": row.app_id is not None and visible_apps(user).filter(pk=row.app_id).exists(),
        "tests": visible_tests(user).filter(scan=row).select_related("lab"),
        "cases": _open_cases(user, row),
        "earlier": earlier_scan(row, visible_scans(user)) if row.state == ScanState.DONE else None,
        "findings": findings[:SHOWN],
        "counts": findings.aggregate(
            all=Count("pk"), **{verdict.name.lower(): Count("pk", filter=Q(verdict=verdict)) for verdict in _FOUND}
        ),
        "shown": SHOWN,
        "clauses": _by_verdict(row),
        "reviewed": user.body.kind != BodyKind.OPERATOR,
        "sdks": row.version.sdk_uses.select_related("sdk").order_by("sdk") if row.version else (),
        "signatures": row.version.signatures.select_related("certificate").order_by("certificate", "scheme") if row.version else (),
    }
    return render(request, "office/scan.html", context)


def _open_cases(user: User, row: Scan) -> list[tuple[Case, bool]]:
    """Return the open cases on the app that the person sees, each with whether the person can answer in it now."""
    if row.app_id is None:
        return []
    cases = visible_cases(user).filter(app=row.app_id).exclude(state__in=CLOSED).order_by("-pk")[:SHOWN_CASES]
    answer = BY_NAME["answer"]
    return [(case, case.state in answer.moves and permits(answer, case=case, actor=user)) for case in cases]


@page(kinds=KINDS)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a scan is, as a part of its page; when it is over the page is asked to load anew."""
    user = person(request)
    row = _find(user, pk)
    response = render(request, "office/_progress.html", {"scan": row, "unit": unit_of(row), "may_change": may_change(user, row)})
    if row.is_over:
        response["HX-Refresh"] = "true"
    return response


@page(kinds=KINDS)
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changed since the scan of the version before, or since the one that the address names."""
    user = person(request)
    row, visible = _find(user, pk), visible_scans(user)
    asked = request.GET.get("with", "")
    if asked:
        earlier = visible.filter(pk=as_key(asked), version__app=row.app_id, state=ScanState.DONE).exclude(pk=row.pk).first()
    else:
        earlier = earlier_scan(row, visible)
    if row.state != ScanState.DONE or (asked and earlier is None):
        raise Http404
    context = {
        "scan": row,
        "earlier": earlier,
        "difference": compare(earlier, row) if earlier else None,
        "others": visible.filter(version__app=row.app_id, state=ScanState.DONE).exclude(pk=row.pk).select_related("version")[:20],
        "back": reverse("office:scan", args=[row.pk]),
    }
    return render(request, "office/difference.html", context)


@page(kinds=KINDS)
def package(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Return the package that was scanned, as a download: testers install it on a device."""
    row = _find(person(request), pk)
    return stored_file(row.package_id, row.file_name)


@page(roles=upload.ROLES, kinds=upload.KINDS)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a scan that is under way."""
    user = person(request)
    row = _find(user, pk)
    if not may_change(user, row):
        raise Http404
    if cancel_scan(row, actor=user, at=timezone.now()):
        messages.success(request, choose("已要求取消。", "It will be cancelled."))
    else:
        messages.error(request, choose("检测已经结束。", "The scan has ended already."))
    return HttpResponseRedirect(reverse("office:scan", args=[row.pk]))


@page(roles=upload.ROLES, kinds=upload.KINDS)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a new scan of the same package."""
    user = person(request)
    row = _find(user, pk)
    if not row.is_over or not may_change(user, row):
        raise Http404
    new = scan_again(row, requested_by=user, at=timezone.now())
    messages.success(request, choose("检测已排队。", "A new scan is queued."))
    return HttpResponseRedirect(reverse("office:scan", args=[new.pk]))


_FOUND = (Verdict.VIOLATED, Verdict.SUSPECTED)


def _find(user: User, pk: int) -> Scan:
    rows = visible_scans(user).select_related("version__app", "app", "package", "requested_by__body")
    return get_object_or_404(rows, pk=pk)


def may_change(user: User, row: Scan) -> bool:
    """Return whether the person may cancel or repeat: those who may upload; a company only what no test rests on."""
    if user.role not in upload.ROLES or user.body.kind not in upload.KINDS:
        return False
    own = row.requested_by is not None and row.requested_by.body_id == user.body_id
    return own and not row.tests.exists() if user.body.kind == BodyKind.OPERATOR else True


def _by_verdict(row: Scan) -> list[tuple[str, list[dict[str, str]]]]:
    """Return the clauses by verdict, the gravest first; verdicts without clauses are left out."""
    grouped = [(verdict.value, [each for each in row.clauses if each["verdict"] == verdict.value]) for verdict in words.VERDICT_ORDER]
    return [(verdict, found) for verdict, found in grouped if found]


urlpatterns = [
    path("scans/", scans, name="scans"),
    path("scans/<int:pk>/", scan, name="scan"),
    path("scans/<int:pk>/package/", package, name="scan-package"),
    path("scans/<int:pk>/progress/", progress, name="scan-progress"),
    path("scans/<int:pk>/difference/", difference, name="scan-difference"),
    path("scans/<int:pk>/cancel/", cancel, name="scan-cancel"),
    path("scans/<int:pk>/again/", again, name="scan-again"),
]
