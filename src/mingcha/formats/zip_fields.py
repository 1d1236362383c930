"""Single fields of a zip record: names and the zip64 extra field."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingcha.formats.anomalies import Anomalies

_MAX32 = 0xFFFFFFFF
_ZIP64 = 1
_EXTRA = struct.Struct("<HH")
_ODD_NAME = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^$|[\x00-\x1f\\\x7f]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def read_name(raw: bytes, anomalies: Anomalies) -> str:
    r"""Decode an entry's name; control characters and bytes that are not UTF-8 become \xNN, so it is safe to print."""
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        name = raw.decode(errors="backslashreplace")
        anomalies.add("zip-name", name, "文件名不是 UTF-8，安卓系统会拒绝", "its name is not UTF-8; Android refuses the file")
        return _CONTROL.sub(_escape, name)
    if not _ODD_NAME.search(name):
        return name
    name = _CONTROL.sub(_escape, name)
    anomalies.add(
        "zip-name",
        name,
        "文件名含路径穿越或控制字符",
        "its name is absolute, climbs out of the folder or has control characters",
    )
    return name


def _escape(match: re.Match[str]) -> str:
    return f"\\x{ord(match.group()):02x}"


def zip64_sizes(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Return (size, packed, offset), each 0xFFFFFFFF replaced from the zip64 extra field (APPNOTE.TXT 4.5.3)."""
    at = 0
    while at + _EXTRA.size <= len(extra):
        kind, length = _EXTRA.unpack_from(extra, at)
        at += _EXTRA.size
        if kind == _ZIP64:
            field = extra[at : at + length]
            wide = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            # Some writers put all three although only one is needed (libziparchive ParseZip64ExtendedInfoInExtraField).
            complete = length in (24, 28)
            values = [next(wide, value) if value == _MAX32 or complete else value for value in (size, packed, offset)]
            return values[0], values[1], values[2]
        at += length
    return size, packed, offset
