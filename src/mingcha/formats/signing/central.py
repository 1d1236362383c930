"""The central directory as AOSP tools/apksig reads it for v1: strict where Android is, names with repetitions.

Sources: tools/apksig ZipUtils, CentralDirectoryRecord and LocalFileRecord.
"""

from __future__ import annotations

import struct

from mingcha.formats.signing.issues import RejectedError, make_issue

_END = struct.Struct("<4s6xHLLH")
# signature, flags, method, crc, compressed size, size, lengths of name, extra and comment, offset of the local header
_CENTRAL = struct.Struct("<4s4xHH4xLLLHHH8xL")
# signature, flags, crc, compressed size, size, length of name
_LOCAL = struct.Struct("<4s2xH6xLLLH2x")
_HAS_DESCRIPTOR = 8
_FOLDER = b"META-INF/"


def read_names(view: memoryview, eocd_offset: int) -> list[str]:
    """Return the names of all entries but folders, repetitions included.

    RejectedError when the directory is broken or not where its end record says, or when the local header of an entry
    outside META-INF does not match it.
    """
    if not 0 <= eocd_offset <= len(view) - _END.size:
        raise _rejected("")
    _, count, size, offset, comment = _END.unpack_from(view, eocd_offset)
    if eocd_offset + _END.size + comment != len(view) or offset + size > eocd_offset:
        raise _rejected("")
    names = []
    at = offset
    for _ in range(count):
        if at + _CENTRAL.size > eocd_offset:
            raise _rejected("")
        record = _CENTRAL.unpack_from(view, at)
        name_at = at + _CENTRAL.size
        end = name_at + sum(record[6:9])
        if record[0] != b"PK\x01\x02" or end > eocd_offset:
            raise _rejected("")
        name = bytes(view[name_at : name_at + record[6]])
        if not name.endswith(b"/"):
            text = name.decode("utf-8", "replace")
            if not name.startswith(_FOLDER) and not _local_matches(view[:offset], record, name):
                raise _rejected(text)
            names.append(text)
        at = end
    return names


def _local_matches(view: memoryview, record: tuple[int, ...], name: bytes) -> bool:
    at = record[9]
    if at + _LOCAL.size > len(view):
        return False
    signature, flags, crc, packed, size, length = _LOCAL.unpack_from(view, at)
    if signature != b"PK\x03\x04" or (flags ^ record[1]) & _HAS_DESCRIPTOR:
        return False
    if not flags & _HAS_DESCRIPTOR and (crc, packed, size) != record[3:6]:
        return False
    return length == len(name) and view[at + _LOCAL.size : at + _LOCAL.size + length] == name


def _rejected(name: str) -> RejectedError:
    return RejectedError(make_issue("archive-inconsistent", "v1", name))
