"""Leads: the list, entering one, and dealing with each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.casework.leads import accept_lead, file_lead, grouped, new_receipt, pass_lead_on, reject_lead, reply_to_complaint
from mingcha.platform.casework.models import Case, Lead, LeadSource, LeadState, Subject
from mingcha.platform.casework.replies import proposed_reply
from mingcha.platform.casework.scope import visible_cases, visible_leads
from mingcha.platform.casework.step import StepError
from mingcha.platform.casework.todo import SOON
from mingcha.platform.ledger.models import Entry
from mingcha.platform.office.access import page, person
from mingcha.platform.office.forms import CHOOSE, DayInput
from mingcha.platform.office.paging import as_key
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.office.templatetags.evidence import problem
from mingcha.platform.people.models import AUTHORITIES, Body, BodyKind, Role
from mingcha.platform.registry.intake import find_app
from mingcha.platform.registry.models import App, AppKind, Sdk
from mingcha.platform.registry.scope import visible_apps
from mingcha.platform.testing.criteria import label_choices
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from mingcha.platform.people.models import User

KINDS = (*AUTHORITIES, BodyKind.COMPLAINTS, BodyKind.STORE)
_SHOWN = 5
ENTERING = (Role.OFFICER, Role.CLERK, Role.REPRESENTATIVE)
# What an authority enters leads from.
INSPECTING = tuple(source for source in LeadSource if source not in {LeadSource.COMPLAINT, LeadSource.STORE})
_SOURCES = {
    BodyKind.COMPLAINTS: (LeadSource.COMPLAINT,),
    BodyKind.STORE: (LeadSource.STORE,),
}


class LeadFilter(django_filters.FilterSet):
    """What the list of leads can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("编号、名称或包名", "Number, name or package"))
    state = django_filters.ChoiceFilter(choices=LeadState.choices, label=both("状态", "State"), empty_label=both("全部", "All"))
    source = django_filters.ChoiceFilter(choices=LeadSource.choices, label=both("来源", "Source"), empty_label=both("全部", "All"))
    due = django_filters.ChoiceFilter(
        choices=(
            ("late", both("逾期未答复", "answer overdue")),
            ("soon", both("三日内到期或已逾期", "due within three days, or overdue")),
            ("open", both("未答复", "not answered")),
        ),
        method="by_due",
        label=both("投诉答复", "Answer to a complaint"),
        empty_label=both("全部", "All"),
    )
    bureau = django_filters.ModelChoiceFilter(
        queryset=Body.objects.filter(kind__in=AUTHORITIES), label=both("办理机关", "Authority"), empty_label=both("全部", "All")
    )
    since = django_filters.DateFilter("received_on", "gte", label=both("收到不早于", "Received from"), widget=DayInput())
    until = django_filters.DateFilter("received_on", "lte", label=both("收到不晚于", "Received to"), widget=DayInput())

    class Meta:
        model = Lead
        fields = ()

    def find(self, rows: QuerySet[Lead], _name: str, value: str) -> QuerySet[Lead]:
        """Return the leads whose number, name or package has the words."""
        return rows.filter(Q(number__startswith=value.upper()) | Q(name__has=value) | Q(package_name__begins=value))

    def by_due(self, rows: QuerySet[Lead], _name: str, value: str) -> QuerySet[Lead]:
        """Return the complaints that were not answered in time, those due soon as well, or all that were not answered."""
        today = timezone.localdate()
        limits = {"late": Q(due_on__lt=today), "soon": Q(due_on__lte=today + timedelta(days=SOON))}
        return rows.filter(limits.get(value, Q(due_on__isnull=False)))


def _buttons(user: User) -> dict[str, Any]:
    if not user.acts_as(*ENTERING):
        return {}
    buttons = [{"title": Text("登记线索", "Enter a lead"), "address": reverse("office:lead-new"), "primary": True}]
    if user.acts_as(Role.OFFICER) and user.body.is_authority:
        buttons.append({"title": Text("批量登记", "Enter a list"), "address": reverse("office:lead-list"), "primary": False})
    return {"buttons": buttons}


