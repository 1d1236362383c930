"""The laboratory report as PDF, set by Typst with fonts that come with the extra: the same bytes for the same report.

All text reaches Typst as data, never as markup: nothing that a package holds is ever read as a command.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingcha.reports.lab_report import build

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Report
    from mingcha.reports.blocks import Document

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


def write(report: Report, catalogue: Catalogue, *, lang: str = "zh", day: str | None = None) -> bytes:
    """Return the report as the bytes of a PDF file in `lang` (zh or en), dated `day` (YYYY-MM-DD) or left undated.

    Needs the extra `documents`.
    """
    import pylopdf_fonts_zh_cn  # noqa: PLC0415 - extra, start-up time
    import typst

    content = json.dumps(_content(build(report, catalogue, lang=lang, day=day)), ensure_ascii=False)
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[pylopdf_fonts_zh_cn.serif_path().parent],
    )
    compiler = typst.Compiler(TEMPLATE.read_bytes(), font_paths=fonts, sys_inputs={"content": content})
    done = compiler.compile(format="pdf")
    if not isinstance(done, bytes):
        raise TypeError("typst gave no single PDF")
    return done


def _content(document: Document) -> dict[str, Any]:
    values = dataclasses.asdict(document)
    values["blocks"] = [{"kind": type(block).__name__, **dataclasses.asdict(block)} for block in document.blocks]
    return values
