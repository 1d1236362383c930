"""PDF files, by pypdf: the text line by line; tables and emphasis are not told apart."""

from __future__ import annotations

import io
import logging
from typing import Any

from mingcha.model import Text
from mingcha.policy.document import FAILURES, Document, UnreadablePolicyError
from mingcha.policy.plain import read_plain

MAX_PAGES = 300
MAX_TEXT = 2_000_000


def read_pdf(data: bytes, name: str, sha256: str, limits: tuple[Text, ...] = ()) -> Document:
    """Return the text of a PDF as a document; UnreadablePolicyError when it is none, is encrypted, or the extra is absent."""
    try:
        import pypdf  # noqa: PLC0415 - an extra
        from pypdf.errors import PyPdfError  # noqa: PLC0415 - an extra
    except ImportError as absent:
        raise UnreadablePolicyError("读取 PDF 需要 pip install 'mingcha[policy]' / reading PDF needs that extra") from absent
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        is_locked = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if is_locked else len(reader.pages)
        parts = [] if is_locked else _texts(reader, pages)
    except (*FAILURES, PyPdfError) as wrong:
        raise UnreadablePolicyError(f"{name}: 不是可读取的 PDF / not a PDF that can be read") from wrong
    if is_locked:
        raise UnreadablePolicyError(f"{name}: PDF 已加密 / the PDF is encrypted")
    if pages > len(parts):
        limits = (*limits, Text(f"只读取前 {len(parts)} 页", f"only the first {len(parts)} pages were read"))
    text = "\n".join(parts)[:MAX_TEXT]
    read = read_plain(text, name, sha256, limits)
    return Document(name, "pdf", sha256, text, read.blocks, read.tables, read.links, 0, read.limits)


def _texts(reader: Any, pages: int) -> list[str]:
    """Return the text of each page up to the limits."""
    parts: list[str] = []
    length = 0
    for number in range(min(pages, MAX_PAGES)):
        parts.append(reader.pages[number].extract_text())
        length += len(parts[-1])
        if length > MAX_TEXT:
            break
    return parts
