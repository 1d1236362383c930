"""Tables: one declaration gives the page with filters in the address, paging by key, and export as CSV or XLSX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.shortcuts import render

from mingcha.platform.office.access import person
from mingcha.platform.office.export import FORMATS, export
from mingcha.platform.office.paging import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    import django_filters
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from mingcha.model import Text
    from mingcha.platform.people.models import User


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `value` is an attribute path or a function of the row.

    `kind` says how it is shown: text, name (what the row is called), mono, number, day, moment, badge (a choice; shown by its
    label), due (a day that may be overdue), words (a list of words), serial (a number with words in it, never broken).
    """

    title: Text
    value: str | Callable[[Any], Any]
    kind: str = "text"
    narrow: bool = False  # left out on a phone


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `rows` returns what the person may see; the first column links to `address` of the row."""

    name: str  # of the exported file
    title: Text
    rows: Callable[[User], QuerySet[Any]]
    filters: type[django_filters.FilterSet]
    columns: tuple[Column, ...]
    address: Callable[[Any], str] | None = None
    newest_first: bool = True
    empty: Text | None = None
    template: str = "office/table.html"
    context: Callable[[User], dict[str, Any]] | None = None  # what else the page shows, e.g. buttons


def show(request: HttpRequest, table: Table) -> HttpResponseBase:
    """Return the table's page, or with `?export=csv|xlsx` what its filters leave as a file."""
    user = person(request)
    return _show(request, table, table.rows(user), user)


def show_public(request: HttpRequest, table: Table) -> HttpResponseBase:
    """Return the same of a table whose `rows` ask nothing of who looks; what strangers export is not logged."""
    return _show(request, table, table.rows(cast("User", request.user)), None)


def _show(request: HttpRequest, table: Table, rows: QuerySet[Any], user: User | None) -> HttpResponseBase:
    filters = table.filters(request.GET, queryset=rows, request=request)
    rows = filters.qs if filters.is_valid() else filters.queryset.none()
    if request.GET.get("export") in FORMATS:
        return export(request.GET["export"], table, rows.order_by("-pk" if table.newest_first else "pk"), user=user)
    context = {
        "table": table,
        "filters": filters,
        "filtered": any(request.GET.get(name) for name in filters.form.fields),
        "page": cut(rows, request.GET.dict(), newest_first=table.newest_first),
        **(table.context(user) if table.context and user else {}),
    }
    return render(request, table.template, context)
