"""Leads from a list: a bureau's monthly return, what a sampling or a patrol found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.casework.leads import MOST_AT_ONCE, file_list
from mingcha.platform.casework.models import LeadSource
from mingcha.platform.office.access import page, person
from mingcha.platform.office.files import check_size, stream
from mingcha.platform.people.models import AUTHORITIES, Role
from mingcha.platform.testing.sheets import LARGEST, SheetError, read_sheet
from mingcha.platform.words import both, choose, many
from mingcha.reports.reading import part

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, HttpResponse

_SOURCES = tuple(source for source in LeadSource if source not in {LeadSource.COMPLAINT, LeadSource.STORE})


class ReturnForm(forms.Form):
    """A list of apps, and what is said of all of them."""

    source = forms.ChoiceField(label=both("来源", "Source"), choices=[(each.value, each.label) for each in _SOURCES])
    file = forms.FileField(
        label=both("应用清单", "List of apps"),
        help_text=both(
            f"CSV或XLSX，首行为列名：序号、应用名称、包名、版本、来源；最多{MOST_AT_ONCE}行",
            f"CSV or XLSX with a head line: No., App, Package, Version, Source; at most {MOST_AT_ONCE} rows",
        ),
    )
    text = forms.CharField(
        label=both("情况说明", "Description"),
        widget=forms.Textarea,
        max_length=20_000,
        required=False,
        help_text=both("对清单中的每个应用相同", "the same for each app of the list"),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Return the file; ValidationError when it is too large."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        check_size(file, LARGEST)
        return file


@page(roles=(Role.OFFICER,), kinds=AUTHORITIES)
def enter_list(request: HttpRequest) -> HttpResponse:
    """Enter a lead for each app of a list; apps that this body entered this month already are left out."""
    form = ReturnForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            rows = read_sheet(stream(said["file"]), said["file"].name or "")
            entered = file_list(
                rows=rows, source=said["source"], text=said["text"], actor=person(request), at=timezone.now(), on=timezone.localdate()
            )
        except SheetError as error:
            told = part(str(error))
            form.add_error("file", choose(told.zh, told.en))
        else:
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
