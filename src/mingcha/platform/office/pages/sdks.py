"""SDKs: the registry, one SDK with its disclosure sheets and where scans saw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.office.access import page, person
from mingcha.platform.office.forms import YesNo, body_field
from mingcha.platform.office.paging import cut
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import AUTHORITIES, Body, BodyKind, Role
from mingcha.platform.registry.changes import assign_provider, hand_in_sheet, may_fill_in
from mingcha.platform.registry.models import Sdk
from mingcha.platform.registry.scope import may_see_uses, visible_sdks
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from mingcha.platform.people.models import User


_SPREAD = 50  # versions of an SDK whose spread is shown
_LONG: dict[str, Any] = {"widget": forms.Textarea, "max_length": 20_000}


class SdkFilter(django_filters.FilterSet):
    """What the list of SDKs can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("名称、开发者或标识", "Name, maker or id"))
    sheet = django_filters.BooleanFilter(
        "sheets", "isnull", exclude=True, distinct=True, label=both("已公示信息", "Has a sheet"), widget=YesNo()
    )

    class Meta:
        model = Sdk
        fields = ()

    def find(self, rows: QuerySet[Sdk], _name: str, value: str) -> QuerySet[Sdk]:
        """Return the SDKs whose name, maker or id has the words."""
        named = Q(name__icontains=value) | Q(name_en__icontains=value)
        return rows.filter(named | Q(maker__icontains=value) | Q(pk__istartswith=value))


TABLE = Table(
    name="sdks",
    title=Text("SDK", "SDKs"),
    rows=lambda user: visible_sdks(user).select_related("provider"),
    filters=SdkFilter,
    columns=(
        Column(Text("名称", "Name"), lambda sdk: choose(sdk.name, sdk.name_en or sdk.name)),
        Column(Text("标识", "Id"), "id", "mono", narrow=True),
        Column(Text("开发者", "Maker"), "maker", narrow=True),
        Column(Text("提供者", "Provider"), "provider.name"),
    ),
    address=lambda sdk: reverse("office:sdk", args=[sdk.pk]),
    newest_first=False,
    empty=Text("暂无SDK；检测识别到的SDK自动登记。", "No SDKs yet: those that scans recognise are registered."),
)


class SheetForm(forms.Form):
    """What an SDK's provider discloses (26号 二（三）7–9); the fields are those of `SdkSheet`."""

    version = forms.CharField(label=both("版本", "Version"), max_length=60)
    functions = forms.CharField(label=both("主要功能", "Main functions"), **_LONG)
    usage = forms.CharField(label=both("使用说明", "How to use"), required=False, **_LONG)
    personal_data = forms.CharField(label=both("处理的个人信息", "Personal information handled"), **_LONG)
    independent = forms.CharField(
        label=both("独立采集、传输、存储说明", "Independent collection, transfer, storage"), required=False, **_LONG
    )
    configuration = forms.CharField(label=both("收集配置选项", "Collection options"), required=False, **_LONG)
    rules_url = forms.URLField(label=both("处理规则链接", "Rules"), max_length=200, required=False, assume_scheme="https")


class ProviderForm(forms.Form):
    """Who provides the SDK."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        providers = Body.objects.filter(kind=BodyKind.PROVIDER, active=True).order_by("name")
        self.fields["provider"] = body_field(providers, label=both("SDK提供者", "Provider"), required=False)


@page()
def sdks(request: HttpRequest) -> HttpResponseBase:
    """Show the SDK registry."""
    return show(request, TABLE)


@page()
def sdk(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one SDK with its sheets; those who test and act see which versions embed it, its provider how many apps do."""
    user = person(request)
    row = _find(user, pk)
    uses = row.uses.select_related("version__app").order_by("-pk") if may_see_uses(user) else None
    context = {
        "sdk": row,
        "sheets": row.sheets.select_related("submitted_by__body")[:20],
        "page": cut(uses, request.GET.dict()) if uses is not None else None,
        "spread": _spread(row) if user.body_id == row.provider_id else (),
        "may_fill_in": may_fill_in(row, user),
        "may_assign": user.acts_as(Role.OFFICER) and user.body.is_authority,
    }
    return render(request, "office/sdk.html", context)


@page(roles=(Role.REPRESENTATIVE,), kinds=(BodyKind.PROVIDER,))
def sheet(request: HttpRequest, pk: str) -> HttpResponse:
    """Hand in a disclosure sheet, begun from the newest."""
    user = person(request)
    row = _find(user, pk)
    if not may_fill_in(row, user):
        raise Http404
    newest = row.sheets.first()
    initial = {name: getattr(newest, name) for name in SheetForm.base_fields} if newest else {}
    form = SheetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        hand_in_sheet(sdk=row, fields=form.cleaned_data, actor=user, at=timezone.now())
        messages.success(request, choose("已提交。", "Handed in."))
        return HttpResponseRedirect(reverse("office:sdk", args=[row.pk]))
    return _ask(request, form, row, Text("填报SDK信息公示", "Hand in a disclosure sheet"))


@page(roles=(Role.OFFICER,), kinds=AUTHORITIES)
def provider(request: HttpRequest, pk: str) -> HttpResponse:
    """Say who provides the SDK."""
    user = person(request)
    row = _find(user, pk)
    form = ProviderForm(request.POST or None, initial={"provider": row.provider_id})
    if request.method == "POST" and form.is_valid():
        assign_provider(sdk=row, provider=form.cleaned_data["provider"], actor=user, at=timezone.now())
        return HttpResponseRedirect(reverse("office:sdk", args=[row.pk]))
    return _ask(request, form, row, Text("指定SDK提供者", "Assign the provider"))


def _spread(row: Sdk) -> list[dict[str, Any]]:
    """Return in how many apps each version of the SDK was seen: a provider learns how far it is spread, not whose apps they are."""
    counted: QuerySet[Any, Any] = row.uses.order_by().values("sdk_version").annotate(apps=Count("version__app", distinct=True))
    return list(counted.order_by("-apps", "sdk_version")[:_SPREAD])


def _find(user: User, pk: str) -> Sdk:
    return get_object_or_404(visible_sdks(user).select_related("provider"), pk=pk)


def _ask(request: HttpRequest, form: forms.Form, row: Sdk, title: Text) -> HttpResponse:
    back = reverse("office:sdk", args=[row.pk])
    context = {"form": form, "title": title, "back": back, "back_title": Text(row.name, row.name_en or row.name)}
    return render(request, "office/form.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("sdks/", sdks, name="sdks"),
    path("sdks/<str:pk>/", sdk, name="sdk"),
    path("sdks/<str:pk>/sheet/", sheet, name="sdk-sheet"),
    path("sdks/<str:pk>/provider/", provider, name="sdk-provider"),
]
