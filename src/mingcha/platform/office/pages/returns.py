"""Leads from a list: a bureau's monthly return, what a sampling or a patrol found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.casework.leads import MOST_AT_ONCE, file_list
from mingcha.platform.office.access import page, person
from mingcha.platform.office.files import SheetField
from mingcha.platform.office.pages.leads import INSPECTING
from mingcha.platform.people.models import AUTHORITIES, Role
from mingcha.platform.words import both, choose, many

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ReturnForm(forms.Form):
    """A list of apps, and what is said of all of them."""

    source = forms.ChoiceField(label=both("来源", "Source"), choices=[(each.value, each.label) for each in INSPECTING])
    file = SheetField(most=MOST_AT_ONCE)
    text = forms.CharField(
        label=both("情况说明", "Description"),
        widget=forms.Textarea,
        max_length=20_000,
        required=False,
        help_text=both("对清单中的每个应用相同", "the same for each app of the list"),
    )


@page(roles=(Role.OFFICER,), kinds=AUTHORITIES)
def enter_list(request: HttpRequest) -> HttpResponse:
    """Enter a lead for each app of a list; apps that this body entered this month already are left out."""
    form = ReturnForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        rows = said["file"]
        entered = file_list(
            rows=rows, source=said["source"], text=said["text"], actor=person(request), at=timezone.now(), on=timezone.localdate()
        )
        left = len(rows) - entered
        more = choose(f"，{left}个本月已登记", f"; {many(left, 'app was', 'apps were')} entered this month already") if left else ""
        messages.success(request, choose(f"已登记{entered}条线索", f"{many(entered, 'lead')} entered") + more)
        return HttpResponseRedirect(reverse("office:leads"))
    context = {
        "form": form,
        "title": Text("批量登记线索", "Enter leads from a list"),
        "back": reverse("office:leads"),
        "back_title": Text("线索", "Leads"),
    }
    return render(request, "office/batch-new.html", context, status=422 if form.errors else 200)


urlpatterns = [path("leads/list/", enter_list, name="lead-list")]
