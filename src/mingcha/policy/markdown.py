"""Markdown that holds HTML tables: made a page line by line, then read as one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingcha.policy.html import read_html

if TYPE_CHECKING:
    from mingcha.model import Text
    from mingcha.policy.document import Document

_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_OPEN, _CLOSE = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\s*>", re.IGNORECASE)
_HEADING = re.compile(r"[ >]{0,4}(#{1,6})\s+(.*)")
_ITEM = re.compile(r"[ \t>]*[-*+]\s+(.*)")
_STRONG = re.compile(r"\*\*([^*\n]{1,2000})\*\*")
_LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\(\s*<?([^()<>\s\"]{1,2000})>?[^()\n]{0,200}\)")
_BARE = re.compile(r"<(https?://[^<>\s\"]{1,2000})>")


def has_tables(text: str) -> bool:
    """Say whether a text that is no page holds HTML tables."""
    return _TABLE.search(text) is not None


def read_mixed(text: str, name: str, sha256: str, limits: tuple[Text, ...] = ()) -> Document:
    """Return the structure of a Markdown text with HTML tables; offsets are those of the text that a reader sees."""
    out, depth = [], 0
    for line in text.splitlines():
        inside = depth > 0
        depth = max(0, depth + len(_OPEN.findall(line)) - len(_CLOSE.findall(line)))
        out.append(line if inside or depth or _TABLE.search(line) else _line(line))
    return read_html("<body>" + "\n".join(out), name, sha256, limits)


def _line(line: str) -> str:
    if not line.strip():
        return ""
    line = _STRONG.sub(r"<b>\1</b>", _LINK.sub(r'<a href="\2">\1</a>', _BARE.sub(r'<a href="\1">\1</a>', line)))
    if heading := _HEADING.match(line):
        level = len(heading.group(1))
        return f"<h{level}>{heading.group(2)}</h{level}>"
    if item := _ITEM.match(line):
        return f"<li>{item.group(1)}</li>"
    return f"<p>{line.lstrip('> ')}</p>"
