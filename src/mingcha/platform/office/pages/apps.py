"""Apps of the registry: the list, and one app with versions, certificates, policies, listings and cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.casework.scope import visible_cases
from mingcha.platform.files import store
from mingcha.platform.office.access import page, person
from mingcha.platform.office.files import check_size, name_of, stored_file, stream
from mingcha.platform.office.forms import body_field
from mingcha.platform.office.pages import leads, upload
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import AUTHORITIES, Body, BodyKind, Role
from mingcha.platform.people.regions import province_choices, region_name
from mingcha.platform.registry.changes import add_policy, assign_operator, may_keep_policies, may_register_versions, register_version
from mingcha.platform.registry.continuity import Continuity, continuity
from mingcha.platform.registry.models import App, AppKind, Policy
from mingcha.platform.registry.scope import visible_apps, visible_listings
from mingcha.platform.testing.scope import visible_scans
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from mingcha.platform.people.models import User

KINDS = (*AUTHORITIES, BodyKind.LAB, BodyKind.REVIEW, BodyKind.COMPLAINTS, BodyKind.OPERATOR, BodyKind.STORE)
KEEPING = (Role.OFFICER, Role.TESTER, Role.REPRESENTATIVE)
# What the reader of policies takes.
SUFFIXES = (".html", ".htm", ".md", ".txt", ".docx", ".pdf")
LARGEST = 20 * 2**20
SHOWN = 50
_ALL = both("全部", "All")


class AppFilter(django_filters.FilterSet):
    """What the list of apps can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("名称或包名", "Name or package"))
    kind = django_filters.ChoiceFilter(choices=AppKind.choices, label=both("形态", "Kind"), empty_label=_ALL)
    region = django_filters.ChoiceFilter("region", "startswith", choices=province_choices, label=both("属地", "Region"), empty_label=_ALL)
    operator = django_filters.CharFilter("operator__name", "has", label=both("开发运营者", "Operator"))

    class Meta:
        model = App
        fields = ()

    def find(self, rows: QuerySet[App], _name: str, value: str) -> QuerySet[App]:
        """Return the apps whose name has the words, or whose package name begins with them."""
        return rows.filter(Q(name__has=value) | Q(package_name__begins=value))


TABLE = Table(
    name="apps",
    title=Text("应用", "Apps"),
    rows=lambda user: visible_apps(user).select_related("operator"),
    filters=AppFilter,
    columns=(
        Column(Text("应用名称", "Name"), "name", "name"),
        Column(Text("包名", "Package"), "package_name", "mono"),
        Column(Text("形态", "Kind"), "get_kind_display", narrow=True),
        Column(Text("开发运营者", "Operator"), "operator.name", narrow=True),
        Column(Text("属地", "Region"), lambda app: region_name(app.region), narrow=True),
        Column(Text("备案号", "Filing number"), "record_number", narrow=True),
    ),
    address=lambda app: reverse("office:app", args=[app.pk]),
    empty=Text("暂无应用；上传安装包或登记线索后自动登记。", "No apps yet: they are registered by uploads and leads."),
)


class OperatorForm(forms.Form):
    """Whose app it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        operators = Body.objects.filter(kind=BodyKind.OPERATOR, active=True).order_by("name")
        self.fields["operator"] = body_field(operators, label=both("开发运营者", "Operator"), required=False)


class PolicyForm(forms.Form):
    """A policy or a list of SDKs, as a file."""

    kind = forms.ChoiceField(
        label=both("类别", "Kind"), choices=(("policy", both("隐私政策", "privacy policy")), ("sdk-list", both("SDK清单", "SDK list")))
    )
    file = forms.FileField(
        label=both("文件", "File"), help_text=both("HTML、Markdown、文本、DOCX或PDF", "HTML, Markdown, text, DOCX or PDF")
    )
    url = forms.URLField(label=both("链接", "Address"), max_length=500, required=False, assume_scheme="https")

    def clean_file(self) -> UploadedFile[Any]:
        """Return the file; ValidationError when it is too large or of a kind that is not read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        check_size(file, LARGEST)
        if not (file.name or "").lower().endswith(SUFFIXES):
            raise forms.ValidationError(choose("不支持此格式。", "This format is not read."))
        return file


class VersionForm(forms.Form):
    """A version of what has no package: as the store shows it, and where it was found."""

    name = forms.CharField(
        label=both("版本", "Version"),
        max_length=100,
        help_text=both("小程序无版本号的，填写检测日期", "the day of the test, where a mini program shows no version"),
    )
    source = forms.CharField(
        label=both("应用来源", "Where from"),
        max_length=120,
        help_text=both("如微信小程序、App Store，通报中照此填写", "as notices print it"),
    )


