"""Word documents (ECMA-376): paragraphs with their styles and bold runs, and tables, by python-docx."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from mingcha.policy.document import FAILURES, MAX_BLOCKS, Builder, Cell, Document, Table, UnreadablePolicyError, first_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingcha.model import Text

MAX_UNPACKED = 64 << 20
_BODY = "word/document.xml"


def read_docx(data: bytes, name: str, sha256: str, limits: tuple[Text, ...] = ()) -> Document:
    """Return the structure of a Word document; UnreadablePolicyError when it is none or the policy extra is absent."""
    try:
        import docx  # noqa: PLC0415 - an extra
        from docx.opc.exceptions import OpcError  # noqa: PLC0415 - an extra
        from lxml.etree import XMLSyntaxError  # noqa: PLC0415 - comes with it
    except ImportError as absent:
        raise UnreadablePolicyError("读取 DOCX 需要 pip install 'mingcha[policy]' / reading DOCX needs that extra") from absent
    try:
        _check(data)
        document = docx.Document(io.BytesIO(data))
        builder = Builder()
        for part in document.iter_inner_content():
            if len(builder.blocks) >= MAX_BLOCKS:
                limits = (*limits, first_blocks())
                break
            _add(builder, part)
    except (*FAILURES, OpcError, XMLSyntaxError, zipfile.BadZipFile, zlib.error) as wrong:
        raise UnreadablePolicyError(f"{name}: 不是可读取的 DOCX / not a DOCX that can be read") from wrong
    return builder.document(name, "docx", sha256, limits)


def _check(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _BODY not in archive.namelist() or sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise ValueError("no document, or one that unpacks to too much")


def _add(builder: Builder, part: Any) -> None:
    if hasattr(part, "rows"):
        rows = tuple(_row(builder, row.cells) for row in part.rows)
        rows = tuple(row for row in rows if row)
        if len(rows) > 1:
            builder.tables.append(Table(rows[0][0].start, builder.length, rows))
        return
    style = (part.style.name or "") if part.style is not None else ""
    kind, level = "paragraph", 0
    if style.startswith(("Heading", "标题", "heading", "Title")):
        kind, level = "heading", int(style[-1]) if style[-1].isdigit() else 1
    elif style.startswith("List") or (part._p.pPr is not None and part._p.pPr.numPr is not None):  # noqa: SLF001 - numbering has no other door
        kind = "item"
    builder.add_block(kind, list(_runs(part)), level)


def _runs(paragraph: Any) -> Iterable[tuple[str, bool, str | None]]:
    for item in paragraph.iter_inner_content():
        is_link = hasattr(item, "address")
        for run in item.runs if is_link else (item,):
            colour = run.font.color.rgb if run.font.color is not None and run.font.color.type is not None else None
            strong = bool(run.bold or run.underline) or (colour is not None and str(colour) != "000000")
            yield run.text, strong, (item.address or None) if is_link else None


def _row(builder: Builder, cells: Iterable[Any]) -> tuple[Cell, ...]:
    row: list[Cell] = []
    before: Any = None
    for cell in cells:
        # A merged cell comes once for each place that it covers.
        if before is not None and cell._tc is before:  # noqa: SLF001 - the identity of a merged cell
            row.append(row[-1])
            continue
        before = cell._tc  # noqa: SLF001 - as above
        start = builder.length
        for paragraph in cell.paragraphs:
            builder.add_block("cell", list(_runs(paragraph)))
        link = builder.link_from(start)
        row.append(Cell(start, max(start, builder.length - 1), link))
    return tuple(row)
