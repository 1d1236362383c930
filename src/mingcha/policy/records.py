"""Key–value records: SDK名称：… 公司：… 收集信息：…, one field a line or several on one, with or without a title above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingcha.policy.resolve import resolve
from mingcha.policy.tables import Field, Record, role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mingcha.policy.document import Document

_KEY = re.compile(
    r"(?:^|(?<=[\s;；，,。>|]))[-*+>\s·•▪\d.、）)(（【]{0,8}\**"
    r"([A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff/（）() 的]{0,22}?)\**[ 】]?\**\s?"
    r"[:：](?!//)\s*\**"
)
_TITLE = re.compile(
    r"[-*+>#\s·•▪]*(?:[\d一二三四五六七八九十]{1,3}(?:\.\d{1,2})*[.、）)\s]|[（(][\d一二三四五六七八九十a-z]{1,3}[)）])?\s*"
)
_SDK = re.compile(r"[^（()）\n]*SDK(?=\s*[)）]|\s*$)", re.IGNORECASE)
_COLON = re.compile(r"[:：](?!//)")
_COMPANY = re.compile(r"公司|集团|中心|联盟|Inc|Ltd|Limited|研究[院所]")
_URL = re.compile(r"https?://[!-Z^-~]{3,2000}", re.IGNORECASE)
_SENTENCE = re.compile(r"我们|您|[。，；]")
_LONGEST_TITLE = 40
_ROLES = frozenset({"name", "company", "purpose", "data", "permission", "link", "method", "platform", "package", "frequency", "retention"})


def read_records(document: Document) -> list[Record]:
    """Return the records that stand outside tables; one needs a name, and data or a purpose besides."""
    found: list[Record] = []
    fields: dict[str, Field] = {}
    title: Field | None = None
    named: Field | None = None
    for item in _fields(document):
        if isinstance(item, Field):
            _close(found, fields, named)
            fields, title = {}, item
            continue
        kind, field = item
        if kind == "name" and "name" in fields and not fields.keys() & {"company", "data"} and _COMPANY.search(field.text):
            kind = "company"
        if (
            kind == "name"
            and title is not None
            and _COMPANY.search(field.text)
            and (sdk := _SDK.search(document.text, title.start, title.end))
        ):
            # The title tells the SDK, the field whose it is.
            _close(found, fields, named)
            fields, title, kind = {"name": _field(document.text, *sdk.span())}, None, "company"
        if kind in fields and kind in ("name", "data", "company", "purpose"):
            _close(found, fields, named)
            fields = {} if kind == "name" or "name" not in fields else {"name": fields["name"]}
            title = None if kind == "name" else title
        if kind == "name":
            title = None
        elif "name" not in fields and title is not None:
            fields["name"], named, title = title, title, None
        fields.setdefault(kind, field)
    _close(found, fields, named)
    return found


def _close(found: list[Record], fields: dict[str, Field], title: Field | None) -> None:
    """Keep a finished record; a mere title above it is a name only when that or a field says that it is a third party's."""
    if "name" in fields and len(fields) > 1:
        if fields["name"] is title and not _is_party(fields):
            return
        record = Record(dict(fields), "record")
        if record.is_sdk and len(fields["name"].text) <= _LONGEST_TITLE and not _SENTENCE.search(fields["name"].text):
            found.append(record)


def _is_party(fields: Mapping[str, Field]) -> bool:
    name, company = fields["name"].text, fields.get("company")
    is_company = company is not None and len(company.text) <= _LONGEST_TITLE and not _SENTENCE.search(company.text)
    return "link" in fields or is_company or "sdk" in name.lower() or bool(resolve(name))


def _fields(document: Document) -> Iterator[tuple[str, Field] | Field]:
    """Yield (role, field) pairs and, as fields of their own, the short lines that can be titles."""
    text = document.text
    for block in document.blocks:
        if block.kind == "cell":
            continue
        keys: list[tuple[re.Match[str], str]] = []
        if _COLON.search(text, block.start, block.end):
            found = ((match, role(match.group(1))) for match in _KEY.finditer(text, block.start, block.end))
            keys = [(match, kind) for match, kind in found if kind is not None and kind in _ROLES]
        if not keys or keys[0][0].start() > block.start + _LONGEST_TITLE:
            if block.end - block.start <= _LONGEST_TITLE and not re.search("[。；，]", text[block.start : block.end]):
                yield _field(text, block.start + len(_leading(text, block.start, block.end)), block.end)
            continue
        for (match, kind), following in zip(keys, [*(each for each, _ in keys[1:]), None], strict=True):
            end = following.start() if following else block.end
            field = _field(text, match.end(), end)
            if field.text:
                yield kind, field


def _leading(text: str, start: int, end: int) -> str:
    marker = _TITLE.match(text, start, end)
    return marker.group() if marker else ""


def _field(text: str, start: int, end: int) -> Field:
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip(" *\t\r\n-"))
    stop = max(begin, start + len(words.rstrip(" *\t\r\n:：;；")))
    link = _URL.search(text, begin, stop)
    return Field(text[begin:stop], begin, stop, link.group().rstrip(").,;'\"*|]>") if link else None)
