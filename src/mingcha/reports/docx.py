"""The laboratory report as a Word document (Office Open XML, ECMA-376), by python-docx, the same bytes for the same report.

The page is that of GB/T 9704—2012 where a test report can follow it: A4, margins of 37 mm above and 28 mm at the binding
edge, a type area of 156 mm by 225 mm, headings in 黑体 and 楷体, text in 仿宋. Fonts are named, not embedded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from mingcha.reports import word_file
from mingcha.reports.blocks import Heading, PageBreak, Paragraph, Signatures, Table
from mingcha.reports.lab_report import BLANK, Imprint, build
from mingcha.reports.word_file import FANG, HEI, KAI, LATIN, MONO, NAMESPACE, SONG, WIDTH, field, parse, widths

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Report
    from mingcha.reports.blocks import Block, Document

# Style → East Asian font, size in points, space before and after in points.
_STYLES = {
    "Normal": (FANG, 14, 0, 6),
    "Title": (SONG, 36, 60, 24),
    "Subtitle": (KAI, 18, 0, 60),
    "Heading 1": (HEI, 16, 18, 8),
    "Heading 2": (KAI, 16, 12, 6),
    "Heading 3": (HEI, 12, 12, 4),
}
_CELL_POINTS = 10


def write(report: Report, catalogue: Catalogue, *, lang: str = "zh", day: str | None = None, imprint: Imprint = BLANK) -> bytes:
    """Return the report as the bytes of a .docx file in `lang` (zh or en), dated `day` (YYYY-MM-DD) or left undated.

    Needs the extra `documents`.
    """
    document = build(report, catalogue, lang=lang, day=day, imprint=imprint)
    file = word_file.new_file(title=document.title, subject=document.subtitle, lang=document.lang, day=day)
    _set_styles(file)
    _set_page(file, document)
    _cover(file, document)
    starts_page = True
    for block in document.blocks:
        if isinstance(block, PageBreak):
            starts_page = True
            continue
        _put(file, block, starts_page=starts_page)
        starts_page = False
    return word_file.packed(file)


def _set_styles(file: Any) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - an extra

    for name, (font, points, before, after) in _STYLES.items():
        style = file.styles[name]
        word_file.set_style(style, east=font, points=points)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = name.startswith("Heading")


def _set_page(file: Any, document: Document) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - an extra

    section = file.sections[0]
    section.header_distance, section.footer_distance = Mm(25), Mm(22)
    section.different_first_page_header_footer = True
    _running_line(section.header.paragraphs[0], [document.head[0], document.head[1]], rule="bottom")
    before, _, rest = document.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    _running_line(section.footer.paragraphs[0], [document.foot, before, "PAGE", between, "NUMPAGES", after], rule="top")


def _running_line(paragraph: Any, parts: list[str], *, rule: str) -> None:
    """Fill a header or footer: the first part stands left, the others right; capitals are Word's fields."""
    left, *right = parts
    element = paragraph._p  # noqa: SLF001 - python-docx's own way to the element
    if element.pPr is not None:
        element.remove(element.pPr)
    element.append(
        parse(
            f'<w:pPr {NAMESPACE}><w:pBdr><w:{rule} w:val="single" w:sz="4" w:space="4" w:color="000000"/></w:pBdr>'
            f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs></w:pPr>'
        )
    )
    element.append(parse(_run(left)))
    element.append(parse(f"<w:r {NAMESPACE}><w:tab/></w:r>"))
    for part in filter(None, right):
        element.append(parse(field(part, _run("1")) if part in {"PAGE", "NUMPAGES"} else _run(part)))


def _cover(file: Any, document: Document) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - an extra

    file.add_paragraph(document.number).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    file.add_paragraph(document.title, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    file.add_paragraph(document.subtitle, style="Subtitle").alignment = WD_ALIGN_PARAGRAPH.CENTER
    rows = "".join(_row([name, value], [34, 66], points=12, rule=True) for name, value in document.cover)
    _table(file, rows, [34, 66], borders=False)
    for number, line in enumerate(document.issuer):
        paragraph = file.add_paragraph(line)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if number == 0:
            from docx.shared import Pt  # noqa: PLC0415 - an extra

            paragraph.paragraph_format.space_before = Pt(80)


def _put(file: Any, block: Block, *, starts_page: bool) -> None:
    if isinstance(block, Heading):
        file.add_heading(block.text, block.level).paragraph_format.page_break_before = starts_page
    elif isinstance(block, Paragraph):
        from docx.shared import Pt  # noqa: PLC0415 - an extra

        run = file.add_paragraph().add_run(block.text)
        if block.small:
            run.font.size = Pt(_CELL_POINTS + 0.5)
    elif isinstance(block, Signatures):
        heads = ["", block.name, block.day]
        rows = _row(heads, [24, 46, 30]) + "".join(_row([role, "", ""], [24, 46, 30], height=700) for role in block.roles)
        file.add_paragraph()
        _table(file, rows, [24, 46, 30])
    elif isinstance(block, Table):
        _put_table(file, block)


def _put_table(file: Any, table: Table) -> None:
    shares = [column.share for column in table.columns]
    codes = [column.code for column in table.columns]
    rows = [_row([column.title for column in table.columns], shares, head=True)] if table.headed else []
    rows += [_row(row, shares, codes=codes, names_row=not table.headed) for row in table.rows]
    _table(file, "".join(rows), shares)


def _table(file: Any, rows: str, shares: list[int], *, borders: bool = True) -> None:
    lines = ("top", "left", "bottom", "right", "insideH", "insideV") if borders else ("insideH",)
    word_file.append(file, word_file.table(rows, shares, lines=lines))


def _row(
    cells: list[str] | tuple[str, ...],
    shares: list[int],
    *,
    codes: list[bool] | None = None,
    head: bool = False,
    names_row: bool = False,
    points: float = _CELL_POINTS,
    rule: bool = False,
    height: int = 0,
) -> str:
    properties = "".join(
        [
            "<w:cantSplit/>" if head or all(text.count("\n") < 12 for text in cells) else "",  # noqa: PLR2004 - higher than a page may be
            f'<w:trHeight w:val="{height or (560 if rule else 0)}" w:hRule="atLeast"/>' if height or rule else "",
            "<w:tblHeader/>" if head else "",
        ]
    )
    parts = []
    for index, (text, width) in enumerate(zip(cells, widths(shares), strict=True)):
        strong = head or (names_row and index == 0)
        code = bool(codes and codes[index] and not head)
        centre = head
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if strong else ""
        align = '<w:vAlign w:val="center"/>' if head or rule or height else ""
        paragraphs = "".join(_cell_paragraph(line, points, strong=strong, code=code, centre=centre) for line in text.split("\n"))
        parts.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}{align}</w:tcPr>{paragraphs}</w:tc>')
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(parts)}</w:tr>"


def _cell_paragraph(text: str, points: float, *, strong: bool, code: bool, centre: bool) -> str:
    east = HEI if strong else FANG
    latin = MONO if code else LATIN
    fonts = f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}"/>'
    size = round(2 * (points - (1 if code else 0)))
    jc = '<w:jc w:val="center"/>' if centre else ""
    return (
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>{jc}</w:pPr>'
        f'<w:r><w:rPr>{fonts}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _run(text: str) -> str:
    return word_file.run(text, east=SONG, points=9)
