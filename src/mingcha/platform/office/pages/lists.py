"""The bad list and the dishonesty list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.casework.lists import may_take_off, take_off
from mingcha.platform.casework.models import ListEntry
from mingcha.platform.casework.scope import visible_cases
from mingcha.platform.office.access import page, person
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import AUTHORITIES
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


class ListFilter(django_filters.FilterSet):
    """What the lists can be narrowed by."""

    q = django_filters.CharFilter("operator__name", "has", label=both("主体", "Operator"))
    dishonesty = django_filters.ChoiceFilter(
        choices=((False, both("不良名单", "bad list")), (True, both("失信名单", "dishonesty list"))),
        label=both("名单", "List"),
        empty_label=both("全部", "All"),
    )

    class Meta:
        model = ListEntry
        fields = ()


TABLE = Table(
    name="lists",
    title=Text("不良名单与失信名单", "Bad list and dishonesty list"),
    empty=Text("名单为空；处罚决定后在案件中列入。", "The lists are empty: entries are made in cases after a penalty."),
    rows=lambda _user: ListEntry.objects.select_related("operator", "body", "case"),
    filters=ListFilter,
    columns=(
        Column(Text("主体", "Operator"), "operator.name"),
        Column(
            Text("名单", "List"),
            lambda entry: choose("失信名单", "dishonesty list") if entry.dishonesty else choose("不良名单", "bad list"),
        ),
        Column(Text("统一社会信用代码", "Credit code"), "operator.uscc", "mono", narrow=True),
        Column(Text("许可证/备案号", "Licence"), "operator.licence", narrow=True),
        Column(Text("列入事由", "Ground"), "ground", "wide"),
        Column(Text("列入机关", "Authority"), "body.name", narrow=True),
        Column(Text("列入日期", "Listed on"), "listed_on", "day"),
        Column(Text("移出日期", "Removed on"), "removed_on", "day", narrow=True),
    ),
    address=lambda entry: reverse("office:list-entry", args=[entry.pk]),
)


class RemovalForm(forms.Form):
    """Why a company leaves the list."""

    reason = forms.CharField(label=both("移出理由", "Reason"), widget=forms.Textarea, max_length=2000)


@page(kinds=AUTHORITIES)
def lists(request: HttpRequest) -> HttpResponseBase:
    """Show who stands on the lists."""
    return show(request, TABLE)


@page(kinds=AUTHORITIES)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one entry, and let a deciding officer of its authority take the company off the list."""
    user = person(request)
    row = get_object_or_404(ListEntry.objects.select_related("operator", "body", "case"), pk=pk)
    form = RemovalForm(request.POST or None) if may_take_off(row, user) else None
    if request.method == "POST" and form is not None and form.is_valid():
        take_off(entry=row, actor=user, reason=form.cleaned_data["reason"], at=timezone.now(), on=timezone.localdate())
        messages.success(request, choose("已移出名单。", "Taken off the list."))
        return HttpResponseRedirect(reverse("office:list-entry", args=[pk]))
    context = {"entry": row, "form": form, "case_visible": visible_cases(user).filter(pk=row.case_id).exists()}
    return render(request, "office/list_entry.html", context, status=422 if form is not None and form.errors else 200)


urlpatterns = [path("lists/", lists, name="lists"), path("lists/<int:pk>/", entry, name="list-entry")]
