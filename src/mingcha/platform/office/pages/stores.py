"""Stores and their listings; officers record what they saw on a patrol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.office.access import page, person
from mingcha.platform.office.forms import CHOOSE, DayInput
from mingcha.platform.office.pages.apps import KINDS
from mingcha.platform.office.paging import as_key
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import AUTHORITIES, Body, BodyKind, Role
from mingcha.platform.registry.changes import record_listing
from mingcha.platform.registry.find import of_apps
from mingcha.platform.registry.models import AppKind, Listed, Listing
from mingcha.platform.registry.scope import visible_apps, visible_listings
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from mingcha.platform.people.models import User

_ALL = both("全部", "All")
_STORES = Body.objects.filter(kind=BodyKind.STORE, active=True).order_by("name")


class ListingFilter(django_filters.FilterSet):
    """What the list of listings can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("应用或包名", "App or package"))
    store = django_filters.ModelChoiceFilter(queryset=_STORES, label=both("应用分发平台", "Store"), empty_label=_ALL)
    state = django_filters.ChoiceFilter(choices=Listed.choices, label=both("状态", "State"), empty_label=_ALL)
    since = django_filters.DateFilter("seen_on", "gte", label=both("巡查不早于", "Seen from"), widget=DayInput())
    until = django_filters.DateFilter("seen_on", "lte", label=both("巡查不晚于", "Seen to"), widget=DayInput())

    class Meta:
        model = Listing
        fields = ()

    def find(self, rows: QuerySet[Listing], _name: str, value: str) -> QuerySet[Listing]:
        """Return the listings of the app with that name or package."""
        return rows.filter(of_apps("app", value))


def _buttons(user: User) -> dict[str, Any]:
    if not (user.acts_as(Role.OFFICER) and user.body.is_authority):
        return {}
    return {"buttons": [{"title": Text("登记上架信息", "Record a listing"), "address": reverse("office:listing-new"), "primary": True}]}


TABLE = Table(
    name="listings",
    title=Text("上架信息", "Listings"),
    empty=Text("暂无上架信息；巡查应用分发平台后登记。", "No listings yet: record what a patrol of a store sees."),
    rows=lambda user: visible_listings(user).select_related("app", "store"),
    filters=ListingFilter,
    columns=(
        Column(Text("应用", "App"), "app.name"),
        Column(Text("包名", "Package"), "app.package_name", "mono", narrow=True),
        Column(Text("应用分发平台", "Store"), "store.name"),
        Column(Text("状态", "State"), "state", "badge"),
        Column(Text("版本", "Version"), "version_name", narrow=True),
        Column(Text("巡查日期", "Seen on"), "seen_on", "day"),
    ),
    address=lambda listing: reverse("office:app", args=[listing.app_id]),
    context=_buttons,
)


class ListingForm(forms.Form):
    """What was seen of an app in a store."""

    kind = forms.ChoiceField(label=both("形态", "Kind"), choices=AppKind.choices, initial=AppKind.ANDROID)
    package_name = forms.CharField(label=both("包名", "Package name"), max_length=255)
    store = forms.ModelChoiceField(label=both("应用分发平台", "Store"), queryset=_STORES, empty_label=CHOOSE)
    state = forms.ChoiceField(label=both("状态", "State"), choices=Listed.choices)
    version_name = forms.CharField(label=both("版本", "Version"), max_length=100, required=False)
    url = forms.URLField(label=both("链接", "Address"), max_length=500, required=False, assume_scheme="https")
    seen_on = forms.DateField(label=both("巡查日期", "Seen on"), widget=DayInput())

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._apps = visible_apps(user)

    def clean(self) -> dict[str, Any]:
        """Return the fields with the app in the place of its kind and package name."""
        data = super().clean() or {}
        app = self._apps.filter(kind=data.pop("kind", ""), package_name=data.pop("package_name", "")).first()
        if app is None and not self.errors:
            self.add_error("package_name", choose("没有登记此应用。", "No such app is registered."))
        return data | {"app": app}


@page(kinds=KINDS)
def listings(request: HttpRequest) -> HttpResponseBase:
    """Show the listings that the person sees."""
    return show(request, TABLE)


@page(roles=(Role.OFFICER,), kinds=AUTHORITIES)
def record(request: HttpRequest) -> HttpResponse:
    """Record what was seen of an app in a store."""
    user = person(request)
    form = ListingForm(user, request.POST or None, initial={"seen_on": timezone.localdate()} | _app(request, user))
    if request.method == "POST" and form.is_valid():
        listing = record_listing(actor=user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, choose("已登记。", "Recorded."))
        return HttpResponseRedirect(reverse("office:app", args=[listing.app_id]))
    context = {
        "form": form,
        "title": Text("登记上架信息", "Record a listing"),
        "back": reverse("office:listings"),
        "back_title": Text("上架信息", "Listings"),
    }
    return render(request, "office/form.html", context, status=422 if form.errors else 200)


def _app(request: HttpRequest, user: User) -> dict[str, str]:
    found = visible_apps(user).filter(pk=as_key(request.GET.get("app", ""))).first()
    return {"kind": found.kind, "package_name": found.package_name} if found else {}


urlpatterns = [
    path("listings/", listings, name="listings"),
    path("listings/new/", record, name="listing-new"),
]