_ENTERED_BY = Column(Text("报送单位", "Entered by"), "body.name", narrow=True)
_AUTHORITY = Column(Text("办理机关", "Authority"), "bureau.name", narrow=True)
TABLE = Table(
    name="leads",
    title=Text("线索", "Leads"),
    empty=Text("暂无线索；投诉、巡查和报送的线索列在这里。", "No leads yet: complaints, patrols and returns are listed here."),
    rows=lambda user: visible_leads(user).select_related("body", "bureau"),
    filters=LeadFilter,
    columns=(
        Column(Text("线索编号", "Number"), "number", "mono"),
        Column(Text("名称", "Name"), "name", "name"),
        Column(Text("状态", "State"), "state", "badge"),
        Column(Text("答复期限", "Answer by"), "due_on", "due"),
        Column(Text("包名", "Package"), "package_name", "mono", narrow=True),
        Column(Text("来源", "Source"), "get_source_display"),
        Column(Text("所涉问题", "Problems"), lambda lead: [problem(item) for item in lead.items], "words", narrow=True),
        Column(Text("收到日期", "Received"), "received_on", "day"),
        _ENTERED_BY,
    ),
    address=lambda lead: reverse("office:lead", args=[lead.pk]),
    context=_buttons,
)
# A bureau sees what it has to deal with, the ministry all, the others what they have entered themselves.
_TABLES = {
    BodyKind.BUREAU: TABLE,
    BodyKind.MINISTRY: replace(TABLE, columns=(*TABLE.columns[:-1], _AUTHORITY, _ENTERED_BY)),
    BodyKind.COMPLAINTS: replace(TABLE, columns=(*TABLE.columns[:-1], _AUTHORITY)),
    BodyKind.STORE: replace(TABLE, columns=(*TABLE.columns[:-1], _AUTHORITY)),
}


