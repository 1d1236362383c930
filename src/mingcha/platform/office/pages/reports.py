"""The report of a scan as a file, in every form that `mingcha scan` writes, made from what was stored when the scan ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from mingcha.catalogue import load
from mingcha.platform.files import store
from mingcha.platform.office.access import page, person
from mingcha.platform.office.files import ALONE, stored_file
from mingcha.platform.office.pages.scans import KINDS
from mingcha.platform.testing.scope import visible_scans
from mingcha.platform.words import is_english
from mingcha.reports import docx, html, pdf
from mingcha.reports.reading import read

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from mingcha.model import Report
    from mingcha.platform.testing.models import Scan

_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
FORMS = ("json", *_TYPES)


@page(kinds=KINDS)
def report(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """Return the report in one of `FORMS`: HTML to be read at once, the others as downloads."""
    scan = get_object_or_404(visible_scans(person(request)).exclude(report=""), pk=pk)
    name = f"mingcha-{scan.package_id[:16]}-{scan.pk}"
    if form == "json":
        return stored_file(scan.report, f"{name}.json", content_type="application/json")
    if form not in _TYPES:
        raise Http404
    response = HttpResponse(_write(form, scan), content_type=_TYPES[form])
    response["X-Content-Type-Options"] = "nosniff"
    if form == "html":
        response["Content-Security-Policy"] = ALONE
    else:
        response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _write(form: str, scan: Scan) -> str | bytes:
    lang = "en" if is_english() else "zh"
    found = _read(scan)
    if form == "html":
        return html.write(found, load(), lang=lang)
    write = docx.write if form == "docx" else pdf.write
    day = timezone.localtime(scan.ended_at).date().isoformat() if scan.ended_at else None
    return write(found, load(), lang=lang, day=day)


def _read(scan: Scan) -> Report:
    try:
        return read(store().read(scan.report))
    except FileNotFoundError as error:
        raise Http404 from error


urlpatterns = [path("scans/<int:pk>/report.<slug:form>", report, name="scan-report")]
