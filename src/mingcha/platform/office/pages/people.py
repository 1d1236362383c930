"""Bodies and users, kept by administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.ledger.models import Entry
from mingcha.platform.office.access import page, person
from mingcha.platform.office.forms import CHOOSE, body_field
from mingcha.platform.office.paging import as_key
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.accounts import has_second_factor
from mingcha.platform.people.directory import RefusedError, give_password, reset_second_factor, save_body, save_user
from mingcha.platform.people.models import Body, BodyKind, Role, User
from mingcha.platform.people.regions import is_region, region_name
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

ROLES = (Role.ADMINISTRATOR,)
_ACTIVE = (("true", both("启用", "active")), ("false", both("停用", "inactive")))
_SHOWN = 20


class BodyFilter(django_filters.FilterSet):
    """What the list of bodies can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("名称或信用代码", "Name or credit code"))
    kind = django_filters.ChoiceFilter(choices=BodyKind.choices, label=both("类别", "Kind"), empty_label=both("全部", "All"))
    active = django_filters.ChoiceFilter(choices=_ACTIVE, method="by_use", label=both("状态", "State"), empty_label=both("全部", "All"))

    class Meta:
        model = Body
        fields = ()

    def find(self, rows: QuerySet[Body], _name: str, value: str) -> QuerySet[Body]:
        """Return the bodies whose name or code has the words."""
        return rows.filter(Q(name__icontains=value) | Q(short=value) | Q(uscc__istartswith=value))

    def by_use(self, rows: QuerySet[Body], _name: str, value: str) -> QuerySet[Body]:
        """Return the bodies that are in use, or those that are not."""
        return rows.filter(active=value == "true")