class LeadForm(forms.Form):
    """What a lead says. The sources and authorities offered are those of the person's body; a clerk notes who complained."""

    source = forms.ChoiceField(label=both("来源", "Source"))
    subject = forms.ChoiceField(label=both("对象", "Subject"), choices=Subject.choices)
    name = forms.CharField(label=both("名称", "Name"), max_length=200)
    package_name = forms.CharField(label=both("包名", "Package name"), max_length=255, required=False)
    version = forms.CharField(label=both("版本", "Version"), max_length=100, required=False)
    where = forms.CharField(label=both("应用来源", "Where from"), max_length=120, required=False)
    items = forms.MultipleChoiceField(label=both("所涉问题", "Problems"), required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(label=both("情况说明", "Description"), widget=forms.Textarea, max_length=20_000, required=False)
    bureau = forms.ModelChoiceField(
        label=both("办理机关", "Authority"), queryset=Body.objects.filter(kind__in=AUTHORITIES, active=True), empty_label=CHOOSE
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = _SOURCES.get(BodyKind(user.body.kind), INSPECTING)
        choices = [(source.value, source.label) for source in sources]
        self.fields["source"] = forms.ChoiceField(label=both("来源", "Source"), choices=choices)
        self.fields["items"] = forms.MultipleChoiceField(
            label=both("所涉问题", "Problems"), choices=label_choices(), required=False, widget=forms.CheckboxSelectMultiple
        )
        if user.body.is_authority:
            self.fields["bureau"].initial = user.body_id
        elif user.body.kind == BodyKind.COMPLAINTS:
            self.fields["contact"] = forms.CharField(
                label=both("投诉人联系方式", "How to reach who complained"),
                max_length=200,
                required=False,
                help_text=both("仅投诉受理机构可见；可以不填", "seen by the complaint centre alone; may be left empty"),
            )


class AcceptForm(forms.Form):
    """What the lead is about: the app, SDK or store of the registry."""

    def __init__(self, lead: Lead, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lead.subject == Subject.SDK:
            self.fields["sdk"] = forms.ModelChoiceField(label="SDK", queryset=Sdk.objects.order_by("name"), empty_label=CHOOSE)
        elif lead.subject == Subject.STORE:
            stores = Body.objects.filter(kind=BodyKind.STORE).order_by("name")
            self.fields["store"] = forms.ModelChoiceField(label=both("应用分发平台", "Store"), queryset=stores, empty_label=CHOOSE)
        else:
            self.fields["kind"] = forms.ChoiceField(label=both("形态", "Kind"), choices=AppKind.choices, initial=AppKind.ANDROID)
            self.fields["package_name"] = forms.CharField(
                label=both("包名", "Package name"),
                max_length=255,
                initial=lead.package_name,
                help_text=both("小程序填写AppID", "of a mini program: its AppID"),
            )

    def target(self, lead: Lead) -> dict[str, App | Sdk | Body]:
        """Return the row that the lead is about; an app that is not registered yet is registered."""
        data = self.cleaned_data
        if lead.subject != Subject.APP:
            return dict(data)
        return {"app": find_app(package_name=data["package_name"], name=lead.name, kind=data["kind"])}


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=both("理由", "Reason"), widget=forms.Textarea, max_length=300)


class PassForm(forms.Form):
    """To whom a lead is passed on, and why."""

    reason = forms.CharField(label=both("理由", "Reason"), widget=forms.Textarea, max_length=300)

    def __init__(self, lead: Lead, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Body.objects.filter(kind__in=AUTHORITIES, active=True).exclude(pk=lead.bureau_id)
        self.fields["bureau"] = forms.ModelChoiceField(label=both("办理机关", "Authority"), queryset=others, empty_label=CHOOSE)


class ReplyForm(forms.Form):
    """An answer to who complained."""

    reply = forms.CharField(label=both("答复", "Answer"), widget=forms.Textarea, max_length=20_000)


@page(kinds=KINDS)
def leads(request: HttpRequest) -> HttpResponseBase:
    """Show the leads that the person sees."""
    return show(request, _TABLES[BodyKind(person(request).body.kind)])


@page(kinds=KINDS)
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one lead, with what can be done about it."""
    user = person(request)
    row = get_object_or_404(visible_leads(user).select_related("body", "bureau", "app", "case"), pk=pk)
    context = {
        "lead": row,
        "open": _open(user, row),
        "may_reply": _answerable(user, row) and user.acts_as(Role.OFFICER, Role.CLERK),
        "case_visible": row.case_id is not None and visible_cases(user).filter(pk=row.case_id).exists(),
        "same": _same_app(user, row),
        "contact_visible": user.body.kind == BodyKind.COMPLAINTS and row.body_id == user.body_id,
        "history": Entry.objects.filter(subject=f"lead:{row.pk}").select_related("actor").order_by("number"),
    }
    return render(request, "office/lead.html", context)


@page(roles=ENTERING, kinds=KINDS)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a lead."""
    user = person(request)
    form = LeadForm(user, request.POST if request.method == "POST" else None, initial=_about(request, user))
    if request.method == "POST" and form.is_valid():
        receipt = new_receipt() if form.cleaned_data["source"] == LeadSource.COMPLAINT else ""
        row = file_lead(**form.cleaned_data, receipt=receipt, body=user.body, actor=user, at=timezone.now(), on=timezone.localdate())
        if receipt:
            response = render(request, "office/lead_filed.html", {"lead": row, "receipt": grouped(receipt)})
            response["Cache-Control"] = "no-store"
            return response
        messages.success(request, choose(f"已登记 {row.number}", f"Entered as {row.number}"))
        return HttpResponseRedirect(reverse("office:lead", args=[row.pk]))
    return _ask(request, form, Text("登记线索", "Enter a lead"), reverse("office:leads"), Text("线索", "Leads"))


@page(roles=(Role.OFFICER,), kinds=AUTHORITIES)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a case on the lead, or add it to the open one."""
    user, row = _own(request, pk)
    if request.method == "GET" and not _open(user, row):
        return _dealt_with(request, row)
    form = AcceptForm(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            case = accept_lead(lead=row, actor=user, at=timezone.now(), on=timezone.localdate(), **form.target(row))  # type: ignore[arg-type] # one of app, sdk, store
        except StepError as error:
            _refused(form, error)
        else:
            messages.success(request, choose(f"已受理：{case.number}", f"Accepted: {case.number}"))
            return HttpResponseRedirect(reverse("office:case", args=[case.pk]))
    return _ask(request, form, Text("受理线索", "Accept the lead"), *_back(row))


@page(roles=(Role.OFFICER,), kinds=AUTHORITIES)
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Reject the lead with a reason."""
    user, row = _own(request, pk)
    if request.method == "GET" and not _open(user, row):
        return _dealt_with(request, row)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reject_lead(lead=row, actor=user, reason=form.cleaned_data["reason"], at=timezone.now())
        except StepError as error:
            _refused(form, error)
        else:
            return HttpResponseRedirect(reverse("office:lead", args=[row.pk]))
    return _ask(request, form, Text("不予受理", "Reject the lead"), *_back(row))


@page(roles=(Role.OFFICER,), kinds=AUTHORITIES)
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the lead to the authority that is competent for it."""
    user, row = _own(request, pk)
    if request.method == "GET" and not _open(user, row):
        return _dealt_with(request, row)
    form = PassForm(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            pass_lead_on(lead=row, actor=user, at=timezone.now(), **form.cleaned_data)
        except StepError as error:
            _refused(form, error)
        else:
            messages.success(request, choose(f"已移送 {row.number}", f"{row.number} was passed on"))
            return HttpResponseRedirect(reverse("office:leads"))
    return _ask(request, form, Text("移送线索", "Pass the lead on"), *_back(row))


@page(roles=(Role.OFFICER, Role.CLERK), kinds=(*AUTHORITIES, BodyKind.COMPLAINTS))
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer who complained."""
    user, row = _own(request, pk)
    if not _answerable(user, row):
        raise Http404
    form = ReplyForm(request.POST if request.method == "POST" else None, initial={"reply": proposed_reply(row)})
    if request.method == "POST" and form.is_valid():
        try:
            reply_to_complaint(lead=row, actor=user, reply=form.cleaned_data["reply"], at=timezone.now())
        except StepError as error:
            _refused(form, error)
        else:
            return HttpResponseRedirect(reverse("office:lead", args=[row.pk]))
    return _ask(request, form, Text("答复投诉人", "Answer the complaint"), *_back(row))


def _about(request: HttpRequest, user: User) -> dict[str, str]:
    """Return what a lead on the app that the address names begins with."""
    app = visible_apps(user).filter(pk=as_key(request.GET.get("app", ""))).first()
    if app is None:
        return {}
    where = user.body.name if user.body.kind == BodyKind.STORE else ""
    return {"name": app.name, "package_name": app.package_name, "where": where}


def _same_app(user: User, row: Lead) -> QuerySet[Case]:
    """Return the other cases that an officer sees on the app of a lead: whether to take it, or to whom to pass it on, depends on them."""
    if not user.body.is_authority or not row.package_name:
        return Case.objects.none()
    cases = visible_cases(user).filter(app__package_name=row.package_name).exclude(pk__in=[row.case_id])
    return cases.select_related("bureau").order_by("-pk")[:_SHOWN]


def _own(request: HttpRequest, pk: int) -> tuple[User, Lead]:
    user = person(request)
    return user, get_object_or_404(visible_leads(user), pk=pk)


def _open(user: User, row: Lead) -> bool:
    return user.acts_as(Role.OFFICER) and row.bureau_id == user.body_id and row.state == LeadState.NEW


def _answerable(user: User, row: Lead) -> bool:
    return row.source == LeadSource.COMPLAINT and user.body_id in {row.body_id, row.bureau_id}


def _dealt_with(request: HttpRequest, row: Lead) -> HttpResponse:
    messages.warning(request, choose("线索已处理，或由其他机关办理。", "The lead was dealt with already, or is another authority's."))
    return HttpResponseRedirect(reverse("office:lead", args=[row.pk]))


def _back(row: Lead) -> tuple[str, Text]:
    return reverse("office:lead", args=[row.pk]), Text(row.number, row.number)


def _refused(form: forms.Form, error: StepError) -> None:
    for reason in error.reasons:
        form.add_error(None, forms.ValidationError(choose(reason.zh, reason.en)))


def _ask(request: HttpRequest, form: forms.Form, title: Text, back: str, back_title: Text) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "back_title": back_title}
    return render(request, "office/form.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("leads/", leads, name="leads"),
    path("leads/new/", enter, name="lead-new"),
    path("leads/<int:pk>/", lead, name="lead"),
    path("leads/<int:pk>/accept/", accept, name="lead-accept"),
    path("leads/<int:pk>/reject/", reject, name="lead-reject"),
    path("leads/<int:pk>/pass/", pass_on, name="lead-pass"),
    path("leads/<int:pk>/reply/", reply, name="lead-reply"),
]
