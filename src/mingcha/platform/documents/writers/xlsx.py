"""The annexes of a paper as an Excel workbook, one sheet for each table, so that they can be sorted and read by programs.

Every cell is text: nothing that a name holds is ever taken for a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from mingcha.platform.documents.writers import layout
from mingcha.reports.blocks import Table, make_visible
from mingcha.reports.plain_zip import NO_DAY, without_times

if TYPE_CHECKING:
    from datetime import date

    from mingcha.platform.documents.paper import Paper

_SHEET_NAME_LENGTH = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_CHARACTERS = 100  # width of all columns together, in characters of Excel


def write(paper: Paper, *, day: date | None = None) -> bytes | None:
    """Return the workbook's bytes, with `day` in its properties; None for a paper without annex tables."""
    paper = make_visible(paper)
    tables = [(annex.title, block) for annex in paper.annexes for block in annex.blocks if isinstance(block, Table)]
    if not tables:
        return None
    from openpyxl import Workbook  # noqa: PLC0415 - an extra, start-up time

    book = Workbook()
    book.remove(book.active)
    for number, (title, table) in enumerate(tables, 1):
        _fill(book.create_sheet(_sheet_name(title, number, several=len(tables) > 1)), paper, title, table)
    properties = book.properties
    properties.creator, properties.title, properties.subject = "", paper.name, paper.number
    properties.keywords = paper.noted or None
    buffer = io.BytesIO()
    book.save(buffer)
    return without_times(_dated(buffer.getvalue(), day))


def _fill(sheet: Any, paper: Paper, title: str, table: Table) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415 - an extra, start-up time
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - an extra, start-up time

    line = Side(style="thin")
    border, centred = Border(left=line, right=line, top=line, bottom=line), Alignment("center", "center", wrap_text=True)
    fonts = [Font(name=layout.HEI, size=layout.CELL), Font(name=layout.FANG, size=layout.CELL)]
    total = sum(column.share for column in table.columns)
    for index, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = round(column.share / total * _CHARACTERS, 1)
    for number, row in enumerate([tuple(column.title for column in table.columns), *table.rows], 1):
        for index, text in enumerate(row, 1):
            cell = sheet.cell(number, index)
            cell.value, cell.data_type = text, "s"
            cell.font, cell.alignment, cell.border = fonts[min(number - 1, 1)], centred, border
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 9, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = f"{paper.name}　{title}".replace("&", "&&")
    sheet.oddFooter.center.text = "— &P —"


def _sheet_name(title: str, number: int, *, several: bool) -> str:
    name = _FORBIDDEN.sub(" ", f"{number} {title}" if several else title).strip("' ")
    return name[:_SHEET_NAME_LENGTH] or f"附件{number}"


def _dated(packed: bytes, day: date | None) -> bytes:
    """Return the workbook with `day` where openpyxl has put the time of saving."""
    buffer = io.BytesIO()
    told = f"{day or NO_DAY}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + told, content)
            target.writestr(entry, content)
    return buffer.getvalue()
