"""Any table as a file: CSV for everything, XLSX for spreadsheets. Cells are data: none can become a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from mingcha.platform.ledger.chain import record
from mingcha.platform.office.templatetags.mingcha import attribute
from mingcha.platform.words import choose, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.http.response import HttpResponseBase

    from mingcha.platform.office.table import Column, Table
    from mingcha.platform.people.models import User

FORMATS = ("csv", "xlsx")
# What a spreadsheet still opens with ease; the file's last line says when there is more.
MOST_ROWS = 100_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(form: str, table: Table, rows: QuerySet[Any], *, user: User | None) -> HttpResponseBase:
    """Return the rows as a file of one of `FORMATS`; that a user took it out, and from what, is logged."""
    now = timezone.localtime()
    if user is not None:
        record(kind="exported", subject=f"table:{table.name}", at=now, actor=user, data={"format": form})
    name = f"mingcha-{table.name}-{now:%Y%m%d-%H%M}.{form}"
    lines = _lines(table, rows)
    if form == "xlsx":
        return FileResponse(_workbook(table, lines), as_attachment=True, filename=name)
    response = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def cell(row: Any, column: Column) -> str:
    """Return what a column shows of a row, as plain text."""
    value = column.value(row) if callable(column.value) else attribute(row, column.value)
    if column.kind == "badge" and isinstance(column.value, str):
        head, _, last = column.value.rpartition(".")
        value = attribute(row, f"{head}.get_{last}_display".lstrip("."))
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return listed(value, "；")
    return str(value)


def _lines(table: Table, rows: QuerySet[Any]) -> Iterator[list[str]]:
    yield [choose(column.title.zh, column.title.en) for column in table.columns]
    for row in rows[:MOST_ROWS].iterator(2000):
        yield [_inert(cell(row, column)) for column in table.columns]
    if rows.order_by().values("pk")[: MOST_ROWS + 1].count() > MOST_ROWS:
        yield [choose(f"仅导出前{MOST_ROWS}行，请缩小筛选范围。", f"Only the first {MOST_ROWS} rows; narrow the filters.")]


def _inert(text: str) -> str:
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(lines: Iterator[list[str]]) -> Iterator[bytes]:
    yield "\ufeff".encode()  # spreadsheets take a file without it for GBK
    for line in lines:
        out = io.StringIO()
        csv.writer(out).writerow(line)
        yield out.getvalue().encode()


def _workbook(table: Table, lines: Iterator[list[str]]) -> io.BytesIO:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(choose(table.title.zh, table.title.en)[:31])
    for line in lines:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out
