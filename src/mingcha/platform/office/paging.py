"""Pages of long tables by key: the cost of a page does not grow with how far down it lies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, transaction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model, QuerySet

SIZE = 50
# What every database takes for a number of 64 bits.
_KEY = re.compile(r"[0-9]{1,18}")
# A table that is longer is said to have "more than" so many rows; counting millions would cost more than the page.
COUNTED = 1000
# How long PostgreSQL may count: where few of many rows are the person's, a thousand of them may lie far apart.
COUNTING_MS = 50
_CANCELLED = "57014"  # PostgreSQL's word for a statement that ran out of time


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, how many there are in all (or as many as were counted), and the keys of the pages beside it."""

    rows: list[Any]
    count: int
    is_capped: bool  # there may be more rows than were counted
    after: str  # key for the next page, empty at the end
    before: str  # key for the previous page, empty at the start


def cut(rows: QuerySet[Any], asked: Mapping[str, str], *, newest_first: bool = True, size: int = SIZE) -> Page:
    """Return the page that the address asks for with `after` or `before`; a key that is none gives the first page."""
    key = rows.model._meta.pk  # noqa: SLF001 - Django's documented way to a model's key
    forward, backward = ("lt", "gt") if newest_first else ("gt", "lt")
    ahead, back = (f"{'-' if newest_first else ''}pk", f"{'' if newest_first else '-'}pk")
    after, before = (_key(key, asked.get(name, "")) for name in ("after", "before"))
    if before is not None:
        found = _fetch(rows, rows.order_by(back).filter(**{f"pk__{backward}": before}), size + 1)
        more, shown = len(found) > size, found[:size][::-1]
        if len(shown) == size:
            return Page(shown, *_count(rows, len(found)), _text(shown[-1]), _text(shown[0]) if more else "")
    chosen = rows.order_by(ahead)
    if after is not None and before is None:
        chosen = chosen.filter(**{f"pk__{forward}": after})
    found = _fetch(rows, chosen, size + 1)
    shown = found[:size]
    whole = len(found) <= size and after is None
    return Page(
        shown,
        *((len(found), False) if whole else _count(rows, len(found))),
        _text(shown[-1]) if len(found) > size else "",
        _text(shown[0]) if shown and after is not None and before is None else "",
    )


def count(rows: QuerySet[Any]) -> int:
    """Return how many rows there are, counting no further than `COUNTED` + 1."""
    return rows.order_by().values("pk")[: COUNTED + 1].count()


def _fetch(rows: QuerySet[Any], ordered: QuerySet[Any], most: int) -> list[Any]:
    """Return the first of the ordered rows. Their keys are looked up first: what is shown beside them is not fetched for all."""
    keys = list(ordered.values_list("pk", flat=True)[:most])
    found = {row.pk: row for row in rows.filter(pk__in=keys).order_by()}
    return [found[key] for key in keys if key in found]


def _count(rows: QuerySet[Any], seen: int) -> tuple[int, bool]:
    """Return how many rows there are, and whether there may be more; `seen` of them are known."""
    if connection.vendor != "postgresql":
        counted = count(rows)
        return counted, counted > COUNTED
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {COUNTING_MS}")
            counted = count(rows)
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _CANCELLED:
            raise
        return seen, True
    return counted, counted > COUNTED


def as_key(text: str) -> int:
    """Return a row's key as an address or a form gives it; 0, which no row has, for what is none."""
    return int(text) if _KEY.fullmatch(text) else 0


def _key(field: Any, text: str) -> Any:
    try:
        return field.to_python(text) if text else None
    except Exception:  # noqa: BLE001 - fields raise what they like on what is not theirs
        return None


def _text(row: Model) -> str:
    return str(row.pk)
