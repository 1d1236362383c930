"""Complaints without an account: the form, the receipt number that is shown once, and what became of a complaint.

A complaint keeps no address, and no time finer than the day.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from mingcha.platform.casework.leads import file_lead, grouped, new_receipt, receipt_hashes
from mingcha.platform.casework.models import Lead, LeadSource, LeadState, Subject
from mingcha.platform.people.limits import address_of, allow
from mingcha.platform.people.models import Body, BodyKind
from mingcha.platform.testing.criteria import label_choices
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FILED_AN_HOUR = 5
ASKED_AN_HOUR = 20
_HOUR = timedelta(hours=1)


class ComplaintForm(forms.Form):
    """What a complaint says. `website` is for programs that fill in everything; people do not see it."""

    subject = forms.ChoiceField(label=both("投诉对象", "About"), choices=Subject.choices)
    name = forms.CharField(
        label=both("名称", "Name"), max_length=200, help_text=both("应用、SDK或应用商店的名称", "of the app, SDK or store")
    )
    package_name = forms.CharField(label=both("包名", "Package name"), max_length=255, required=False)
    version = forms.CharField(label=both("版本", "Version"), max_length=100, required=False)
    where = forms.CharField(
        label=both("从哪里下载", "Where you got it"),
        max_length=120,
        required=False,
        help_text=both("如某应用商店、官网", "a store, a web site"),
    )
    items = forms.MultipleChoiceField(label=both("所涉问题", "Problems"), required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(
        label=both("情况说明", "What happened"),
        widget=forms.Textarea,
        max_length=20_000,
        help_text=both("何时、如何操作、出现了什么情况", "when, what you did, what you saw"),
    )
    bureau = forms.ModelChoiceField(
        label=both("所在地区", "Your region"),
        queryset=Body.objects.filter(kind=BodyKind.BUREAU, active=True).order_by("region", "name"),
        required=False,
        empty_label=both("不清楚", "I do not know"),
        help_text=both("由该地区的管理局办理；不清楚时由工业和信息化部办理", "its bureau will deal with it, otherwise the ministry"),
    )
    contact = forms.CharField(
        label=both("联系方式", "How to reach you"),
        max_length=200,
        required=False,
        help_text=both("仅投诉受理机构可见；可以不填", "seen by the complaint centre alone; may be left empty"),
    )
    website = forms.CharField(required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"] = forms.MultipleChoiceField(
            label=both("所涉问题", "Problems"), choices=label_choices(), required=False, widget=forms.CheckboxSelectMultiple
        )

    def clean_website(self) -> str:
        """Refuse what only a program fills in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(both("此栏须留空。", "This field must be left empty."))
        return ""


class ReceiptForm(forms.Form):
    """A receipt number, with or without spaces."""

    receipt = forms.CharField(
        label=both("查询码", "Receipt number"),
        max_length=30,
        validators=[RegexValidator(r"^\s*(\d\s*){16}$", both("查询码为16位数字。", "A receipt number has 16 digits."))],
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


def complain(request: HttpRequest) -> HttpResponse:
    """Take a complaint, and show its receipt number this once."""
    form = ComplaintForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "portal/complain.html", {"form": form}, status=422 if form.errors else 200)
    data = dict(form.cleaned_data)
    del data["website"]
    bureau = data.pop("bureau") or Body.objects.filter(kind=BodyKind.MINISTRY, active=True).first()
    if bureau is None:
        form.add_error(None, both("暂不能受理投诉。", "Complaints cannot be taken at the moment."))
        return render(request, "portal/complain.html", {"form": form}, status=503)
    if not allow("complaint", address_of(request), most=FILED_AN_HOUR, every=_HOUR, now=timezone.now()):
        form.add_error(None, both("提交过于频繁，请一小时后再试。", "Too many complaints; try again in an hour."))
        return render(request, "portal/complain.html", {"form": form}, status=429)
    today, receipt = timezone.localdate(), new_receipt()
    centre = Body.objects.filter(kind=BodyKind.COMPLAINTS, active=True).first() or bureau
    day = timezone.make_aware(datetime.combine(today, time()))
    lead = file_lead(source=LeadSource.COMPLAINT, body=centre, bureau=bureau, at=day, on=today, receipt=receipt, **data)
    response = render(request, "portal/filed.html", {"receipt": grouped(receipt), "lead": lead})
    response["Cache-Control"] = "no-store"
    return response


def outcome(request: HttpRequest) -> HttpResponse:
    """Show what became of a complaint to whoever has its receipt number."""
    form = ReceiptForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST" and not allow("receipt", address_of(request), most=ASKED_AN_HOUR, every=_HOUR, now=timezone.now()):
        form.add_error(None, both("查询过于频繁，请一小时后再试。", "Too many queries; try again in an hour."))
        status = 429
    elif request.method == "POST":
        kept = receipt_hashes("".join(form.cleaned_data["receipt"].split()))
        lead = Lead.objects.filter(receipt__in=kept, source=LeadSource.COMPLAINT).select_related("bureau", "case").first()
        if lead is None:
            form.add_error("receipt", both("没有此查询码。", "There is no such receipt number."))
            status = 404
        else:
            context |= {"lead": lead, "words": words_of(lead)}
    response = render(request, "portal/outcome.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def words_of(lead: Lead) -> str:
    """Return in words where a complaint stands."""
    if lead.case is not None and lead.case.is_closed:
        return choose("已办结。", "Dealt with; the case has ended.")
    return {
        LeadState.NEW: choose("已收到，等待办理机关处理。", "Received; the authority has not dealt with it yet."),
        LeadState.ACCEPTED: choose("已受理，正在检测和处置。", "Accepted; the app is being tested and dealt with."),
        LeadState.MERGED: choose(
            "已受理，与同一对象的其他线索合并办理。", "Accepted, and dealt with together with others on the same subject."
        ),
        LeadState.REJECTED: choose("不予受理。", "Not accepted."),
    }[LeadState(lead.state)]


urlpatterns = [path("complaints/new/", complain, name="complain"), path("complaints/outcome/", outcome, name="outcome")]
