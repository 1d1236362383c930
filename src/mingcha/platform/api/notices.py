"""Public notices, for everybody and without a token."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router

from mingcha.platform.api.access import count_stranger
from mingcha.platform.api.cases import show_body
from mingcha.platform.api.lists import LARGEST, Paged, page_of
from mingcha.platform.api.problems import ProblemOut
from mingcha.platform.api.shapes import NoticeOut, NoticePage, NoticeWhole, RowOut
from mingcha.platform.casework.models import Notice
from mingcha.platform.portal.notices import issued_notices

router = Router(tags=["notices"])
WRONG = frozenset({404, 422, 429})


class Sought(Paged):
    """Which notices are asked for."""

    authority: int | None = Field(None, ge=1, le=LARGEST)
    year: int | None = Field(None, ge=2000, le=9999)


@router.get("", response={200: NoticePage, WRONG: ProblemOut}, summary="Notices")
def notices(request: HttpRequest, sought: Query[Sought]) -> Any:
    """Return the issued notices, newest first."""
    count_stranger(request)
    rows = issued_notices()
    if sought.authority is not None:
        rows = rows.filter(body=sought.authority)
    if sought.year is not None:
        rows = rows.filter(issued_on__year=sought.year)
    return page_of(rows, sought, show)


@router.get("/{pk}", response={200: NoticeWhole, WRONG: ProblemOut}, summary="A notice with its annex")
def notice(request: HttpRequest, pk: int) -> Any:
    """Return an issued notice with its annex."""
    count_stranger(request)
    row = get_object_or_404(issued_notices(), pk=pk)
    rows = [
        RowOut(number=each.number, name=each.name, developer=each.developer, source=each.source, version=each.version, labels=each.labels)
        for each in row.rows.all()
    ]
    return NoticeWhole(**show(row).model_dump(), rows=rows)


def show(row: Notice) -> NoticeOut:
    """Return a notice as the API tells it."""
    return NoticeOut(
        id=row.pk,
        kind=row.kind,
        title=row.title,
        authority=show_body(row.body),
        year=row.year,
        number=row.number,
        total=row.total,
        issued_on=row.issued_on,  # type: ignore[arg-type] # issued notices have it
        deadline=row.deadline,
    )
