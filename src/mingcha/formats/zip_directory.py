"""Finds the central directory of a zip (APPNOTE.TXT 4.3.12–4.3.16; libziparchive FindCentralDirectoryInfo)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats.errors import BadPackageError
from mingcha.formats.sniff import describe

if TYPE_CHECKING:
    from mingcha.formats.anomalies import Anomalies

CENTRAL_SIGNATURE = b"PK\x01\x02"
LOCAL_SIGNATURE = b"PK\x03\x04"
END_SIGNATURE = b"PK\x05\x06"
END64_SIGNATURE = b"PK\x06\x06"
LOCATOR_SIGNATURE = b"PK\x06\x07"

# signature, flags, method, crc, compressed size, size, lengths of name, extra and comment, offset of the local header
CENTRAL = struct.Struct("<4s4xHH4xLLLHHH8xL")
# signature, flags, method, crc, compressed size, size, lengths of name and extra
LOCAL = struct.Struct("<4s2xHH4xLLLHH")
# records here, records, size and offset of the central directory, length of the comment
END = struct.Struct("<4s4xHHLLH")
_LOCATOR = struct.Struct("<4s4xQ4x")
_END64 = struct.Struct("<4s28xQQQ")

_MAX16 = 0xFFFF
_MAX32 = 0xFFFFFFFF
_SEARCH = END.size + _MAX16
# Signatures that a comment may fake before the search gives up.
_CANDIDATES = 64
_SNIFFED = 512


class Directory(NamedTuple):
    """Where the central directory is, from the file's first byte; local header offsets need `shift` added."""

    offset: int
    limit: int
    records: int
    shift: int
    end_offset: int


def find_directory(view: memoryview, anomalies: Anomalies) -> Directory:
    """Locate the central directory from the end of the file; BadPackageError says what the file is instead."""
    length = len(view)
    if length == 0:
        raise BadPackageError("empty-file", "文件为空（0 字节）", "the file is empty (0 bytes)")
    start = max(0, length - _SEARCH)
    tail = bytes(view[start:])
    tolerated: Directory | None = None
    at = len(tail)
    for _ in range(_CANDIDATES):
        at = tail.rfind(END_SIGNATURE, 0, at)
        if at < 0:
            break
        if at + END.size > len(tail):
            continue
        comment = END.unpack_from(tail, at)[5]
        exact = start + at + END.size + comment == length
        found = _directory_of(view, start + at, exact=exact)
        if found and found.records and exact:
            _note_oddities(found, exact=True, anomalies=anomalies)
            return found
        if tolerated is None or not tolerated.records:
            tolerated = found or tolerated
    if tolerated:
        _note_oddities(tolerated, exact=False, anomalies=anomalies)
        return tolerated
    raise _no_directory(view)


def _directory_of(view: memoryview, end_offset: int, *, exact: bool) -> Directory | None:
    _, here, count, size, offset, comment = END.unpack_from(view, end_offset)
    limit = end_offset
    if _MAX16 in (here, count, comment) or _MAX32 in (size, offset):
        wide = _end64(view, end_offset)
        if wide:
            limit, count, size, offset = wide
    if count == 0:
        return Directory(offset, limit, 0, 0, end_offset) if offset + size <= limit else None
    if view[offset : offset + 4] == CENTRAL_SIGNATURE and offset < limit:
        return Directory(offset, limit, count, 0, end_offset)
    # Offsets that count from a later start: something was put before the archive. Only believed when the comment ends
    # with the file, or the tail of a truncated package could pass for a whole one.
    moved = limit - size
    if exact and moved > offset and view[moved : moved + 4] == CENTRAL_SIGNATURE:
        return Directory(moved, limit, count, moved - offset, end_offset)
    return None


def _end64(view: memoryview, end_offset: int) -> tuple[int, int, int, int] | None:
    at = end_offset - _LOCATOR.size
    if at < 0:
        return None
    signature, record = _LOCATOR.unpack_from(view, at)
    if signature != LOCATOR_SIGNATURE or record > at - _END64.size:
        return None
    signature, count, size, offset = _END64.unpack_from(view, record)
    return (record, count, size, offset) if signature == END64_SIGNATURE else None


def _note_oddities(found: Directory, *, exact: bool, anomalies: Anomalies) -> None:
    if found.shift:
        anomalies.add(
            "zip-prepended",
            "",
            f"压缩包前有 {found.shift} 字节的附加数据",
            f"{found.shift} bytes stand before the archive",
        )
    if not exact:
        anomalies.add(
            "zip-trailing",
            "",
            "压缩包结尾之后还有数据，安卓系统会拒绝",
            "data follow the end of the archive; Android refuses it",
        )


def _no_directory(view: memoryview) -> BadPackageError:
    head = bytes(view[:_SNIFFED])
    if head.startswith((LOCAL_SIGNATURE, END_SIGNATURE)):
        return BadPackageError(
            "truncated",
            "压缩包不完整：找不到中央目录，文件被截断或损坏",
            "the archive is incomplete: no central directory, the file is truncated or damaged",
        )
    what = describe(head)
    if what:
        return BadPackageError("not-a-zip", f"不是安装包：这是{what.zh}", f"not an app package: this is {what.en}")
    return BadPackageError("not-a-zip", "不是安装包：不是 zip 格式", "not an app package: not a zip archive")
