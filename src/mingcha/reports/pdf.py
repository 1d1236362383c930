"""The laboratory report as PDF (`typeset`): the same bytes for the same report."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingcha.reports.lab_report import BLANK, Imprint, build
from mingcha.reports.typeset import typeset

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Report
    from mingcha.reports.blocks import Document

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


def write(report: Report, catalogue: Catalogue, *, lang: str = "zh", day: str | None = None, imprint: Imprint = BLANK) -> bytes:
    """Return the report as the bytes of a PDF file in `lang` (zh or en), dated `day` (YYYY-MM-DD) or left undated.

    Needs the extra `documents`.
    """
    return typeset(TEMPLATE, _content(build(report, catalogue, lang=lang, day=day, imprint=imprint)))


def _content(document: Document) -> dict[str, Any]:
    values = dataclasses.asdict(document)
    values["blocks"] = [{"kind": type(block).__name__, **dataclasses.asdict(block)} for block in document.blocks]
    return values
