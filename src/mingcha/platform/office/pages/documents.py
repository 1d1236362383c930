"""Official documents: the list, one with its files, drafting for a case, and issuing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from allauth.account.decorators import reauthentication_required
from csp.decorators import csp_replace
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mingcha.model import Text
from mingcha.platform.casework.papers import draft_paper, visible_documents
from mingcha.platform.casework.scope import visible_cases
from mingcha.platform.casework.step import StepError
from mingcha.platform.documents import issue as documents
from mingcha.platform.documents.models import Document, Format, Kind, State
from mingcha.platform.office.access import page, person
from mingcha.platform.office.table import Column, Table, show
from mingcha.platform.people.models import AUTHORITIES, BodyKind, Role
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from mingcha.platform.casework.models import Case
    from mingcha.platform.people.models import User

TYPES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.HTML: "text/html; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A document's own page brings its style with it, and nothing else.
ALONE = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "font-src": ["data:"],
    "sandbox": [],
}


class DocumentFilter(django_filters.FilterSet):
    """What the list of documents can be narrowed by."""

    q = django_filters.CharFilter("title", "has", label=both("标题", "Title"))
    printed = django_filters.CharFilter("printed", "has", label=both("文号", "Number"))
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=both("文种", "Kind"), empty_label=both("全部", "All"))
    state = django_filters.ChoiceFilter(choices=State.choices, label=both("状态", "State"), empty_label=both("全部", "All"))

    class Meta:
        model = Document
        fields = ()


TABLE = Table(
    name="documents",
    title=Text("文书", "Documents"),
    empty=Text("暂无文书；文书在案件或通报中拟制。", "No documents yet: they are drafted in cases and notices."),
    rows=lambda user: visible_documents(user).select_related("body"),
    filters=DocumentFilter,
    columns=(
        Column(Text("标题", "Title"), "title"),
        Column(Text("所涉应用或事项", "About"), "concerns", narrow=True),
        Column(Text("文号", "Number"), "printed", "serial"),
        Column(Text("文种", "Kind"), "get_kind_display", narrow=True),
        Column(Text("状态", "State"), "state", "badge"),
        Column(Text("发文机关", "Issuer"), "body.name"),
        Column(Text("成文日期", "Date"), "issued_on", "day"),
    ),
    address=lambda document: reverse("office:document", args=[document.pk]),
)


@page()
def table(request: HttpRequest) -> HttpResponseBase:
    """Show the documents that the person may read."""
    return show(request, TABLE)


@page()
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one document: what it is, its files and their hashes."""
    user = person(request)
    row = get_object_or_404(visible_documents(user).select_related("body", "drafted_by", "issued_by"), pk=pk)
    notice = getattr(row, "notice", None)
    may_issue = (
        notice is None
        and row.kind not in documents.BY_STEPS
        and not row.is_issued
        and row.body_id == user.body_id
        and user.acts_as(*documents.ISSUERS[row.kind])
        and not (row.kind in documents.TWO_PERSONS and row.drafted_by_id == user.pk)
    )
    forms_of_file = [Format(form) for form in Format.values if form != Format.XLSX or row.kind in {Kind.NOTICE, Kind.DELISTING_NOTICE}]
    context = {
        "document": row,
        "case": case_of(row, user),
        "notice": notice,
        "files": row.files.all(),
        "previews": () if row.is_issued else forms_of_file,
        "may_issue": may_issue,
        "own": row.body_id == user.body_id,
    }
    return render(request, "office/document.html", context)


def case_of(row: Document, user: User) -> Case | None:
    """Return the case that the document is about, if the person sees it."""
    kind, _, key = row.about.partition(":")
    by = {"case": "pk", "delisting": "delistings", "access": "access_stops"}.get(kind)
    return visible_cases(user).filter(**{by: key}).first() if by else None


@page()
@csp_replace(ALONE)  # type: ignore[arg-type] # csp knows of no views with arguments
def download(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Send a file of an issued document, or of a draft as it would look."""
    row = get_object_or_404(visible_documents(person(request)), pk=pk)
    if form not in Format.values:
        raise Http404
    try:
        content = documents.read(row, form) if row.is_issued else documents.preview(row, forms=(form,))[form]
    except (KeyError, ValueError, FileNotFoundError, documents.IssueError, row.files.model.DoesNotExist) as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=TYPES[Format(form)])
    place = "inline" if form == Format.HTML else "attachment"
    name = f"{row.kind}-{row.year}-{row.number}" if row.is_issued else f"{row.kind}-draft-{row.pk}"
    response["Content-Disposition"] = f'{place}; filename="{name}.{form}"'
    return response


@page(roles=(Role.OFFICER,), kinds=AUTHORITIES)
@require_POST
def draft(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Draft a document of a case."""
    user = person(request)
    case = get_object_or_404(visible_cases(user), pk=pk)
    try:
        row = draft_paper(case, key, actor=user, at=timezone.now())
    except (StepError, documents.IssueError) as error:
        for reason in error.reasons if isinstance(error, StepError) else (error.reason,):
            messages.error(request, choose(reason.zh, reason.en))
        return HttpResponseRedirect(reverse("office:case", args=[pk]))
    return HttpResponseRedirect(reverse("office:document", args=[row.pk]))


def _issue(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    row = get_object_or_404(visible_documents(user).exclude(kind__in=documents.BY_STEPS), pk=pk, body=user.body, notice=None)
    back = reverse("office:document", args=[pk])
    if row.is_issued and request.method != "POST":
        return HttpResponseRedirect(back)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            row = documents.issue(document=row, actor=user, at=timezone.now(), on=timezone.localdate())
        except documents.IssueError as error:
            messages.error(request, choose(error.reason.zh, error.reason.en))
        else:
            messages.success(request, choose(f"已签发：{row.printed or row.title}", f"Issued: {row.printed or row.title}"))
        return HttpResponseRedirect(back)
    context = {
        "form": form,
        "title": Text("签发文书", "Issue the document"),
        "lead": Text(f"{row.title}：签发后编号并冻结。", f"{row.title}: it is numbered and frozen."),
        "back": back,
        "back_title": row.title,
        "danger": True,
    }
    return render(request, "office/form.html", context)


issue = page(roles=(Role.DECIDER, Role.OFFICER, Role.TESTER), kinds=(*AUTHORITIES, BodyKind.LAB))(reauthentication_required(_issue))

urlpatterns = [
    path("documents/", table, name="documents"),
    path("documents/<int:pk>/", document, name="document"),
    path("documents/<int:pk>/issue/", issue, name="document-issue"),
    path("documents/<int:pk>/file.<slug:form>", download, name="document-file"),
    path("cases/<int:pk>/documents/<slug:key>/", draft, name="document-draft"),
]
