"""A small writer of Java class files and of the archives that hold them."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class _Pool:
    def __init__(self) -> None:
        self.items: list[bytes] = []
        self.places: dict[bytes, int] = {}

    def add(self, item: bytes) -> int:
        if item not in self.places:
            self.items.append(item)
            self.places[item] = len(self.items)
        return self.places[item]

    def text(self, text: str | bytes) -> int:
        data = text if isinstance(text, bytes) else text.encode()
        return self.add(b"\x01" + struct.pack(">H", len(data)) + data)

    def link(self, tag: int, text: str) -> int:
        return self.add(struct.pack(">BH", tag, self.text(text)))


def class_file(
    name: str,
    methods: Sequence[tuple[int, str, str]] = (),
    *,
    parent: str = "java/lang/Object",
    interfaces: Sequence[str] = (),
    fields: Sequence[tuple[int, str, str]] = (),
    strings: Sequence[str] = (),
) -> bytes:
    """Return the class x/A; members are (flags, name, descriptor) and have one empty attribute each."""
    pool = _Pool()
    this, above = pool.link(7, name), pool.link(7, parent)
    ifaces = b"".join(struct.pack(">H", pool.link(7, each)) for each in interfaces)
    attribute = pool.text("Empty")

    def members(found: Sequence[tuple[int, str, str]]) -> bytes:
        rows = [struct.pack(">HHHHHI", flags, pool.text(n), pool.text(d), 1, attribute, 0) for flags, n, d in found]
        return struct.pack(">H", len(found)) + b"".join(rows)

    body = struct.pack(">HHHH", 0x21, this, above, len(interfaces)) + ifaces + members(fields) + members(methods) + bytes(2)
    for text in strings:
        pool.link(8, text)
    # A long takes two places, and nothing may refer to the second.
    tail = b"\x05" + bytes(8)
    return struct.pack(">IHHH", 0xCAFEBABE, 0, 52, len(pool.items) + 3) + b"".join(pool.items) + tail + body


def jar(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
