"""Public notices: the list, one with its annex, drafting from the cases that are ready, and issuing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mingcha.model import Text
from mingcha.platform.casework.limits import RECTIFY_DAYS
from mingcha.platform.casework.models import Case, Notice, NoticeKind
from mingcha.platform.casework.notices import (
    READY,
    discard_notice,
    draft_notice,
    drop_unready,
    issue_notice,
    named_already,
    unready,
    why_not,
)
from mingcha.platform.casework.scope import visible_notices
from mingcha.platform.casework.step import StepError
from mingcha.platform.office.access import page, person
from mingcha.platform.office.forms import DayInput
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import AUTHORITIES, Role
from mingcha.platform.words import both, choose, many
from mingcha.platform.workdays.current import suggest

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from mingcha.platform.people.models import User


class NoticeFilter(django_filters.FilterSet):
    """What the list of notices can be narrowed by."""

    q = django_filters.CharFilter("title", "has", label=both("标题", "Title"))
    kind = django_filters.ChoiceFilter(choices=NoticeKind.choices, label=both("类别", "Kind"), empty_label=both("全部", "All"))
    issued = django_filters.ChoiceFilter(
        choices=(("yes", both("已发布", "issued")), ("no", both("拟稿", "draft"))),
        method="by_issue",
        label=both("状态", "State"),
        empty_label=both("全部", "All"),
    )

    class Meta:
        model = Notice
        fields = ()

    def by_issue(self, rows: QuerySet[Notice], _name: str, value: str) -> QuerySet[Notice]:
        """Return issued notices, or drafts."""
        return rows.filter(issued_on__isnull=value == "no")


def _buttons(user: User) -> dict[str, Any]:
    if not (user.acts_as(Role.OFFICER) and user.body.is_authority):
        return {}
    return {
        "buttons": [
            {"title": Text("拟通报", "Draft a notice"), "address": reverse("office:notice-new", args=[NoticeKind.NOTICE]), "primary": True},
            {"title": Text("拟下架通报", "Draft a delisting notice"), "address": reverse("office:notice-new", args=[NoticeKind.DELISTING])},
        ]
    }


TABLE = Table(
    name="notices",
    title=Text("通报", "Notices"),
    empty=Text("暂无通报；案件经批准后可拟通报。", "No notices yet: one is drafted from cases that are approved."),
    rows=lambda user: visible_notices(user).select_related("body"),
    filters=NoticeFilter,
    columns=(
        Column(Text("标题", "Title"), lambda notice: notice.title or choose(f"拟稿 #{notice.pk}", f"draft #{notice.pk}")),
        Column(Text("类别", "Kind"), "get_kind_display"),
        Column(Text("发布机关", "Authority"), "body.name"),
        Column(Text("整改期限", "Time limit"), "deadline", "day", narrow=True),
        Column(Text("发布日期", "Issued"), "issued_on", "day"),
    ),
    address=lambda notice: reverse("office:notice", args=[notice.pk]),
    context=_buttons,
)


_NONE_READY = {
    NoticeKind.NOTICE: both(
        "目前没有可列入的案件：案件须先经审批人批准通报。",
        "No case can be listed: a deciding officer approves the notice of each first.",
    ),
    NoticeKind.DELISTING: both("目前没有可列入的案件：须先通知下架。", "No case can be listed: the delisting of each is ordered first."),
}


class DraftForm(forms.Form):
    """What a notice says: which cases, until when, on what topic."""

    def __init__(self, user: User, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = Case.objects.filter(bureau=user.body, state__in=READY[NoticeKind(kind)])
        taken = named_already(kind).filter(notice__body=user.body).values("case")
        cases = ready.exclude(pk__in=taken).order_by("title")
        self.fields["cases"] = forms.ModelMultipleChoiceField(
            label=both("列入的案件", "Cases"), queryset=cases, widget=forms.CheckboxSelectMultiple
        )
        if not cases.exists():
            self.fields["cases"].help_text = _NONE_READY[NoticeKind(kind)]
        if kind == NoticeKind.NOTICE:
            self.fields["deadline"] = forms.DateField(
                label=both("整改期限", "Time limit"),
                widget=DayInput(),
                initial=suggest(timezone.localdate(), RECTIFY_DAYS).day,
                help_text=both("建议为5个工作日，自今日起计", "5 working days from today are suggested"),
            )
            self.fields["topic"] = forms.CharField(
                label=both("专题", "Topic"),
                max_length=120,
                required=False,
                help_text=both("“回头看”通报填写", "for a look-back on one topic"),
            )
            self.fields["tested"] = forms.IntegerField(
                label=both("提出整改要求的数量", "Told to rectify"),
                min_value=1,
                max_value=2**31 - 1,
                required=False,
                help_text=both("通报写明对多少款提出了整改要求；可以不填", "as the notice says; may be left empty"),
            )


@page(roles=(Role.OFFICER, Role.DECIDER, Role.AUDITOR, Role.TESTER, Role.REVIEWER, Role.CLERK, Role.REPRESENTATIVE))
def notices(request: HttpRequest) -> HttpResponseBase:
    """Show issued notices, and the drafts of the person's own authority."""
    return show(request, TABLE)


