"""The bad list and the dishonesty list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.urls import path

from mingcha.model import Text
from mingcha.platform.casework.models import ListEntry
from mingcha.platform.office.access import page
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import AUTHORITIES
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.http import HttpRequest
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
    rows=lambda _user: ListEntry.objects.select_related("operator", "body", "case"),
    filters=ListFilter,
    columns=(
        Column(Text("主体", "Operator"), "operator.name"),
        Column(
            Text("名单", "List"),
            lambda entry: choose("失信名单", "dishonesty list") if entry.dishonesty else choose("不良名单", "bad list"),
        ),
        Column(Text("列入事由", "Ground"), "ground", "wide"),
        Column(Text("列入机关", "Authority"), "body.name", narrow=True),
        Column(Text("列入日期", "Listed on"), "listed_on", "day"),
        Column(Text("移出日期", "Removed on"), "removed_on", "day", narrow=True),
    ),
)


@page(kinds=AUTHORITIES)
def lists(request: HttpRequest) -> HttpResponseBase:
    """Show who stands on the lists."""
    return show(request, TABLE)


urlpatterns = [path("lists/", lists, name="lists")]
