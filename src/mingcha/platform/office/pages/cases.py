"""Cases: the list, one case with its history, and taking its steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import django_filters
from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.db.models import Q, prefetch_related_objects
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.casework.models import Case, Penalty, Subject
from mingcha.platform.casework.papers import papers, possible, problems_told
from mingcha.platform.casework.remedies import remedies_of
from mingcha.platform.casework.run import BY_NAME, available, history, is_bystander, take
from mingcha.platform.casework.sanctions import names
from mingcha.platform.casework.scope import visible_cases, visible_files
from mingcha.platform.casework.service import MANNERS
from mingcha.platform.casework.states import CLOSED, State
from mingcha.platform.casework.step import StepError
from mingcha.platform.office.access import page, person
from mingcha.platform.office.files import stored_file
from mingcha.platform.office.forms import DayInput, step_form, stored
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.office.templatetags.evidence import problem
from mingcha.platform.people.models import AUTHORITIES, Body, BodyKind, Role
from mingcha.platform.registry.changes import may_register_versions
from mingcha.platform.registry.models import AppKind
from mingcha.platform.registry.scope import visible_apps
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from mingcha.platform.casework.measures import AccessStop
    from mingcha.platform.casework.models import Delisting
    from mingcha.platform.casework.step import Step
    from mingcha.platform.people.models import User

# Whose cases there are at all: the complaint centre follows its leads instead.
KINDS = tuple(kind for kind in BodyKind.values if kind != BodyKind.COMPLAINTS)
# Who sees of the measures in a case its own alone.
_OUTSIDE = frozenset({BodyKind.STORE, BodyKind.ACCESS})


class CaseFilter(django_filters.FilterSet):
    """What the list of cases can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("编号或名称", "Number or name"))
    state = django_filters.ChoiceFilter(choices=State.choices, label=both("状态", "State"), empty_label=both("全部", "All"))
    subject = django_filters.ChoiceFilter(choices=Subject.choices, label=both("对象", "Subject"), empty_label=both("全部", "All"))
    bureau = django_filters.ModelChoiceFilter(
        queryset=Body.objects.filter(kind__in=AUTHORITIES), label=both("办理机关", "Authority"), empty_label=both("全部", "All")
    )
    due = django_filters.ChoiceFilter(
        choices=(("late", both("已逾期", "overdue")), ("open", both("未结案", "not closed"))),
        method="by_due",
        label=both("期限", "Limit"),
        empty_label=both("全部", "All"),
    )
    since = django_filters.DateFilter("opened_on", "gte", label=both("立案不早于", "Opened from"), widget=DayInput())
    until = django_filters.DateFilter("opened_on", "lte", label=both("立案不晚于", "Opened to"), widget=DayInput())

    class Meta:
        model = Case
        fields = ()

    def find(self, rows: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        """Return the cases whose number or title has the words."""
        return rows.filter(Q(number__startswith=value.upper()) | Q(title__has=value))

    def by_due(self, rows: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        """Return the cases past their limit, or those that are not closed."""
        return rows.filter(due_on__lt=timezone.localdate()) if value == "late" else rows.exclude(state__in=CLOSED)


TABLE = Table(
    name="cases",
    title=Text("案件", "Cases"),
    empty=Text("暂无案件；受理线索或确认问题后立案。", "No cases yet: a case is opened from a lead that is taken."),
    rows=lambda user: visible_cases(user).select_related("bureau", "version"),
    filters=CaseFilter,
    columns=(
        Column(Text("案件编号", "Number"), "number", "mono"),
        Column(Text("名称", "Name"), "title", "name"),
        Column(Text("版本", "Version"), "version.name", narrow=True),
        Column(Text("状态", "State"), "state", "badge"),
        Column(Text("所涉问题", "Problems"), lambda case: [problem(label) for label in case.labels], "words", narrow=True),
        Column(Text("期限", "Limit"), "due_on", "due"),
        Column(Text("办理机关", "Authority"), "bureau.name", narrow=True),
        Column(Text("立案日期", "Opened"), "opened_on", "day", narrow=True),
    ),
    address=lambda case: reverse("office:case", args=[case.pk]),
)


class CompanyFilter(CaseFilter):
    """The same for companies, which are not told of what is undecided."""

    state = None
    bureau = None


COMPANY_TABLE = replace(
    TABLE,
    filters=CompanyFilter,
    columns=tuple(Column(column.title, "public_state") if column.value == "state" else column for column in TABLE.columns),
)


@page(kinds=KINDS)
def cases(request: HttpRequest) -> HttpResponseBase:
    """Show the cases that the person sees."""
    return show(request, COMPANY_TABLE if person(request).acts_as(Role.REPRESENTATIVE) else TABLE)


@page(kinds=KINDS)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one case: where it stands, what can be done, what happened."""
    user = person(request)
    row = _find(user, pk)
    # Each answer asks whether it is late; sections and documents ask for the measures.
    prefetch_related_objects([row], "orders", "delistings__store", "access_stops__provider")
    today = timezone.localdate()
    told, bystander = not user.body.is_authority, is_bystander(row, user)
    context = {
        "case": row,
        "steps": available(row, user, today),
        "history": history(row, reader=user),
        "tests": ()
        if told and user.body.kind not in {BodyKind.LAB, BodyKind.REVIEW}
        else row.case_tests.select_related("test__lab", "test__version"),
        "orders": () if bystander else row.orders.all(),
        "answers": () if bystander else row.answers.select_related("version", "by"),
        "delistings": _delistings(row, user),
        "stops": _stops(row, user),
        "penalties": _penalties(row) if user.body.is_authority else (),
        "appeals": () if bystander else row.appeals.all(),
        "leads": row.leads.all() if user.body.is_authority else (),
        "rows": row.notice_rows.select_related("notice"),
        "files": visible_files(user).filter(case=row).select_related("added_by"),
        "papers": papers(row, user),
        "possible": possible(row) if user.acts_as(Role.OFFICER) and row.bureau_id == user.body_id else (),
        "today": today,
        "app_visible": row.app_id is not None and visible_apps(user).filter(pk=row.app_id).exists(),
        "problems": problems_told(row) if told and not bystander else (),
    }
    return render(request, "office/case.html", context | _ways_of_versions(row, user))


@page(kinds=KINDS)
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask for a step's fields, and take it."""
    user = person(request)
    row = _find(user, pk)
    chosen = BY_NAME.get(name)
    offered = {step.name: reasons for step, reasons in available(row, user, timezone.localdate())}
    if chosen is None or name not in offered:
        raise Http404
    if chosen.grave:
        return _again(request, row, chosen, offered[name])  # type: ignore[no-any-return] # allauth has no types
    return _take(request, row, chosen, offered[name])


@page(kinds=KINDS)
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Return a file that was put into a case as evidence, as a download."""
    row = get_object_or_404(visible_files(person(request)), pk=pk)
    return stored_file(row.sha256, row.name)


def _begun(chosen: Step, row: Case) -> forms.Form:
    return step_form(chosen, row, proposed=chosen.propose(row, timezone.localdate()))


def _ways_of_versions(row: Case, user: User) -> dict[str, bool]:
    """Return how the company brings in a rectified version: it uploads a package, or registers what has none."""
    app = row.app
    if app is None or row.is_closed or user.body.kind != BodyKind.OPERATOR:
        return {}
    return {"may_upload": app.kind == AppKind.ANDROID, "may_register": may_register_versions(app, user)}


def _find(user: User, pk: int) -> Case:
    return get_object_or_404(visible_cases(user).select_related("bureau", "app__operator", "sdk", "store", "version", "test"), pk=pk)


def _penalties(row: Case) -> list[dict[str, Any]]:
    """Return the case's penalty procedures, the newest first, with the limits that run from the service of a decision."""
    named = {
        "pay_by": Text("缴纳罚款期限", "Fine to be paid by"),
        "review_by": Text("申请行政复议期限", "Reconsideration by"),
        "sue_by": Text("提起行政诉讼期限", "Suit by"),
    }
    manners = dict(MANNERS)
    return [
        {
            "row": each,
            "limits": [(named[name], limit) for name, limit in remedies_of(each).items()],
            "notice_how": manners.get(each.notice_served_how),
            "how": manners.get(each.served_how),
            "intended": names(each.intended_sanctions),
            "sanctions": names(each.sanctions),
        }
        for each in Penalty.objects.filter(case=row)
    ]


def _delistings(row: Case, user: User) -> list[Delisting]:
    return [each for each in row.delistings.all() if user.body.kind not in _OUTSIDE or each.store_id == user.body_id]


def _stops(row: Case, user: User) -> list[AccessStop]:
    return [each for each in row.access_stops.all() if user.body.kind not in _OUTSIDE or each.provider_id == user.body_id]


def _take(request: HttpRequest, row: Case, chosen: Step, reasons: Any) -> HttpResponse:
    user = person(request)
    form = step_form(chosen, row, request.POST, request.FILES) if request.method == "POST" else _begun(chosen, row)
    back = reverse("office:case", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        try:
            take(chosen, case=row, actor=user, at=timezone.now(), on=timezone.localdate(), data=stored(chosen, form))
        except StepError as error:
            for reason in error.reasons:
                form.add_error(None, forms.ValidationError(choose(reason.zh, reason.en)))
        else:
            messages.success(request, choose(f"已办理：{chosen.title.zh}", f"Done: {chosen.title.en}"))
            return HttpResponseRedirect(back)
    context = {"case": row, "step": chosen, "form": form, "reasons": reasons, "back": back}
    if "version" in form.fields and chosen.duty == "party":
        context |= _ways_of_versions(row, user)
    return render(request, "office/step.html", context, status=200 if not form.errors else 422)


_again = reauthentication_required(_take)

urlpatterns = [
    path("cases/", cases, name="cases"),
    path("cases/<int:pk>/", case, name="case"),
    path("cases/<int:pk>/<slug:name>/", step, name="case-step"),
    path("case-files/<int:pk>/", file, name="case-file"),
]
