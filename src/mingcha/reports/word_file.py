"""What every Word file of ours has: the page of GB/T 9704—2012, named fonts, no clock, raw Office Open XML where python-docx has no word.

Lengths are millimetres, sizes of type points, unless named otherwise.
"""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from mingcha.reports.plain_zip import NO_DAY, without_times

# GB/T 9704—2012, 5.2: A4, and the margins that leave a type area of 156 mm by 225 mm.
PAGE = (210.0, 297.0)
MARGINS = {"top": 37.0, "left": 28.0, "right": 26.0, "bottom": 35.0}
# Width of the type area in twentieths of a point, as tables want it.
WIDTH = round((PAGE[0] - MARGINS["left"] - MARGINS["right"]) / 25.4 * 1440)
SONG, HEI, KAI, FANG = "宋体", "黑体", "楷体", "仿宋"
LATIN, MONO = "Times New Roman", "Consolas"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def new_file(*, title: str, subject: str, lang: str, day: str | None) -> Any:
    """Return an empty document of the standard page whose properties name no person and no time but `day` (YYYY-MM-DD)."""
    import docx  # noqa: PLC0415 - an extra
    from docx.oxml.ns import qn  # noqa: PLC0415 - an extra
    from docx.shared import Mm  # noqa: PLC0415 - an extra

    file = docx.Document()
    properties = file.core_properties
    properties.author, properties.comments, properties.last_modified_by = "", "", ""
    properties.title, properties.subject = title, subject
    properties.language = "en" if lang == "en" else "zh-CN"
    properties.revision = 1
    for name in ("dcterms:created", "dcterms:modified"):
        for made in properties._element.findall(qn(name)):  # noqa: SLF001 - the interface takes only a clock's values
            made.text = f"{day or NO_DAY}T00:00:00Z"
    for language in file.styles.element.iter(qn("w:lang")):  # else a reader may take Chinese for Japanese or traditional Chinese
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "zh-CN")
    section = file.sections[0]
    section.page_width, section.page_height = (Mm(length) for length in PAGE)
    for side, length in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(length))
    return file


def set_style(style: Any, *, east: str, points: float, latin: str = LATIN) -> None:
    """Make a style black, upright and unruled in the named fonts."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - an extra
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 - an extra

    style.font.name, style.font.size, style.font.bold, style.font.italic = latin, Pt(points), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if attribute.endswith(("Theme", "theme")):
            del fonts.attrib[attribute]
    fonts.set(qn("w:eastAsia"), east)
    fonts.set(qn("w:hAnsi"), latin)
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def run(text: str, *, east: str, points: float, latin: str = LATIN, color: str = "") -> str:
    """Return the XML of a run of text, escaped; `color` is six hex digits."""
    fonts = f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}"/>'
    tint = f'<w:color w:val="{color}"/>' if color else ""
    size = round(2 * points)
    return (
        f'<w:r {NAMESPACE}><w:rPr>{fonts}{tint}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def field(name: str, shown: str) -> str:
    """Return the XML of one of Word's fields (PAGE, NUMPAGES); `shown` is a run."""
    return f'<w:fldSimple {NAMESPACE} w:instr="{name}">{shown}</w:fldSimple>'


def table(rows: str, shares: list[int] | tuple[int, ...], *, lines: tuple[str, ...], margin: int = 85) -> str:
    """Return the XML of a table as wide as the type area; `lines` names the borders that are drawn, `margin` is in twentieths."""
    borders = "".join(f'<w:{kind} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for kind in lines)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths(shares))
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def widths(shares: list[int] | tuple[int, ...]) -> list[int]:
    """Return the widths of columns in twentieths of a point."""
    total = sum(shares)
    return [WIDTH * share // total for share in shares]


def parse(xml: str) -> Any:
    """Return the element of a piece of XML."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - an extra

    return parse_xml(xml)


def append(file: Any, xml: str) -> None:
    """Put a piece of XML at the end of the document."""
    body = file.element.body
    body.insert(len(body) - 1, parse(xml))  # the last element is the section's


def packed(file: Any) -> bytes:
    """Return the bytes of the file: the same for the same content."""
    buffer = io.BytesIO()
    file.save(buffer)
    return without_times(buffer.getvalue())