@page(kinds=KINDS)
def apps(request: HttpRequest) -> HttpResponseBase:
    """Show the apps that the person may look up."""
    return show(request, TABLE)


@page(kinds=KINDS)
def app(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one app."""
    user = person(request)
    row = _find(user, pk)
    scans = Prefetch("scans", queryset=visible_scans(user).order_by("-pk"), to_attr="seen_scans")
    store_only = user.body.kind == BodyKind.STORE
    versions = row.versions.select_related("package").prefetch_related("signatures__certificate", scans)
    signed = [] if store_only else continuity(versions.order_by("-code", "-pk")[:SHOWN])
    context = {
        "app": row,
        "signed": signed,
        "changed": any(each.continuity == Continuity.CHANGED for each in signed),
        "policies": () if store_only else row.policies.order_by("-pk")[:SHOWN],
        "listings": visible_listings(user).filter(app=row).select_related("store"),
        "cases": visible_cases(user).filter(app=row).order_by("-pk")[:SHOWN],
        "may_keep": may_keep_policies(row, user),
        "may_assign": user.acts_as(Role.OFFICER) and user.body.is_authority,
        "may_upload": user.role in upload.ROLES and user.body.kind in upload.KINDS and row.kind == AppKind.ANDROID,
        "may_register": may_register_versions(row, user),
        "may_report": user.acts_as(*leads.ENTERING) and user.body.kind in leads.KINDS,
        "store_only": store_only,
        "today": timezone.localdate(),
    }
    return render(request, "office/app.html", context)


@page(roles=(Role.OFFICER,), kinds=AUTHORITIES)
def operator(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose app it is."""
    user = person(request)
    row = _find(user, pk)
    form = OperatorForm(request.POST or None, initial={"operator": row.operator_id})
    if request.method == "POST" and form.is_valid():
        assign_operator(app=row, operator=form.cleaned_data["operator"], actor=user, at=timezone.now())
        return HttpResponseRedirect(reverse("office:app", args=[row.pk]))
    return _ask(request, form, row, Text("指定开发运营者", "Assign the operator"))


@page(roles=KEEPING, kinds=upload.KINDS)
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a policy or a list of SDKs; the next scan reads it."""
    user = person(request)
    row = _find(user, pk)
    if not may_keep_policies(row, user):
        raise Http404
    form = PolicyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        told = {"kind": form.cleaned_data["kind"], "url": form.cleaned_data["url"], "file_name": name_of(file)}
        add_policy(app=row, sha256=store().put(stream(file), limit=LARGEST), actor=user, at=timezone.now(), **told)
        messages.success(request, choose("已登记，下次检测时使用。", "Kept; the next scan reads it."))
        return HttpResponseRedirect(reverse("office:app", args=[row.pk]))
    return _ask(request, form, row, Text("登记隐私政策", "Add a policy"))


@page(roles=KEEPING, kinds=upload.KINDS)
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a version of an app that has no package."""
    user = person(request)
    row = _find(user, pk)
    if not may_register_versions(row, user):
        raise Http404
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        register_version(app=row, **form.cleaned_data, on=timezone.localdate(), actor=user, at=timezone.now())
        messages.success(request, choose("已登记版本。", "The version is registered."))
        return HttpResponseRedirect(reverse("office:app", args=[row.pk]))
    return _ask(request, form, row, Text("登记版本", "Register a version"))


@page(kinds=(*upload.KINDS, BodyKind.REVIEW))
def policy_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Return the text of a policy, as a download."""
    row = get_object_or_404(Policy.objects.filter(app__in=visible_apps(person(request))), pk=pk)
    return stored_file(row.sha256, row.file_name)


def _find(user: User, pk: int) -> App:
    return get_object_or_404(visible_apps(user).select_related("operator"), pk=pk)


def _ask(request: HttpRequest, form: forms.Form, row: App, title: Text) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "back": reverse("office:app", args=[row.pk]),
        "back_title": Text(row.name, row.name),
    }
    return render(request, "office/form.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("apps/", apps, name="apps"),
    path("apps/<int:pk>/", app, name="app"),
    path("apps/<int:pk>/operator/", operator, name="app-operator"),
    path("apps/<int:pk>/policy/", policy, name="app-policy"),
    path("apps/<int:pk>/version/", version, name="app-version"),
    path("policies/<int:pk>/", policy_file, name="policy-file"),
]
