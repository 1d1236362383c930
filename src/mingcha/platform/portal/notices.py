"""Public notices for everybody: the list, and one with its annex. Drafts are never shown here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from csp.decorators import csp_replace
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from mingcha.model import Text
from mingcha.platform.casework.models import Notice, NoticeKind, NoticeRow
from mingcha.platform.documents.issue import read
from mingcha.platform.documents.models import File, Format
from mingcha.platform.office.pages.documents import ALONE, TYPES
from mingcha.platform.office.table import Column, Table, show_public
from mingcha.platform.people.models import AUTHORITIES, Body
from mingcha.platform.words import both

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def issued_notices() -> QuerySet[Notice]:
    """Return the notices that were issued, with their authorities."""
    return Notice.objects.filter(issued_on__isnull=False).select_related("body")


class NoticeFilter(django_filters.FilterSet):
    """What the list of notices can be narrowed by."""

    q = django_filters.CharFilter(method="find", label=both("标题、应用或开发者", "Title, app or developer"))
    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.filter(kind__in=AUTHORITIES), label=both("发布机关", "Authority"), empty_label=both("全部", "All")
    )
    year = django_filters.NumberFilter("issued_on__year", label=both("年份", "Year"), min_value=2000, max_value=9999)
    kind = django_filters.ChoiceFilter(choices=NoticeKind.choices, label=both("类别", "Kind"), empty_label=both("全部", "All"))

    class Meta:
        model = Notice
        fields = ()

    def find(self, rows: QuerySet[Notice], _name: str, value: str) -> QuerySet[Notice]:
        """Return the notices that have the words in their title, or as an app or developer in their annex."""
        named = NoticeRow.objects.filter(Q(name__has=value) | Q(developer__has=value))
        return rows.filter(Q(title__has=value) | Q(pk__in=named.values("notice")))


TABLE = Table(
    name="notices",
    title=Text("通报", "Notices"),
    empty=Text("尚未发布通报。", "No notices have been issued."),
    rows=lambda _user: issued_notices(),
    filters=NoticeFilter,
    columns=(
        Column(Text("标题", "Title"), "title"),
        Column(Text("类别", "Kind"), "get_kind_display", narrow=True),
        Column(Text("发布机关", "Authority"), "body.name"),
        Column(Text("发布日期", "Issued"), "issued_on", "day"),
    ),
    address=lambda notice: reverse("portal:notice", args=[notice.pk]),
)


def notices(request: HttpRequest) -> HttpResponseBase:
    """Show the issued notices, newest first."""
    return show_public(request, TABLE)


def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an issued notice with its annex."""
    row = get_object_or_404(issued_notices().select_related("document"), pk=pk)
    files = row.document.files.all() if row.document and row.document.is_issued else ()
    return render(request, "portal/notice.html", {"notice": row, "rows": row.rows.all(), "files": files})


@csp_replace(ALONE)  # type: ignore[arg-type] # csp knows of no views with arguments
def download(request: HttpRequest, pk: int, form: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send a file of an issued notice."""
    row = get_object_or_404(issued_notices().select_related("document"), pk=pk)
    if row.document is None or not row.document.is_issued or form not in Format.values:
        raise Http404
    try:
        content = read(row.document, form)
    except (FileNotFoundError, File.DoesNotExist) as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=TYPES[Format(form)])
    place = "inline" if form == Format.HTML else "attachment"
    response["Content-Disposition"] = f'{place}; filename="{row.kind}-{row.year}-{row.number}.{form}"'
    return response


urlpatterns = [
    path("notices/", notices, name="notices"),
    path("notices/<int:pk>/", notice, name="notice"),
    path("notices/<int:pk>/file.<slug:form>", download, name="notice-file"),
]
