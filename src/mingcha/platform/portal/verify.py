"""Whether a file is an official document of this platform: by the file itself, or by its SHA-256."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from mingcha.platform.documents.issue import verify, verify_hash
from mingcha.platform.documents.models import Kind
from mingcha.platform.people.limits import address_of, allow
from mingcha.platform.words import both

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ASKED_AN_HOUR = 60
# What everybody may read anyway; of other documents only their kind, number and date are told.
_PUBLIC = (Kind.NOTICE, Kind.DELISTING_NOTICE)


class DocumentForm(forms.Form):
    """A file, or its hash."""

    file = forms.FileField(label=both("文件", "File"), required=False, help_text=both("DOCX、PDF、HTML或XLSX", "DOCX, PDF, HTML or XLSX"))
    sha256 = forms.CharField(
        label=both("或填写SHA-256", "or its SHA-256"),
        max_length=80,
        required=False,
        validators=[RegexValidator(r"^\s*[0-9a-fA-F]{64}\s*$", both("SHA-256为64位十六进制数。", "A SHA-256 has 64 hexadecimal digits."))],
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("sha256"):
            raise forms.ValidationError(both("请选择文件，或填写SHA-256。", "Choose a file, or fill in its SHA-256."))
        return data


def check(request: HttpRequest) -> HttpResponse:
    """Tell whether a file is an issued document, and which."""
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST" and not allow(
        "verify", address_of(request), most=ASKED_AN_HOUR, every=timedelta(hours=1), now=timezone.now()
    ):
        form.add_error(None, both("查验过于频繁，请一小时后再试。", "Too many queries; try again in an hour."))
        status = 429
    elif request.method == "POST":
        file = form.cleaned_data["file"]
        found = verify(file.file) if file else verify_hash(form.cleaned_data["sha256"])
        context |= {"asked": True, "document": found, "public": found is not None and found.kind in _PUBLIC}
    return render(request, "portal/verify.html", context, status=status)


urlpatterns = [path("verify/", check, name="verify")]
