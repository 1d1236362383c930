"""A paper as a Word document in the layout of GB/T 9704—2012; fonts are named, not embedded.

The page has a grid of 22 lines of 28 characters; odd pages carry their number on the right, even ones on the left.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from mingcha.platform.documents.paper import SEAL_LINES, Section, annex_label, annex_lines, numbered, signature_indents
from mingcha.platform.documents.writers import layout
from mingcha.reports import word_file
from mingcha.reports.blocks import Paragraph, make_visible
from mingcha.reports.word_file import LATIN, NAMESPACE, parse, widths

if TYPE_CHECKING:
    from datetime import date

    from mingcha.platform.documents.paper import Annex, Block, Paper
    from mingcha.reports.blocks import Table

# By how much characters are drawn together, so that 28 fit and 29 do not; one more than needed, because word processors round.
_TOGETHER = -math.ceil((layout.BODY - layout.EM) * 20) - 1
# From line to line, rounded down so that all lines fit, and from character to character; these three in twentieths of a point.
_PITCH, _EM = math.floor(layout.PITCH * 20), round(layout.BODY * 20) + _TOGETHER
_HEADINGS = {1: layout.HEI, 2: layout.KAI, 3: layout.FANG, 4: layout.FANG}
_ALL_LINES = ("top", "left", "bottom", "right", "insideH", "insideV")


def write(paper: Paper, *, day: date | None = None) -> bytes:
    """Return the paper as the bytes of a .docx file whose properties name `day`, or no day at all."""
    paper = make_visible(paper)
    file = word_file.new_file(title=paper.name, subject=paper.number, lang="zh", day=day.isoformat() if day else None)
    file.core_properties.keywords = paper.noted
    _set_style(file.styles["Normal"])
    _name_substitutes(file)
    _set_grid(file)
    _page_numbers(file)
    body = file.element.body
    for paragraph in list(body.p_lst):
        body.remove(paragraph)
    for xml in [*_head(paper), *_text(paper), *_signature(paper)]:
        word_file.append(file, xml)
    for index, annex in enumerate(paper.annexes):
        for xml in _annex(annex, annex_label(paper, index)):
            word_file.append(file, xml)
    foot = _foot(paper.copies, *paper.printed) if paper.printed else []
    for xml in foot:
        word_file.append(file, xml)
    if foot or body[-2].tag.endswith("}tbl"):  # a frame stands by the paragraph after it, and so must a table; this one takes no room
        word_file.append(file, f'<w:p {NAMESPACE}><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>')
    return word_file.packed(file)


def _head(paper: Paper) -> list[str]:
    parts, room = [], layout.MASTHEAD_TOP
    if paper.mark:
        parts.append(_line(paper.mark, font=layout.HEI))
        room -= layout.HEIGHT / layout.LINES
    if paper.masthead:
        size = layout.masthead_size(paper.masthead)
        parts.append(
            _line(
                paper.masthead,
                font=layout.TITLE_FONT,
                size=size,
                color=layout.RED,
                align="center",
                before=layout.points(room) * 20,
                pitch=size * 24,
            )
        )
    if paper.masthead and paper.number:
        rule = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="11" w:color="{layout.RED}"/></w:pBdr>'
        parts.append(_line(paper.number, align="center", before=2 * _PITCH, borders=rule))
    before = 2 * _PITCH if paper.masthead else 0
    for number, line in enumerate(paper.title):
        parts.append(_title(line, before=before if number == 0 else 0))
    if paper.number and not paper.masthead:
        parts.append(_line(paper.number, align="center"))
    parts.append(_line(""))
    if paper.addressee:
        parts.append(_line(f"{paper.addressee}："))
    return parts


def _text(paper: Paper) -> list[str]:
    last = len(paper.blocks) - 1 if paper.issuer else -1  # goes with the signature, which never stands alone on a page
    parts = [xml for index, block in enumerate(numbered(paper.blocks)) for xml in _block(*block, keep=index == last)]
    if lines := annex_lines(paper):
        several = len(lines) > 1
        hang = 4 if several else 3
        parts.append(_line("", keep=True))
        parts.append(_line(f"附件：{lines[0]}", left=2 + hang, hanging=hang, keep=True))
        parts += [_line(line, left=2 + hang, hanging=hang - 3, keep=True) for line in lines[1:]]
    return parts


def _signature(paper: Paper) -> list[str]:
    if not paper.issuer:
        return []
    issuer_indent, day_indent = signature_indents(paper)
    blank = [_line("", keep=True)] * (SEAL_LINES if paper.sealed else 1)
    return [
        *blank,
        _line(paper.issuer, align="right", right=issuer_indent, keep=True),
        _line(paper.day, align="right", right=day_indent, keep=bool(paper.remark)),
        *([_line(paper.remark, left=2)] if paper.remark else []),
    ]


def _annex(annex: Annex, label: str) -> list[str]:
    head = [_line(label, font=layout.HEI, page_break=True), _line(""), _title(annex.title), _line("")]
    return head + [xml for block in numbered(annex.blocks) for xml in _block(*block)]


def _block(ordinal: str, block: Block, *, keep: bool = False) -> list[str]:
    if isinstance(block, Section):
        font = _HEADINGS[block.level]
        heading = word_file.run(ordinal + block.title, east=font, points=layout.BODY)
        follows = word_file.run(block.text, east=layout.FANG, points=layout.BODY) if block.text else ""
        return [_paragraph(heading + follows, indent=2, keep=keep or not block.text)]
    if isinstance(block, Paragraph) and block.small:
        return [_line(block.text, size=layout.FORM, before=120, pitch=layout.FORM * 28, keep=keep)]
    if isinstance(block, Paragraph):
        return [_line(block.text, indent=2, keep=keep)]
    return [_table(block)]


def _title(text: str, *, before: float = 0) -> str:
    return _line(text, font=layout.TITLE_FONT, size=layout.TITLE, align="center", before=before, pitch=layout.TITLE * 30)


def _line(text: str, *, font: str = layout.FANG, size: float = layout.BODY, color: str = "", **form: Any) -> str:
    return _paragraph(word_file.run(text, east=font, points=size, color=color), **form)


def _paragraph(  # noqa: PLR0913 - the properties of a paragraph
    runs: str,
    *,
    align: str = "both",
    indent: float = 0,
    left: float = 0,
    hanging: float = 0,
    right: float = 0,
    before: float = 0,
    pitch: float = _PITCH,
    borders: str = "",
    keep: bool = False,
    page_break: bool = False,
) -> str:
    """Return a paragraph; indents are in characters, `before` and `pitch` in twentieths of a point."""
    flags = (("keepNext", keep), ("pageBreakBefore", page_break))
    return (
        f"<w:p {NAMESPACE}><w:pPr>{''.join(f'<w:{name}/>' for name, wanted in flags if wanted)}{borders}"
        f'<w:spacing w:before="{round(before)}" w:after="0" w:line="{round(pitch)}" w:lineRule="exact"/>'
        f'<w:ind{_indents(indent, left, hanging, right)}/><w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'
    )


def _indents(indent: float, left: float, hanging: float, right: float) -> str:
    told = (("left", left), ("right", right), ("hanging", hanging), ("firstLine", indent))
    return "".join(
        f' w:{name}Chars="{round(characters * 100)}" w:{name}="{round(characters * _EM)}"' for name, characters in told if characters
    )


def _table(table: Table) -> str:
    shares = tuple(column.share for column in table.columns)
    head = [_row(tuple(column.title for column in table.columns), shares, head=True)] if table.headed else []
    rows = [_row(row, shares, form=not table.headed) for row in table.rows]
    return word_file.table("".join(head + rows), shares, lines=_ALL_LINES, margin=60)


def _row(cells: tuple[str, ...], shares: tuple[int, ...], *, head: bool = False, form: bool = False) -> str:
    """Return a row: its first cell and short ones are centred; in a form all but the first are set left."""
    height, size = (800, layout.FORM) if form else (400, layout.CELL)
    parts = []
    for index, (text, width) in enumerate(zip(cells, widths(shares), strict=True)):
        align = "left" if form and index else "center"
        font = layout.HEI if head else layout.FANG
        paragraphs = "".join(_cell_line(line, font, size, align) for line in text.split("\n"))
        parts.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>')
    header = "<w:tblHeader/>" if head else ""
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{header}</w:trPr>{"".join(parts)}</w:tr>'


def _cell_line(text: str, font: str, size: float, align: str) -> str:
    run = word_file.run(text, east=font, points=size)
    return (
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="{round(size * 26)}" w:lineRule="exact"/>'
        f'<w:jc w:val="{align}"/></w:pPr>{run}</w:p>'
    )


def _foot(copies: str, office: str, printed: str) -> list[str]:
    """Return the foot of the last page: a frame that stands on the lower edge of the type area.

    Paragraphs of equal borders share one frame. The thin rule in it is an underlined tab: not every word processor keeps the
    frame where the border between paragraphs is set.
    """
    tab = "<w:r><w:tab/></w:r>"
    rule = '<w:r><w:rPr><w:u w:val="single"/><w:sz w:val="2"/></w:rPr><w:tab/></w:r>'
    copied = [_foot_line(_small(f"抄送：{copies.rstrip('。')}。")), _foot_line(rule, indent=0, pitch=60)] if copies else []
    return [*copied, _foot_line(_small(office) + tab + _small(printed))]


def _small(text: str) -> str:
    return word_file.run(text, east=layout.FANG, points=layout.SMALL)


def _foot_line(runs: str, *, indent: float = layout.SMALL * 20, pitch: float = 460) -> str:
    rule = f'w:val="single" w:sz="{round(layout.points(layout.THICK) * 8)}" w:space="1" w:color="000000"'
    return (
        f'<w:p {NAMESPACE}><w:pPr><w:framePr w:w="{word_file.WIDTH}" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" '
        f'w:xAlign="center" w:yAlign="bottom"/><w:pBdr><w:top {rule}/><w:bottom {rule}/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="{round(word_file.WIDTH - indent)}"/></w:tabs>'
        f'<w:spacing w:line="{round(pitch)}" w:lineRule="exact"/><w:ind w:left="{round(indent)}" w:right="{round(indent)}"/>'
        f"</w:pPr>{runs}</w:p>"
    )


def _set_style(style: Any) -> None:
    """Set type and line: lines of one height and characters drawn together keep 22 by 28 in every word processor, with no grid."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - an extra

    word_file.set_style(style, east=layout.FANG, points=layout.BODY)
    properties = style.element.get_or_add_pPr()
    for xml in (
        f'<w:autoSpaceDE {NAMESPACE} w:val="0"/>',
        f'<w:autoSpaceDN {NAMESPACE} w:val="0"/>',
        f'<w:snapToGrid {NAMESPACE} w:val="0"/>',
        f'<w:spacing {NAMESPACE} w:before="0" w:after="0" w:line="{_PITCH}" w:lineRule="exact"/>',
    ):
        properties.append(parse(xml))
    style.element.rPr.find(qn("w:sz")).addprevious(parse(f'<w:spacing {NAMESPACE} w:val="{_TOGETHER}"/>'))


