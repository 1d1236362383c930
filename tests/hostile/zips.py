"""A small zip writer that can lie in every field of every record.

    archive(Member("a.txt", b"text", local={"size": 7}), end={"records": 9})

Field names: version, flags, method, crc, packed, size, name, extra, offset, attributes, comment, name_length,
extra_length, signature (local and central); records_here, records, size, offset, comment_length (end record).
"""

from __future__ import annotations

import functools
import struct
import zlib
from dataclasses import dataclass, field

_LOCAL = struct.Struct("<4sHHHLLLLHH")
_CENTRAL = struct.Struct("<4sHHHHLLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_END64 = struct.Struct("<4sQHHLLQQQQ")
_LOCATOR = struct.Struct("<4sLQL")


@dataclass(frozen=True)
class Member:
    """One entry: `raw` stands in the file in place of the data, `local` and `central` override fields of those records."""

    name: str | bytes
    data: bytes = b""
    deflate: bool = False
    raw: bytes | None = None
    local: dict = field(default_factory=dict)
    central: dict = field(default_factory=dict)


def squeeze(data: bytes) -> bytes:
    """Return raw DEFLATE of the data."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@functools.cache
def squeezed_zeros(size: int) -> bytes:
    """Return raw DEFLATE of that many zero bytes, at about 1 : 1030."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1 << 20)
    parts = [packer.compress(block) for _ in range(size >> 20)]
    return b"".join(parts) + packer.compress(bytes(size & 0xFFFFF)) + packer.flush()


@functools.cache
def heavy_zeros(size: int) -> tuple[bytes, int]:
    """Return raw DEFLATE of noise and then that many zeros, at about 1 : 140, and the size of all."""
    ballast = noise(size // 150, 1)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1 << 20)
    parts = [packer.compress(ballast), *(packer.compress(block) for _ in range(size >> 20)), packer.flush()]
    return b"".join(parts), len(ballast) + (size >> 20 << 20)


def noise(size: int, seed: int) -> bytes:
    """Return bytes that do not compress, the same in every run."""
    state, out = seed * 2654435761 + 1, bytearray()
    for _ in range(size // 4):
        state = state * 1664525 + 1013904223 & 0xFFFFFFFF
        out += (state ^ state >> 15).to_bytes(4, "little")
    return bytes(out)


def bomb(name: str, size: int, /, **declared: int) -> Member:
    """Return an entry that unpacks to `size` zeros and says so, unless `declared` says otherwise."""
    raw = squeezed_zeros(size)
    fields = {"method": 8, "packed": len(raw), "size": size, "crc": 0} | declared
    return Member(name, raw=raw, local=fields, central=fields)


def _fields(member: Member, payload: bytes) -> dict:
    name = member.name.encode() if isinstance(member.name, str) else member.name
    return {
        "version": 20,
        "flags": 0,
        "method": 8 if member.deflate else 0,
        "crc": zlib.crc32(member.data),
        "packed": len(payload),
        "size": len(member.data),
        "name": name,
        "extra": b"",
        "comment": b"",
        "attributes": 0,
    }


def local_record(member: Member, payload: bytes) -> bytes:
    """Return an entry's local header and data."""
    f = _fields(member, payload) | {"signature": b"PK\x03\x04"} | member.local
    head = _LOCAL.pack(
        f["signature"],
        f["version"],
        f["flags"],
        f["method"],
        0x21,
        f["crc"],
        f["packed"],
        f["size"],
        f.get("name_length", len(f["name"])),
        f.get("extra_length", len(f["extra"])),
    )
    return head + f["name"] + f["extra"] + payload


def central_record(member: Member, payload: bytes, offset: int) -> bytes:
    """Return an entry's record in the central directory."""
    f = _fields(member, payload) | {"signature": b"PK\x01\x02", "offset": offset} | member.central
    head = _CENTRAL.pack(
        f["signature"],
        20,
        f["version"],
        f["flags"],
        f["method"],
        0x21,
        f["crc"],
        f["packed"],
        f["size"],
        f.get("name_length", len(f["name"])),
        f.get("extra_length", len(f["extra"])),
        f.get("comment_length", len(f["comment"])),
        0,
        0,
        f["attributes"],
        f["offset"],
    )
    return head + f["name"] + f["extra"] + f["comment"]


def end_record(records: int, size: int, offset: int, comment: bytes = b"", lies: dict[str, int] | None = None) -> bytes:
    """Return an end-of-central-directory record."""
    f = {"records_here": records, "records": records, "size": size, "offset": offset, "comment_length": len(comment)}
    f |= lies or {}
    place = (f["records_here"] & 0xFFFF, f["records"] & 0xFFFF, f["size"], f["offset"], f["comment_length"])
    return _END.pack(b"PK\x05\x06", 0, 0, *place) + comment


def end64_records(records: int, size: int, offset: int, at: int, locator: int | None = None) -> bytes:
    """Return the zip64 end record that stands at `at`, and its locator."""
    record = _END64.pack(b"PK\x06\x06", 44, 45, 45, 0, 0, records, records, size, offset)
    return record + _LOCATOR.pack(b"PK\x06\x07", 0, at if locator is None else locator, 1)


def zip64_extra(*values: int, length: int | None = None) -> bytes:
    """Return a zip64 extra field with those 64-bit values."""
    body = struct.pack(f"<{len(values)}Q", *values)
    return struct.pack("<HH", 1, len(body) if length is None else length) + body


def archive(
    *members: Member,
    prefix: bytes = b"",
    block: bytes = b"",
    before_end: bytes = b"",
    comment: bytes = b"",
    suffix: bytes = b"",
    end: dict | None = None,
) -> bytes:
    """Return a zip with offsets from the file's start; `block` stands before the central directory, `prefix` before all."""
    out = bytearray(prefix)
    central = bytearray()
    for member in members:
        payload = member.raw
        if payload is None:
            payload = squeeze(member.data) if member.deflate else member.data
        central += central_record(member, payload, len(out))
        out += local_record(member, payload)
    out += block
    offset = len(out)
    out += central + before_end
    return bytes(out) + end_record(len(members), len(central), offset, comment, end) + suffix