class UserFilter(django_filters.FilterSet):
    """What the list of users can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("用户名、姓名或单位", "User, name or body"))
    role = django_filters.ChoiceFilter(choices=Role.choices, label=both("角色", "Role"), empty_label=both("全部", "All"))
    active = django_filters.ChoiceFilter(choices=_ACTIVE, method="by_use", label=both("状态", "State"), empty_label=both("全部", "All"))

    class Meta:
        model = User
        fields = ()

    def find(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Return the users whose names or body have the words."""
        return rows.filter(Q(username__icontains=value) | Q(name__icontains=value) | Q(body__name__icontains=value))

    def by_use(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Return the users that can sign in, or those that cannot."""
        return rows.filter(is_active=value == "true")


def _new(name: str, title: Text) -> dict[str, Any]:
    return {"buttons": [{"title": title, "address": reverse(f"office:{name}-new"), "primary": True}]}


def _use(active: bool) -> str:  # noqa: FBT001 - a cell's value
    return choose("启用", "active") if active else choose("停用", "inactive")


BODIES = Table(
    name="bodies",
    title=Text("单位", "Bodies"),
    rows=lambda _user: Body.objects.all(),
    filters=BodyFilter,
    columns=(
        Column(Text("名称", "Name"), "name"),
        Column(Text("类别", "Kind"), "get_kind_display"),
        Column(Text("简称", "Short"), "short", narrow=True),
        Column(Text("地区", "Region"), lambda body: region_name(body.region), narrow=True),
        Column(Text("统一社会信用代码", "Credit code"), "uscc", "mono", narrow=True),
        Column(Text("状态", "State"), lambda body: _use(body.active)),
    ),
    address=lambda body: reverse("office:body", args=[body.pk]),
    context=lambda _user: _new("body", Text("新增单位", "Add a body")),
)
USERS = Table(
    name="users",
    title=Text("用户", "Users"),
    rows=lambda _user: User.objects.select_related("body"),
    filters=UserFilter,
    columns=(
        Column(Text("用户名", "User name"), "username", "mono"),
        Column(Text("姓名", "Name"), "name"),
        Column(Text("单位", "Body"), "body.name", narrow=True),
        Column(Text("角色", "Role"), "get_role_display"),
        Column(Text("最近登录", "Last sign-in"), "last_login", "moment", narrow=True),
        Column(Text("状态", "State"), lambda user: _use(user.is_active)),
    ),
    address=lambda user: reverse("office:user", args=[user.pk]),
    context=lambda _user: _new("user", Text("新增用户", "Add a user")),
)


class BodyForm(forms.ModelForm):  # type: ignore[type-arg] # generic for the type checker alone
    """What is known of a body."""

    class Meta:
        model = Body
        fields = ("kind", "name", "name_en", "short", "region", "uscc", "licence", "contact", "account", "active")
        help_texts = {  # noqa: RUF012 - Django's form
            "short": both("用于文号，如工信部、京", "used in document numbers"),
            "region": both("行政区划代码，如110000", "GB/T 2260, e.g. 110000"),
            "account": both(
                "仅机关填写：开户银行、户名、账号，印在处罚决定书上", "of authorities: bank, name, number, as decisions on fines print it"
            ),
            "active": both("停用时，其用户一并停用", "its users go out of use with it"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(choices=(("", CHOOSE), *BodyKind.choices), label=both("类别", "Kind"))

    def clean_region(self) -> str:
        """Refuse what is no code of a region."""
        code = str(self.cleaned_data["region"])
        if code and not is_region(code):
            raise forms.ValidationError(both("不是6位行政区划代码。", "This is no code of a region."))
        return code

    def clean_kind(self) -> str:
        """Refuse another kind for a body that has users: their roles would not exist in it."""
        kind = str(self.cleaned_data["kind"])
        if self.instance.pk and kind != self.initial.get("kind") and self.instance.users.exists():
            raise forms.ValidationError(both("该单位已有用户，不能更改类别。", "The body has users: its kind stays."))
        return kind


class UserForm(forms.ModelForm):  # type: ignore[type-arg] # generic for the type checker alone
    """Who a user is."""

    class Meta:
        model = User
        fields = ("username", "name", "email", "body", "role", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.filter(Q(active=True) | Q(pk=self.instance.body_id))
        self.fields["role"] = forms.ChoiceField(choices=(("", CHOOSE), *Role.choices), label=both("角色", "Role"))
        self.fields["body"] = body_field(bodies.order_by("kind", "name"), label=both("单位", "Body"))


@page(roles=ROLES)
def bodies(request: HttpRequest) -> HttpResponseBase:
    """Show the bodies."""
    return show(request, BODIES)


@page(roles=ROLES)
def body(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a body, or change one."""
    row = get_object_or_404(Body, pk=pk) if pk else None
    form = BodyForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_body(form.save(commit=False), actor=person(request), at=timezone.now())
        except RefusedError as error:
            form.add_error(None, forms.ValidationError(choose(error.why.zh, error.why.en)))
        else:
            messages.success(request, choose(f"已保存：{saved}", f"Saved: {saved}"))
            return HttpResponseRedirect(reverse("office:bodies") if row else reverse("office:body", args=[saved.pk]))
    users = list(row.users.order_by("-is_active", "name")[: _SHOWN + 1]) if row else []
    context = {
        "form": form,
        "title": Text(row.name, row.name_en or row.name) if row else Text("新增单位", "Add a body"),
        "button": Text("保存", "Save"),
        "back": reverse("office:bodies"),
        "back_title": Text("单位", "Bodies"),
        "body_row": row,
        "users": users[:_SHOWN],
        "more": len(users) > _SHOWN,
    }
    return render(request, "office/body.html", context, status=422 if form.errors else 200)


@page(roles=ROLES)
def users(request: HttpRequest) -> HttpResponseBase:
    """Show the users."""
    return show(request, USERS)


@page(roles=ROLES)
def enter(request: HttpRequest) -> HttpResponse:
    """Add a user."""
    form = UserForm(request.POST or None, initial={"body": as_key(request.GET.get("body", "")) or None})
    if request.method == "POST" and form.is_valid():
        saved = save_user(form.save(commit=False), actor=person(request), at=timezone.now())
        messages.success(request, choose("已开立账号，请设置一次性密码。", "The account is there; give it a one-time password."))
        return HttpResponseRedirect(reverse("office:user", args=[saved.pk]))
    context = {"form": form, "title": Text("新增用户", "Add a user"), "button": Text("保存", "Save")}
    context |= {"back": reverse("office:users"), "back_title": Text("用户", "Users")}
    return render(request, "office/form.html", context, status=422 if form.errors else 200)


@page(roles=ROLES)
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a user with what happened to the account, and change it."""
    row = get_object_or_404(User.objects.select_related("body"), pk=pk)
    form = UserForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            save_user(form.save(commit=False), actor=person(request), at=timezone.now())
        except RefusedError as error:
            form.add_error(None, forms.ValidationError(choose(error.why.zh, error.why.en)))
        else:
            messages.success(request, choose("已保存。", "Saved."))
            return HttpResponseRedirect(request.path)
    known = User.objects.select_related("body").get(pk=pk)
    context = {
        "user_row": known,
        "form": form,
        "second_factor": has_second_factor(known),
        "history": Entry.objects.filter(Q(subject=f"user:{pk}") | Q(actor=pk, kind="signed-in"))
        .select_related("actor")
        .order_by("-number")[:_SHOWN],
    }
    return render(request, "office/user.html", context, status=422 if form.errors else 200)


def _password(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        lead = Text(
            "旧密码立即失效，会话退出，接口令牌吊销，锁定解除。", "Old password, sessions and tokens end at once; a lockout is lifted."
        )
        return _confirm(request, row, Text("设置一次性密码", "Give a one-time password"), lead)
    password = give_password(row, actor=person(request), at=timezone.now())
    response = render(request, "office/password.html", {"user_row": row, "password": password})
    response["Cache-Control"] = "no-store"
    return response


def _factor(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        lead = Text(
            "请先核实本人身份。重置后，下次打开页面时须重新设置。", "Make sure first who is asking. The next page asks for a new one."
        )
        return _confirm(request, row, Text("重置双因素", "Reset the two-factor sign-in"), lead)
    removed = reset_second_factor(row, actor=person(request), at=timezone.now())
    messages.success(request, choose(f"已移除{removed}项。", f"{removed} taken away."))
    return HttpResponseRedirect(reverse("office:user", args=[pk]))


password = page(roles=ROLES)(reauthentication_required(_password))
factor = page(roles=ROLES)(reauthentication_required(_factor))


def _confirm(request: HttpRequest, row: User, title: Text, lead: Text) -> HttpResponse:
    context = {"form": forms.Form(), "title": title, "lead": lead, "danger": True, "back_title": Text(row.name, row.name)}
    return render(request, "office/form.html", context | {"back": reverse("office:user", args=[row.pk])})


urlpatterns = [
    path("bodies/", bodies, name="bodies"),
    path("bodies/new/", body, name="body-new"),
    path("bodies/<int:pk>/", body, name="body"),
    path("users/", users, name="users"),
    path("users/new/", enter, name="user-new"),
    path("users/<int:pk>/", user, name="user"),
    path("users/<int:pk>/password/", password, name="user-password"),
    path("users/<int:pk>/second-factor/", factor, name="user-factor"),
]