def _set_grid(file: Any) -> None:
    """Tell Word that the page is one of 22 lines of 28 characters; it counts the step from the size of Normal, in 1/4096 points."""
    section = file.sections[0]._sectPr  # noqa: SLF001 - python-docx has no word for it
    for grid in section.findall(f"{{{section.nsmap['w']}}}docGrid"):
        section.remove(grid)
    step = round((layout.EM - layout.BODY) * 4096)
    section.append(parse(f'<w:docGrid {NAMESPACE} w:type="linesAndChars" w:linePitch="{_PITCH}" w:charSpace="{step}"/>'))


def _page_numbers(file: Any) -> None:
    from docx.shared import Mm, Pt  # noqa: PLC0415 - an extra

    file.settings.odd_and_even_pages_header_footer = True
    section = file.sections[0]
    # The dash stands in the middle of a line as high as its type.
    section.footer_distance = Mm(word_file.MARGINS["bottom"] - layout.PAGE_NUMBER_BELOW) - Pt(layout.SMALL / 2)
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p  # noqa: SLF001 - python-docx's own way to the element
        if paragraph.pPr is not None:
            paragraph.remove(paragraph.pPr)
        character, pitch = round(layout.SMALL * 20), round(layout.SMALL * 20)
        paragraph.append(
            parse(
                f'<w:pPr {NAMESPACE}><w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'
                f'<w:ind w:{side}="{character}"/><w:jc w:val="{side}"/></w:pPr>'
            )
        )
        for xml in (_number_run("— "), word_file.field("PAGE", _number_run("1")), _number_run(" —")):
            paragraph.append(parse(xml))


def _number_run(text: str) -> str:
    return word_file.run(text, east=layout.NUMBER_FONT, latin=layout.NUMBER_FONT, points=layout.SMALL)


def _name_substitutes(file: Any) -> None:
    """Tell Word which font stands in for one that the machine lacks."""
    fonts = "".join(
        f'<w:font w:name="{escape(name)}"><w:altName w:val="{escape(other)}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in layout.SUBSTITUTES.items()
    )
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    for part in file.part.package.iter_parts():
        if part.partname.endswith("/fontTable.xml"):
            around = re.search(rb"(.*<w:fonts[^>]*>).*(</w:fonts>)", part.blob, re.DOTALL)
            if around:
                part._blob = around[1] + (latin + fonts).encode() + around[2]  # noqa: SLF001 - python-docx keeps the part as it is
