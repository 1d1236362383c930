"""A small writer of binary XML that can lie in every field.

document(start("manifest", package="a.b"), start("application"), end("application"), end("manifest"))
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

NO_STRING = 0xFFFFFFFF
ANDROID = "http://schemas.android.com/apk/res/android"
IDS = {
    "label": 0x01010001,
    "icon": 0x01010002,
    "name": 0x01010003,
    "permission": 0x01010006,
    "protectionLevel": 0x01010009,
    "debuggable": 0x0101000F,
    "exported": 0x01010010,
    "process": 0x01010011,
    "authorities": 0x01010018,
    "priority": 0x0101001C,
    "value": 0x01010024,
    "resource": 0x01010025,
    "mimeType": 0x01010026,
    "scheme": 0x01010027,
    "host": 0x01010028,
    "path": 0x0101002A,
    "targetActivity": 0x01010202,
    "minSdkVersion": 0x0101020C,
    "versionCode": 0x0101021B,
    "versionName": 0x0101021C,
    "targetSdkVersion": 0x01010270,
    "maxSdkVersion": 0x01010271,
}


@dataclass(frozen=True)
class Reference:
    """A value that is a resource id."""

    resource: int
    kind: int = 1


def chunk(kind: int, header: bytes, body: bytes, *, size: int | None = None, header_size: int | None = None) -> bytes:
    """Return a chunk with the fields behind its first eight bytes in `header`."""
    whole = 8 + len(header) + len(body)
    real_header = 8 + len(header) if header_size is None else header_size
    return struct.pack("<HHL", kind, real_header, whole if size is None else size) + header + body


def length8(count: int) -> bytes:
    return bytes([count]) if count < 0x80 else bytes([0x80 | count >> 8 & 0x7F, count & 0xFF])


def encode8(text: str) -> bytes:
    raw = text.encode("utf-8", "surrogatepass")
    return length8(len(text)) + length8(len(raw)) + raw + b"\0"


def encode16(text: str) -> bytes:
    raw = text.encode("utf-16-le", "surrogatepass")
    units = len(raw) // 2
    length = struct.pack("<H", units) if units < 0x8000 else struct.pack("<HH", 0x8000 | units >> 16, units & 0xFFFF)
    return length + raw + b"\0\0"


def pool(strings: list[str] | list[bytes], *, utf8: bool = False, offsets: list[int] | None = None, **lies: int) -> bytes:
    """Return a string pool; strings given as bytes stand as they are; lies: count, styles, flags, start, style_start, size."""
    encode = encode8 if utf8 else encode16
    items = [text if isinstance(text, bytes) else encode(text) for text in strings]
    places, data = [], bytearray()
    for item in items:
        places.append(len(data))
        data += item
    data += bytes(-len(data) % 4)
    places = places if offsets is None else offsets
    start = 28 + 4 * len(places)
    f = {"count": len(places), "styles": 0, "flags": 0x100 if utf8 else 0, "start": start, "style_start": 0} | lies
    header = struct.pack("<5L", f["count"], f["styles"], f["flags"], f["start"], f["style_start"])
    body = struct.pack(f"<{len(places)}L", *places) + bytes(data)
    return chunk(1, header, body, size=lies.get("size"), header_size=lies.get("header_size"))


def start(tag: str, **attributes: object) -> tuple:
    """Return the event of a start tag; `android_name` stands for android:name."""
    return ("start", tag, attributes)


def end(tag: str) -> tuple:
    return ("end", tag, {})


def empty(tag: str, **attributes: object) -> tuple[tuple, tuple]:
    """Return both events of an element without children."""
    return start(tag, **attributes), end(tag)


def node(kind: int, body: bytes, **lies: int) -> bytes:
    """Return a tree node on line 1 without a comment."""
    return chunk(kind, struct.pack("<LL", 1, NO_STRING), body, **lies)


def start_node(tag: int, attributes: bytes, *, step: int = 20, count: int | None = None, first: int = 20, **lies: int) -> bytes:
    """Return the node of a start tag from raw parts."""
    number = len(attributes) // 20 if count is None else count
    return node(0x0102, struct.pack("<LLHHHHHH", NO_STRING, tag, first, step, number, 0, 0, 0) + attributes, **lies)


def end_node(tag: int) -> bytes:
    return node(0x0103, struct.pack("<LL", NO_STRING, tag))


def attribute(name: int, kind: int, value: int, *, namespace: int = NO_STRING, raw: int = NO_STRING, size: int = 8) -> bytes:
    return struct.pack("<LLLHBBL", namespace, name, raw, size, 0, kind, value & 0xFFFFFFFF)


class _Names:
    """String indices; names with a resource id come first, as the format asks."""

    def __init__(self, events: tuple[tuple, ...]) -> None:
        wanted = {key[8:] for _, _, attributes in events for key in attributes if key.startswith("android_")}
        self.strings = sorted(wanted & IDS.keys(), key=IDS.__getitem__)
        self.ids = [IDS[name] for name in self.strings]
        self.named = {name: number for number, name in enumerate(self.strings)}
        self.index: dict[str, int] = {}

    def of(self, text: str) -> int:
        if text not in self.index:
            self.index[text] = len(self.strings)
            self.strings.append(text)
        return self.index[text]

    def attribute(self, key: str, value: object) -> bytes:
        android = key.startswith("android_")
        bare = key[8:] if android else key
        name = self.named[bare] if android and bare in self.named else self.of(bare)
        namespace = self.of(ANDROID) if android else NO_STRING
        if isinstance(value, str):
            text = self.of(value)
            return attribute(name, 3, text, namespace=namespace, raw=text)
        if isinstance(value, Reference):
            return attribute(name, value.kind, value.resource, namespace=namespace)
        if isinstance(value, bool):
            return attribute(name, 0x12, -value, namespace=namespace)
        return attribute(name, 0x10, int(value), namespace=namespace)


def document(*events: tuple, utf8: bool = False, ids: list[int] | None = None) -> bytes:
    """Return the file for start and end events; pairs from `empty` may stand among them."""
    flat = [e for item in events for e in (item if isinstance(item[0], tuple) else (item,))]
    names = _Names(tuple(flat))
    body = bytearray()
    for kind, tag, attributes in flat:
        if kind == "end":
            body += end_node(names.of(tag))
        else:
            body += start_node(names.of(tag), b"".join(names.attribute(key, value) for key, value in attributes.items()))
    known = names.ids if ids is None else ids
    return file(pool(names.strings, utf8=utf8), resource_map(*known), bytes(body))


def resource_map(*ids: int, **lies: int) -> bytes:
    return chunk(0x0180, b"", struct.pack(f"<{len(ids)}L", *ids), **lies)


def file(*chunks: bytes, **lies: int) -> bytes:
    """Return an XML file of raw chunks."""
    return chunk(lies.pop("kind", 3), b"", b"".join(chunks), **lies)
