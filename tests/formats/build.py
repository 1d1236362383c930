"""Writers of zips, binary XML and resource tables with every field open to lies, for tests.

from tests.formats.build import Part, build_zip, build_xml, node, build_table
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

ANDROID = "http://schemas.android.com/apk/res/android"
NONE = 0xFFFFFFFF


def deflated(data: bytes) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return stream.compress(data) + stream.flush()


@dataclass
class Part:
    """A zip entry; `central` and `local` overwrite fields: name flags method crc packed size offset extra sig."""

    name: str | bytes
    data: bytes = b""
    method: int = 8
    central: dict[str, Any] = field(default_factory=dict)
    local: dict[str, Any] = field(default_factory=dict)
    raw: bytes | None = None


def build_zip(*parts: Part, comment: bytes = b"", prefix: bytes = b"", end: dict[str, Any] | None = None, shifted: bool = False) -> bytes:
    """Return a zip; with `shifted` the offsets count from behind the prefix."""
    out = bytearray(prefix)
    base = len(prefix) if shifted else 0
    central = b""
    for part in parts:
        packed = part.raw if part.raw is not None else deflated(part.data) if part.method == 8 else part.data
        name = part.name.encode() if isinstance(part.name, str) else part.name
        common = {
            "name": name,
            "flags": 0,
            "method": part.method,
            "crc": zlib.crc32(part.data),
            "packed": len(packed),
            "size": len(part.data),
            "offset": len(out) - base,
            "extra": b"",
        }
        local = {"sig": b"PK\x03\x04", **common, **part.local}
        record = {"sig": b"PK\x01\x02", **common, **part.central}
        out += local["sig"] + struct.pack("<HHHL", 20, local["flags"], local["method"], 0)
        out += struct.pack("<LLLHH", local["crc"], local["packed"], local["size"], len(local["name"]), len(local["extra"]))
        out += local["name"] + local["extra"] + packed
        central += record["sig"] + struct.pack("<HHHHL", 20, 20, record["flags"], record["method"], 0)
        central += struct.pack("<LLL", record["crc"], record["packed"], record["size"])
        central += struct.pack("<HHHHHLL", len(record["name"]), len(record["extra"]), 0, 0, 0, 0, record["offset"])
        central += record["name"] + record["extra"]
    fields = {
        "count": len(parts),
        "size": len(central),
        "offset": len(out) - base,
        "comment": len(comment),
        **(end or {}),
    }
    out += central + fields.get("between", b"")
    out += b"PK\x05\x06" + struct.pack("<HHHH", 0, 0, fields["count"], fields["count"])
    out += struct.pack("<LLH", fields["size"], fields["offset"], fields["comment"]) + comment
    return bytes(out)


def chunk(kind: int, header: bytes, body: bytes = b"", *, size: int | None = None, header_size: int | None = None) -> bytes:
    """Return a resource chunk; `header` is what follows the first eight bytes."""
    length = 8 + len(header) + len(body)
    return struct.pack("<HHL", kind, header_size or 8 + len(header), length if size is None else size) + header + body


def pool(strings: list[str], *, utf8: bool = True, count: int | None = None) -> bytes:
    offsets, body = b"", b""
    for text in strings:
        offsets += struct.pack("<L", len(body))
        if utf8:
            raw = text.encode()
            body += _length8(len(text)) + _length8(len(raw)) + raw + b"\0"
        else:
            raw = text.encode("utf-16-le")
            body += _length16(len(raw) // 2) + raw + b"\0\0"
    body += b"\0" * (-len(body) % 4)
    count = len(strings) if count is None else count
    header = struct.pack("<LLLLL", count, 0, 256 if utf8 else 0, 28 + len(offsets), 0)
    return chunk(1, header, offsets + body)


def _length8(length: int) -> bytes:
    length &= 0x7FFF
    return bytes([length]) if length < 0x80 else bytes([0x80 | length >> 8, length & 0xFF])


def _length16(length: int) -> bytes:
    return struct.pack("<H", length) if length < 0x8000 else struct.pack("<HH", 0x8000 | length >> 16, length & 0xFFFF)


def node(tag: str, attributes: dict[str, Any] | None = None, *children: Any) -> tuple[str, dict[str, Any], tuple[Any, ...]]:
    """Return an element. Attribute values: text, bool, int, ("ref", id), or (type, data); a key may be (name, id)."""
    return tag, attributes or {}, children


def build_xml(root: Any, ids: dict[str, int], *, utf8: bool = True, **options: Any) -> bytes:
    """Return binary XML; `ids` are the resource ids of android attributes, others have no namespace.

    Options: head (chunks before the pool), junk (a chunk between elements), step (size of an attribute record),
    kind (type of the file's chunk), tail (bytes after the last element).
    """
    named = list(ids)
    strings = [*named, ANDROID]
    nodes: list[bytes] = []
    junk = options.get("junk", b"")
    step = options.get("step", 20)

    def index(text: str) -> int:
        # Text never shares an entry with an attribute that has an id: aapt keeps them apart too.
        if text in strings[len(named) :]:
            return strings.index(text, len(named))
        strings.append(text)
        return len(strings) - 1

    def write(element: Any) -> None:
        tag, attributes, children = element
        body = b""
        for key, value in attributes.items():
            name, known = (strings.index(key), True) if key in ids else (index(key), False)
            raw, kind, data = _value(value, index)
            record = struct.pack("<LLLHBBL", len(named) if known else NONE, name, raw, 8, 0, kind, data)
            body += record.ljust(step, b"\xee")
        ext = struct.pack("<LLHHHHHH", NONE, index(tag), 20, step, len(attributes), 0, 0, 0)
        nodes.append(junk + chunk(0x102, struct.pack("<LL", 1, NONE), ext + body))
        for child in children:
            write(child)
        nodes.append(chunk(0x103, struct.pack("<LL", 1, NONE), struct.pack("<LL", NONE, index(tag))))

    write(root)
    resource_map = chunk(0x180, b"", struct.pack(f"<{len(named)}L", *ids.values()))
    body = options.get("head", b"") + pool(strings, utf8=utf8) + resource_map + b"".join(nodes) + options.get("tail", b"")
    return chunk(options.get("kind", 3), b"", body)


def _value(value: Any, index: Any) -> tuple[int, int, int]:
    if isinstance(value, bool):
        return NONE, 0x12, NONE if value else 0
    if isinstance(value, int):
        return NONE, 0x10, value & NONE
    if isinstance(value, str):
        at = index(value)
        return at, 3, at
    kind, data = value
    return NONE, 1 if kind == "ref" else kind, data


def config(language: str = "", region: str = "", sdk: int = 0, script: str = "", density: int = 0) -> bytes:
    return (
        struct.pack("<LHH", 64, 0, 0)
        + language.encode().ljust(2, b"\0")
        + region.encode().ljust(2, b"\0")
        + struct.pack("<BBH", 0, 0, density)
        + bytes(8)
        + struct.pack("<HH", sdk, 0)
        + bytes(8)
        + script.encode().ljust(4, b"\0")
    ).ljust(64, b"\0")


def type_chunk(type_id: int, where: bytes, entries: dict[int, tuple[int, int, int]], style: str = "plain") -> bytes:
    """Return a type chunk of (key, type, data) by entry index; style plain, sparse, offset16 or compact."""
    body, places = b"", {}
    for index, (key, kind, data) in sorted(entries.items()):
        places[index] = len(body)
        if style == "compact":
            body += struct.pack("<HHL", key, kind << 8 | 8, data)
        else:
            body += struct.pack("<HHLHBBL", 8, 0, key, 8, 0, kind, data)
    if style == "sparse":
        count, flags = len(places), 1
        offsets = b"".join(struct.pack("<HH", index, at // 4) for index, at in places.items())
    elif style == "offset16":
        count, flags = max(places) + 1, 2
        offsets = b"".join(struct.pack("<H", places[n] // 4 if n in places else 0xFFFF) for n in range(count))
        offsets += b"\0" * (-len(offsets) % 4)
    else:
        count, flags = max(places) + 1, 0
        offsets = b"".join(struct.pack("<L", places.get(n, NONE)) for n in range(count))
    header = struct.pack("<BBHLL", type_id, flags, 0, count, 20 + len(where) + len(offsets)) + where
    return chunk(0x201, header, offsets + body)


def package_chunk(number: int, name: str, types: list[str], keys: list[str], *chunks: bytes) -> bytes:
    type_pool, key_pool = pool(types, utf8=False), pool(keys)
    header = struct.pack("<L", number) + name.encode("utf-16-le").ljust(256, b"\0")
    header += struct.pack("<LLLLL", 288, len(types), 288 + len(type_pool), len(keys), 0)
    return chunk(0x200, header, type_pool + key_pool + b"".join(chunks))


def build_table(strings: list[str], *packages: bytes, utf8: bool = True) -> bytes:
    return chunk(2, struct.pack("<L", len(packages)), pool(strings, utf8=utf8) + b"".join(packages))
