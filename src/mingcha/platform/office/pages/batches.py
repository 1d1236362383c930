"""Batches: lists of apps handed in as CSV or XLSX, and what became of each row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mingcha.model import Text
from mingcha.platform.office.access import page, person
from mingcha.platform.office.files import SheetField
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import AUTHORITIES, BodyKind, Role
from mingcha.platform.testing.batches import create_batch, match_again, may_hand_in
from mingcha.platform.testing.models import Batch, BatchRow, ScanState
from mingcha.platform.testing.scope import visible_batches
from mingcha.platform.testing.sheets import MOST_ROWS, template
from mingcha.platform.words import both, choose
from mingcha.reports.reading import part

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from mingcha.platform.people.models import User

KINDS = (*AUTHORITIES, BodyKind.LAB)
_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_STATES = (("problem", both("未能检测", "not taken")), *ScanState.choices)


class BatchFilter(django_filters.FilterSet):
    """What the list of batches can be narrowed by."""

    name = django_filters.CharFilter("name", "icontains", label=both("名称", "Name"))

    class Meta:
        model = Batch
        fields = ()


class RowFilter(django_filters.FilterSet):
    """What the rows of a batch can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("应用或包名", "App or package"))
    state = django_filters.ChoiceFilter(choices=_STATES, method="by_state", label=both("状态", "State"), empty_label=both("全部", "All"))

    class Meta:
        model = BatchRow
        fields = ()

    def find(self, rows: QuerySet[BatchRow], _name: str, value: str) -> QuerySet[BatchRow]:
        """Return the rows whose name has the words, or whose package name begins with them."""
        return rows.filter(Q(name__icontains=value) | Q(package_name__istartswith=value))

    def by_state(self, rows: QuerySet[BatchRow], _name: str, value: str) -> QuerySet[BatchRow]:
        """Return the rows without a scan, or those whose scan is in that state."""
        return rows.filter(scan=None) if value == "problem" else rows.filter(scan__state=value)


def _buttons(user: User) -> dict[str, Any]:
    if not may_hand_in(user):
        return {}
    return {"buttons": [{"title": Text("提交批量检测", "Hand in a batch"), "address": reverse("office:batch-new"), "primary": True}]}


TABLE = Table(
    name="batches",
    title=Text("批量检测", "Batches"),
    empty=Text("暂无批次；用清单一次提交多个应用。", "No batches yet: hand in many apps with one sheet."),
    rows=lambda user: visible_batches(user).select_related("body", "created_by").annotate(number=Count("rows")),
    filters=BatchFilter,
    columns=(
        Column(Text("名称", "Name"), "name"),
        Column(Text("应用数", "Apps"), "number", "number"),
        Column(Text("单位", "Body"), "body.name", narrow=True),
        Column(Text("创建人", "Created by"), "created_by", narrow=True),
        Column(Text("创建时间", "Created"), "created_at", "day"),
    ),
    address=lambda batch: reverse("office:batch", args=[batch.pk]),
    context=_buttons,
)
_COLUMNS = (
    Column(Text("应用名称", "App"), "name"),
    Column(Text("序号", "No."), "number", "number"),
    Column(Text("包名", "Package"), "package_name", "mono", narrow=True),
    Column(Text("版本", "Version"), "version"),
    Column(Text("来源", "Source"), "source", narrow=True),
    Column(Text("检测", "Scan"), "scan.state", "badge"),
    Column(Text("问题", "Problem"), lambda row: choose(part(row.problem).zh, part(row.problem).en), "wide"),
)


class BatchForm(forms.Form):
    """A list of apps."""

    name = forms.CharField(label=both("名称", "Name"), max_length=120)
    file = SheetField(most=MOST_ROWS)


@page(kinds=KINDS)
def batches(request: HttpRequest) -> HttpResponseBase:
    """Show the batches of the person's body."""
    return show(request, TABLE)


@page(kinds=KINDS)
def batch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the rows of one batch, each with its scan or why there is none."""
    user = person(request)
    row = get_object_or_404(visible_batches(user).select_related("body", "created_by"), pk=pk)
    counts = row.rows.aggregate(
        all=Count("pk"),
        problem=Count("pk", filter=Q(scan=None)),
        **{state.value: Count("pk", filter=Q(scan__state=state)) for state in ScanState},
    )
    table = Table(
        name=f"batch-{row.pk}",
        title=Text(row.name, row.name),
        rows=lambda _user: row.rows.select_related("scan"),
        filters=RowFilter,
        columns=_COLUMNS,
        address=lambda line: reverse("office:scan", args=[line.scan_id]) if line.scan_id else "",
        newest_first=False,
        template="office/batch.html",
        context=lambda user: {
            "batch": row,
            "tallies": [(value, label, counts[value]) for value, label in _STATES],
            "may_match": counts["problem"] and may_hand_in(user) and user.body_id == row.body_id,
        },
    )
    return show(request, table)


@page(roles=(Role.TESTER, Role.OFFICER), kinds=KINDS)
def hand_in(request: HttpRequest) -> HttpResponse:
    """Take a list of apps in."""
    user = person(request)
    form = BatchForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        row = create_batch(name=form.cleaned_data["name"], rows=form.cleaned_data["file"], actor=user, at=timezone.now())
        return HttpResponseRedirect(reverse("office:batch", args=[row.pk]))
    context = {
        "form": form,
        "title": Text("提交批量检测", "Hand in a batch"),
        "back": reverse("office:batches"),
        "back_title": Text("批量检测", "Batches"),
    }
    return render(request, "office/batch-new.html", context, status=422 if form.errors else 200)


@page(roles=(Role.TESTER, Role.OFFICER), kinds=KINDS)
@require_POST
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Look once more for the packages of the rows that had none."""
    user = person(request)
    row = get_object_or_404(visible_batches(user), pk=pk, body=user.body)
    number = match_again(row, actor=user, at=timezone.now())
    messages.success(request, choose(f"新匹配{number}款。", f"{number} more were found."))
    return HttpResponseRedirect(reverse("office:batch", args=[row.pk]))


@page(kinds=KINDS)
def template_file(request: HttpRequest, form: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Return an empty list of apps with its head line."""
    if form not in _TYPES:
        raise Http404
    response = HttpResponse(template(form), content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="mingcha-batch.{form}"'
    return response


urlpatterns = [
    path("batches/", batches, name="batches"),
    path("batches/new/", hand_in, name="batch-new"),
    path("batches/template.<slug:form>", template_file, name="batch-template"),
    path("batches/<int:pk>/", batch, name="batch"),
    path("batches/<int:pk>/match/", match, name="batch-match"),
]
