"""One's own account: name, language, theme, sign-in, and API tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.api.models import Scope
from mingcha.platform.api.tokens import MOST_DAYS, issue_token, revoke_token
from mingcha.platform.ledger.chain import record
from mingcha.platform.office.access import page, person
from mingcha.platform.people.accounts import has_second_factor
from mingcha.platform.people.models import Role, User
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from mingcha.platform.api.models import ApiToken

ROLES = tuple(Role.values)
_THEMES = (("system", both("跟随系统", "as the system")), ("light", both("浅色", "light")), ("dark", both("深色", "dark")))
_DAYS = 90


class AccountForm(forms.ModelForm):  # type: ignore[type-arg] # generic for the type checker alone
    """What everybody may change about themselves."""

    language = forms.ChoiceField(label=both("语言", "Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=both("主题", "Theme"), choices=_THEMES)

    class Meta:
        model = User
        fields = ("name", "email", "language", "theme")


class TokenForm(forms.Form):
    """What a token is for, what it may do, and how long it holds."""

    name = forms.CharField(label=both("用途", "Client"), max_length=80, help_text=both("使用令牌的程序或系统", "the program that uses it"))
    scopes = forms.MultipleChoiceField(label=both("权限", "Scopes"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=both("有效天数", "Days"), min_value=1, max_value=MOST_DAYS, initial=_DAYS)


@page(roles=ROLES)
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account, and change it."""
    user = person(request)
    form = AccountForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        fields = {"changes": ", ".join(form.changed_data)}
        record(kind="account-changed", subject=f"user:{user.pk}", at=timezone.now(), actor=user, data=fields)
        messages.success(request, choose("已保存。", "Saved."))
        response = HttpResponseRedirect(request.path)
        # The cookies of the page's header would win over what was chosen here.
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        response.delete_cookie("mingcha_theme")
        return response
    now = timezone.now()
    tokens = [_row(token, now) for token in user.api_tokens.all()[:50]]
    context = {"form": form, "tokens": tokens, "second_factor": has_second_factor(user)}
    return render(request, "office/account.html", context, status=422 if form.errors else 200)


def _row(token: ApiToken, now: Any) -> dict[str, Any]:
    state = "cancelled" if token.revoked_at else "failed" if token.expires_at <= now else "done"
    words = {"cancelled": ("已吊销", "revoked"), "failed": ("已过期", "expired"), "done": ("有效", "valid")}[state]
    scopes = [str(Scope(scope).label) for scope in token.scopes if scope in Scope.values]
    return {"token": token, "state": state, "words": choose(*words), "scopes": scopes}


def _issue(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, secret = issue_token(user=person(request), at=timezone.now(), **form.cleaned_data)
        response = render(request, "office/token.html", {"token": token, "secret": secret})
        response["Cache-Control"] = "no-store"
        return response
    return _ask(request, form, Text("签发接口令牌", "Issue an API token"))


def _revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(person(request).api_tokens, pk=pk, revoked_at=None)
    if request.method == "POST":
        revoke_token(token, actor=person(request), at=timezone.now())
        messages.success(request, choose("已吊销。", "Revoked."))
        return HttpResponseRedirect(reverse("office:account"))
    title = Text(f"吊销令牌“{token.name}”", f"Revoke the token {token.name}")
    lead = Text("使用它的程序立即无法调用接口；吊销后不能恢复。", "Programs that use it can call the API no longer; this cannot be undone.")
    return _ask(request, forms.Form(), title, lead=lead, button=Text("吊销", "Revoke"), danger=True)


issue = page(roles=ROLES)(reauthentication_required(_issue))
revoke = page(roles=ROLES)(_revoke)


def _ask(request: HttpRequest, form: forms.Form, title: Text, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        **more,
        "back": reverse("office:account"),
        "back_title": Text("我的账号", "My account"),
    }
    return render(request, "office/form.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("account/", account, name="account"),
    path("account/tokens/new/", issue, name="token-new"),
    path("account/tokens/<int:pk>/revoke/", revoke, name="token-revoke"),
]
