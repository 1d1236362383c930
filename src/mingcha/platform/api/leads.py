"""Leads: the list, one, and entering one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Status

from mingcha.model import Text
from mingcha.platform.api.access import Bearer, user_of
from mingcha.platform.api.cases import show_body
from mingcha.platform.api.lists import Paged, page_of
from mingcha.platform.api.models import Scope
from mingcha.platform.api.once import Key, once
from mingcha.platform.api.problems import Problem, ProblemOut, of_form
from mingcha.platform.api.shapes import LeadIn, LeadOut, LeadPage
from mingcha.platform.casework.leads import file_lead
from mingcha.platform.casework.models import Lead, LeadSource, LeadState
from mingcha.platform.casework.scope import visible_leads
from mingcha.platform.office.pages.leads import ENTERING, KINDS, LeadForm

router = Router(tags=["leads"])
WRONG = frozenset({401, 403, 404, 422, 429})


class Sought(Paged):
    """Which leads are asked for."""

    state: LeadState | None = None
    source: LeadSource | None = None


@router.get("", auth=Bearer(Scope.LEADS_READ), response={200: LeadPage, WRONG: ProblemOut}, summary="Leads")
def leads(request: HttpRequest, sought: Query[Sought]) -> Any:
    """Return the leads that the token's user sees, newest first."""
    rows = visible_leads(user_of(request)).select_related("body", "bureau", "case")
    if sought.state is not None:
        rows = rows.filter(state=sought.state)
    if sought.source is not None:
        rows = rows.filter(source=sought.source)
    return page_of(rows, sought, show)


@router.get("/{pk}", auth=Bearer(Scope.LEADS_READ), response={200: LeadOut, WRONG: ProblemOut}, summary="A lead")
def lead(request: HttpRequest, pk: int) -> Any:
    """Return a lead."""
    return show(get_object_or_404(visible_leads(user_of(request)).select_related("body", "bureau", "case"), pk=pk))


@router.post("", auth=Bearer(Scope.LEADS_WRITE), response={201: LeadOut, WRONG: ProblemOut}, summary="Enter a lead")
def enter(request: HttpRequest, content: LeadIn, idempotency_key: Key = None) -> Any:
    """Enter a lead, as on the page of the same name."""
    user = user_of(request)
    if not user.acts_as(*ENTERING) or user.body.kind not in KINDS:
        raise Problem(403, Text("您无权登记线索。", "you may not enter leads"))

    def make() -> dict[str, Any]:
        said = content.model_dump()
        said["bureau"] = said.pop("authority") or (user.body_id if user.body.is_authority else None)
        form = LeadForm(user, said)
        if not form.is_valid():
            raise of_form(form)
        row = file_lead(**form.cleaned_data, body=user.body, actor=user, at=timezone.now(), on=timezone.localdate())
        return show(row).model_dump(mode="json")

    return Status(201, once(request, idempotency_key, content.model_dump_json(), make))


def show(row: Lead) -> LeadOut:
    """Return a lead as the API tells it; who complained and how to reach them is never told."""
    return LeadOut(
        id=row.pk,
        number=row.number,
        source=row.source,
        subject=row.subject,
        name=row.name,
        package_name=row.package_name,
        version=row.version,
        where=row.where,
        items=row.items,
        text=row.text,
        state=row.state,
        why=row.why,
        entered_by=show_body(row.body),
        authority=show_body(row.bureau),
        received_on=row.received_on,
        due_on=row.due_on,
        case=row.case.number if row.case else None,
    )
