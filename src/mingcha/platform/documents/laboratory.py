"""检测报告: a laboratory's test report, which `mingcha.reports` writes, with the number, client and name of the laboratory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.catalogue import load
from mingcha.reports import docx, html, pdf
from mingcha.reports.lab_report import Imprint
from mingcha.reports.visible import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from mingcha.model import Report
    from mingcha.platform.documents.content import LabReport, Stamp


def title(content: LabReport) -> str:
    """Return the title under which the report is filed."""
    return f"“{shorten(content.app, 80)}”（{shorten(content.version, 40)}）侵害用户权益行为检测报告"


def render(content: LabReport, stamp: Stamp, report: Report | None, forms: Collection[str]) -> dict[str, bytes]:
    """Return the report's files in those of `forms` that it has; ValueError unless `report` is of the same package."""
    if report is None or report.package.sha256 != content.package:
        raise ValueError("a test report needs the engine's report of its package")
    catalogue = load()
    day = None if stamp.is_draft or stamp.day is None else stamp.day.isoformat()
    imprint = Imprint("" if stamp.is_draft else stamp.printed, content.client, content.laboratory)
    writers: dict[str, Callable[[], bytes]] = {
        "docx": lambda: docx.write(report, catalogue, day=day, imprint=imprint),
        "pdf": lambda: pdf.write(report, catalogue, day=day, imprint=imprint),
        "html": lambda: html.write(report, catalogue).encode(),
    }
    return {form: write() for form, write in writers.items() if form in forms}