@page()
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a notice with its annex."""
    user = person(request)
    row = get_object_or_404(visible_notices(user).select_related("body", "drafted_by", "issued_by"), pk=pk)
    may_issue = user.acts_as(Role.DECIDER) and user.body_id == row.body_id and row.issued_on is None and row.drafted_by_id != user.pk
    context = {"notice": row, "rows": row.rows.select_related("case"), "may_issue": may_issue, "own": user.body_id == row.body_id}
    gone = unready(row) if row.issued_on is None else []
    context |= {"gone": [why_not(each) for each in gone], "gone_rows": {each.pk for each in gone}}
    context["may_drop"] = bool(gone) and user.acts_as(Role.OFFICER) and user.body_id == row.body_id
    context["may_discard"] = user.acts_as(Role.OFFICER, Role.DECIDER) and user.body_id == row.body_id and row.issued_on is None
    return render(request, "office/notice.html", context)


@page(roles=(Role.OFFICER,), kinds=AUTHORITIES)
def draft(request: HttpRequest, kind: str) -> HttpResponse:
    """Draft a notice."""
    user = person(request)
    if kind not in NoticeKind.values:
        raise Http404
    form = DraftForm(user, kind, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = draft_notice(kind=kind, actor=user, at=timezone.now(), **form.cleaned_data)
        except StepError as error:
            for reason in error.reasons:
                form.add_error(None, forms.ValidationError(choose(reason.zh, reason.en)))
        else:
            return HttpResponseRedirect(reverse("office:notice", args=[row.pk]))
    title = Text("拟通报", "Draft a notice") if kind == NoticeKind.NOTICE else Text("拟下架通报", "Draft a delisting notice")
    context = {"form": form, "title": title, "back": reverse("office:notices"), "back_title": Text("通报", "Notices")}
    return render(request, "office/form.html", context, status=422 if form.errors else 200)


def _issue(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    row = get_object_or_404(visible_notices(user), pk=pk, body=user.body)
    back = reverse("office:notice", args=[pk])
    if request.method != "POST" and (row.issued_on is not None or unready(row)):
        return HttpResponseRedirect(back)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            row = issue_notice(notice=row, actor=user, at=timezone.now(), on=timezone.localdate())
        except StepError as error:
            for reason in error.reasons:
                messages.error(request, choose(reason.zh, reason.en))
        else:
            messages.success(request, choose(f"已发布：{row.title}", f"Issued: {row.title}"))
        return HttpResponseRedirect(back)
    context = {
        "form": form,
        "title": Text("签发通报", "Issue the notice"),
        "lead": Text(
            f"共{row.rows.count()}款，签发后编号、冻结并公开。",
            f"{many(row.rows.count(), 'app')} on it; it is numbered, frozen and made public.",
        ),
        "back": back,
        "back_title": Text(f"拟稿 #{pk}", f"draft #{pk}"),
        "danger": True,
    }
    return render(request, "office/form.html", context)


@page(roles=(Role.OFFICER,), kinds=AUTHORITIES)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the cases off a draft that no longer belong on it."""
    user = person(request)
    row = get_object_or_404(visible_notices(user), pk=pk, body=user.body, issued_on=None)
    try:
        drop_unready(notice=row, actor=user, at=timezone.now())
    except StepError as error:
        for reason in error.reasons:
            messages.error(request, choose(reason.zh, reason.en))
    else:
        messages.success(request, choose("已剔除不应列入的案件。", "The cases that do not belong here are off the draft."))
    return HttpResponseRedirect(reverse("office:notice", args=[pk]))


@page(roles=(Role.OFFICER, Role.DECIDER), kinds=AUTHORITIES)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft away."""
    user = person(request)
    row = get_object_or_404(visible_notices(user), pk=pk, body=user.body, issued_on=None)
    if request.method == "POST":
        discard_notice(notice=row, actor=user, at=timezone.now())
        messages.success(request, choose("拟稿已作废。", "The draft is discarded."))
        return HttpResponseRedirect(reverse("office:notices"))
    context = {
        "form": forms.Form(),
        "title": Text("作废拟稿", "Discard the draft"),
        "lead": Text("其中的案件可列入其他通报。", "Its cases can stand in another notice."),
        "back": reverse("office:notice", args=[pk]),
        "back_title": Text(f"拟稿 #{pk}", f"draft #{pk}"),
        "danger": True,
    }
    return render(request, "office/form.html", context)


issue = page(roles=(Role.DECIDER,), kinds=AUTHORITIES)(reauthentication_required(_issue))

urlpatterns = [
    path("notices/", notices, name="notices"),
    path("notices/new/<slug:kind>/", draft, name="notice-new"),
    path("notices/<int:pk>/", notice, name="notice"),
    path("notices/<int:pk>/issue/", issue, name="notice-issue"),
    path("notices/<int:pk>/drop/", drop, name="notice-drop"),
    path("notices/<int:pk>/discard/", discard, name="notice-discard"),
]
