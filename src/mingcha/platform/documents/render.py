"""From content to files: which builder and which writers make a document of a kind."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any

from mingcha.platform.documents import laboratory
from mingcha.platform.documents.builders import (
    access_order,
    delisting_notice,
    delisting_order,
    notice,
    order,
    penalty_decision,
    penalty_notice,
    relisting_notice,
    service_receipt,
)
from mingcha.platform.documents.content import (
    AccessOrder,
    Content,
    DelistingNotice,
    DelistingOrder,
    LabReport,
    Notice,
    Order,
    PenaltyDecision,
    PenaltyNotice,
    RelistingNotice,
    ServiceReceipt,
    Stamp,
)
from mingcha.platform.documents.writers import docx, html, pdf, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from pydantic import TypeAdapter

    from mingcha.model import Report
    from mingcha.platform.documents.paper import Paper

REPORT = "report"
FORMS = ("docx", "pdf", "html", "xlsx")
CONTENT: dict[str, type[Any]] = {
    "order": Order,
    "notice": Notice,
    "delisting-notice": DelistingNotice,
    "delisting-order": DelistingOrder,
    "access-order": AccessOrder,
    "relisting-notice": RelistingNotice,
    "penalty-notice": PenaltyNotice,
    "penalty-decision": PenaltyDecision,
    "service-receipt": ServiceReceipt,
    REPORT: LabReport,
}
_BUILDERS: dict[type[Any], Callable[[Any, Stamp], Paper]] = {
    Order: order.build,
    Notice: notice.build,
    DelistingNotice: delisting_notice.build,
    DelistingOrder: delisting_order.build,
    AccessOrder: access_order.build,
    RelistingNotice: relisting_notice.build,
    PenaltyNotice: penalty_notice.build,
    PenaltyDecision: penalty_decision.build,
    ServiceReceipt: service_receipt.build,
}


def kind_of(content: Content) -> str:
    """Return the kind of document that the content makes."""
    return next(kind for kind, made_of in CONTENT.items() if made_of is type(content))


def dump(content: Content) -> dict[str, Any]:
    """Return the content as JSON-ready values."""
    values: dict[str, Any] = _adapter(kind_of(content)).dump_python(content, mode="json")
    return values


def load(kind: str, values: Mapping[str, Any]) -> Content:
    """Return the content that `dump` has turned into JSON; ValueError for anything else."""
    loaded: Content = _adapter(kind).validate_python(values)
    return loaded


@functools.cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # noqa: PLC0415 - start-up time

    return TypeAdapter(CONTENT[kind])


def title(content: Content, stamp: Stamp) -> str:
    """Return the document's title on one line."""
    if isinstance(content, LabReport):
        return laboratory.title(content)
    return build(content, stamp).name


def build(content: Content, stamp: Stamp) -> Paper:
    """Return the paper; ValueError for content that makes none (a test report is not made by a builder)."""
    builder = _BUILDERS.get(type(content))
    if builder is None:
        raise ValueError(f"{type(content).__name__}: no builder")
    return builder(content, stamp)


def render(
    content: Content, stamp: Stamp, *, forms: Collection[str] = FORMS, report: Report | None = None, fonts: Path | None = None
) -> dict[str, bytes]:
    """Return the document's files by format, in those of `forms` that it has: xlsx only where there are annex tables.

    A test report needs the engine's `report` of the same package: ValueError without it. `fonts` is a folder of the faces of
    official documents, for the PDF.
    """
    if isinstance(content, LabReport):
        return laboratory.render(content, stamp, report, forms)
    paper = dataclasses.replace(build(content, stamp), noted=stamp.noted)
    day = None if stamp.is_draft else stamp.day
    writers: dict[str, Callable[[], bytes | None]] = {
        "docx": lambda: docx.write(paper, day=day),
        "pdf": lambda: pdf.write(paper, fonts=fonts),
        "html": lambda: html.write(paper).encode(),
        "xlsx": lambda: xlsx.write(paper, day=day),
    }
    files = {form: write() for form, write in writers.items() if form in forms}
    return {form: written for form, written in files.items() if written is not None}
