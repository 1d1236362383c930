"""Files as documents: what form they have, how they are decoded, and what is left out of those that are too large."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.policy.document import Document, UnreadablePolicyError
from mingcha.policy.docx import read_docx
from mingcha.policy.html import read_html
from mingcha.policy.markdown import has_tables, read_mixed
from mingcha.policy.pdf import read_pdf
from mingcha.policy.plain import read_plain

if TYPE_CHECKING:
    from pathlib import Path

# A file is not read beyond this, a text not beyond that: the longest policies seen have some 100,000 characters.
MAX_BYTES = 32 << 20
MAX_TEXT = 2_000_000
MAX_FILES = 40
SUFFIXES = (".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".docx", ".pdf")

_META = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_TAG = re.compile(r"<(?:!doctype html|html|head|body|p|div|table|span|h[1-6])\b", re.IGNORECASE)
_POLICY = re.compile(r"privacy|隐私|policy|个人信息", re.IGNORECASE)
_LIST = re.compile(r"sdk|第三方|清单|目录|list", re.IGNORECASE)


def open_document(data: bytes, name: str) -> Document:
    """Return one document; UnreadablePolicyError when there is nothing to read in it."""
    if not data:
        raise UnreadablePolicyError(f"{name}: 空文件 / an empty file")
    if len(data) > MAX_BYTES:
        raise UnreadablePolicyError(f"{name}: 超过 {MAX_BYTES >> 20} MB / larger than {MAX_BYTES >> 20} MB")
    sha256 = hashlib.sha256(data).hexdigest()
    if data[:5] == b"%PDF-":
        return _check(read_pdf(data, name, sha256))
    if data[:4] == b"PK\x03\x04":
        return _check(read_docx(data, name, sha256))
    text = decode(data)
    limits: tuple[Text, ...] = ()
    if len(text) > MAX_TEXT:
        limits = (Text(f"只读取前 {MAX_TEXT} 个字符", f"only the first {MAX_TEXT} characters were read"),)
        text = text[:MAX_TEXT]
    if text.count("\0") > len(text) // 100:
        raise UnreadablePolicyError(f"{name}: 不是文本、HTML、DOCX 或 PDF / neither text nor HTML, DOCX or PDF")
    is_markup = name.lower().endswith((".html", ".htm", ".xhtml")) or _is_html(text)
    if is_markup:
        return _check(read_html(text, name, sha256, limits))
    return _check(read_mixed(text, name, sha256, limits) if has_tables(text) else read_plain(text, name, sha256, limits))


def _check(document: Document) -> Document:
    if not document.text.strip():
        why = "（只有图片）" if document.images else ""
        raise UnreadablePolicyError(f"{document.name}: 没有文字{why} / no text in it")
    return document


def _is_html(text: str) -> bool:
    """Say whether a text is a page whatever its name: it opens as one, or is full of its tags."""
    start = text[:2000].lstrip("\ufeff \r\n\t").lower()
    return start.startswith(("<!doctype html", "<html")) or sum(1 for _ in _TAG.finditer(text)) > max(20, len(text) // 200)


def decode(data: bytes) -> str:
    """Return the text of bytes: by their mark, their own word, as UTF-8, else as GB 18030; never an error."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(codec, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    told = _META.search(data, 0, 2048)
    names = [told.group(1).decode()] if told and told.group(1).lower().startswith((b"gb", b"big5", b"utf")) else []
    for codec in (*names, "gb18030"):
        try:
            return data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    # A few broken bytes do not make a Chinese text Latin.
    utf, gb = data.decode("utf-8", "replace"), data.decode("gb18030", "replace")
    return utf if utf.count("\ufffd") <= gb.count("\ufffd") else gb


def find_files(path: Path) -> list[Path]:
    """Return the policy and the lists that belong to it: the file itself, or those of a folder, the policy first."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UnreadablePolicyError(f"{path}: 文件不存在 / no such file")
    files = sorted(each for each in path.rglob("*") if each.is_file() and each.suffix.lower() in SUFFIXES)[:MAX_FILES]
    if not files:
        raise UnreadablePolicyError(f"{path}: 文件夹中没有隐私政策 / no policy in this folder")
    return sorted(files, key=lambda each: (bool(_LIST.search(each.stem)), not _POLICY.search(each.stem), each.as_posix()))
