"""Fonts under the names of official ones, made of a free one: the real ones may not be shipped."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_WINDOWS, _UNICODE, _ENGLISH = 3, 1, 0x0409
_FAMILY, _STYLE, _FULL, _POSTSCRIPT = 1, 2, 4, 6


def write_font(source: Path, family: str, target: Path) -> None:
    """Write a copy of an OpenType font whose only names are those of `family` (ASCII)."""
    content = source.read_bytes()
    number = struct.unpack(">H", content[4:6])[0]
    tables = {}
    for at in range(12, 12 + 16 * number, 16):
        tag, _, offset, length = struct.unpack(">4sIII", content[at : at + 16])
        tables[tag] = content[offset : offset + length]
    tables[b"name"] = _names({_FAMILY: family, _STYLE: "Regular", _FULL: family, _POSTSCRIPT: family})
    head, body, place = content[:12], b"", 12 + 16 * number
    for tag in sorted(tables):
        padded = tables[tag] + b"\0" * (-len(tables[tag]) % 4)
        head += struct.pack(">4sIII", tag, 0, place + len(body), len(tables[tag]))
        body += padded
    target.write_bytes(head + body)


def _names(texts: dict[int, str]) -> bytes:
    records, strings = b"", b""
    for key, text in texts.items():
        said = text.encode("utf-16-be")
        records += struct.pack(">HHHHHH", _WINDOWS, _UNICODE, _ENGLISH, key, len(said), len(strings))
        strings += said
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + strings
