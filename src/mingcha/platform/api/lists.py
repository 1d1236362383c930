"""Lists, page by page: `after` is the cursor that the page before gave, `limit` at most 200."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja import Field, Schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

MOST = 200
LARGEST = 2**63 - 1  # key that a database holds


class Paged(Schema):
    """Which page is asked for."""

    after: int | None = Field(None, ge=0, le=LARGEST, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=MOST)


def page_of(rows: QuerySet[Any], asked: Paged, show: Callable[[Any], Any], *, newest_first: bool = True) -> dict[str, Any]:
    """Return the page as `{"items": […], "next": cursor or null}`, by the rows' keys."""
    if asked.after is not None:
        rows = rows.filter(**{f"pk__{'lt' if newest_first else 'gt'}": asked.after})
    found = list(rows.order_by("-pk" if newest_first else "pk")[: asked.limit + 1])
    shown = found[: asked.limit]
    return {"items": [show(row) for row in shown], "next": shown[-1].pk if len(found) > asked.limit else None}
