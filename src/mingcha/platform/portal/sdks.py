"""The registry of SDKs for everybody: the list, and one with the newest of its disclosure sheets (26号 二（三）7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from mingcha.model import Text
from mingcha.platform.office.table import Column, Table, show_public
from mingcha.platform.registry.models import Sdk, SdkSheet
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


class SdkFilter(django_filters.FilterSet):
    """What the registry can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("名称或开发者", "Name or maker"))
    sheet = django_filters.ChoiceFilter(
        choices=(("yes", both("已公示", "published")), ("no", both("未公示", "not published"))),
        method="by_sheet",
        label=both("信息公示", "Disclosure"),
        empty_label=both("全部", "All"),
    )

    class Meta:
        model = Sdk
        fields = ()

    def find(self, rows: QuerySet[Sdk], _name: str, value: str) -> QuerySet[Sdk]:
        """Return the SDKs whose name, maker or provider has the words."""
        words = Q(name__icontains=value) | Q(name_en__icontains=value) | Q(maker__icontains=value)
        return rows.filter(words | Q(provider__name__icontains=value) | Q(pk__iexact=value))

    def by_sheet(self, rows: QuerySet[Sdk], _name: str, value: str) -> QuerySet[Sdk]:
        """Return the SDKs that have a disclosure sheet, or those that have none."""
        disclosed = SdkSheet.objects.values("sdk")
        return rows.filter(pk__in=disclosed) if value == "yes" else rows.exclude(pk__in=disclosed)


TABLE = Table(
    name="sdks",
    title=Text("SDK登记", "SDK registry"),
    rows=lambda _user: Sdk.objects.select_related("provider").prefetch_related("sheets"),
    filters=SdkFilter,
    columns=(
        Column(Text("名称", "Name"), lambda sdk: choose(sdk.name, sdk.name_en or sdk.name)),
        Column(Text("提供者", "Provider"), lambda sdk: sdk.provider.name if sdk.provider else sdk.maker, narrow=True),
        Column(
            Text("信息公示", "Disclosure"),
            lambda sdk: choose("已公示", "published") if sdk.sheets.all() else choose("未公示", "not published"),
        ),
        Column(Text("编号", "Id"), "pk", "mono", narrow=True),
    ),
    address=lambda sdk: reverse("portal:sdk", args=[sdk.pk]),
    newest_first=False,
)


def sdks(request: HttpRequest) -> HttpResponseBase:
    """Show the SDKs of the registry."""
    return show_public(request, TABLE)


def sdk(request: HttpRequest, pk: str) -> HttpResponse:
    """Show an SDK with the newest of its disclosure sheets."""
    row = get_object_or_404(Sdk.objects.select_related("provider"), pk=pk)
    return render(request, "portal/sdk.html", {"sdk": row, "sheet": row.sheets.order_by("-pk").first()})


urlpatterns = [path("sdks/", sdks, name="sdks"), path("sdks/<path:pk>/", sdk, name="sdk")]
