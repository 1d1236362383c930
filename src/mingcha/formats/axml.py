"""Binary XML as Android reads it (AOSP androidfw ResXMLTree), tolerant of what obfuscators do to it.

As in ResXMLTree::setTo the file's own chunk type is not looked at, unknown chunks are skipped by their size, and the
last string pool before the first element counts. Sizes are believed only within the file; a chunk that cannot be right
ends the reading, and what was read until there is returned with an anomaly.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import NamedTuple

from mingcha.formats.anomalies import Anomalies
from mingcha.formats.errors import EntryError
from mingcha.formats.res_value import STRING, Value
from mingcha.formats.string_pool import StringPool

_CHUNK = struct.Struct("<HHL")
_START = struct.Struct("<LLHHH")
_ATTRIBUTE = struct.Struct("<LLLHBBL")
_LINE = struct.Struct("<L")

_STRING_POOL = 0x0001
_RESOURCE_MAP = 0x0180
_FIRST_NODE, _LAST_NODE = 0x0100, 0x017F
_START_ELEMENT, _END_ELEMENT = 0x0102, 0x0103
_NODE_HEADER = 16

_DEEPEST = 256
_MOST_CHUNKS = 1_000_000
_MOST_ELEMENTS = 100_000
_MOST_ATTRIBUTES = 500_000


class Attribute(NamedTuple):
    """An attribute: `resource_id` is 0 when the name has none, `raw` its source text, `value` what Android takes."""

    name: str
    namespace: str | None
    resource_id: int
    value: Value
    raw: str | None


@dataclass(slots=True)
class Element:
    """An element without its namespace; `line` is the line of the source file."""

    tag: str
    attributes: list[Attribute]
    line: int
    children: list[Element] = field(default_factory=list)

    def named(self, tag: str) -> list[Element]:
        """Return the direct children of one tag, in order."""
        return [child for child in self.children if child.tag == tag]


def parse(data: bytes, name: str = "", anomalies: Anomalies | None = None) -> Element:
    """Return the root element of binary XML; `name` is for messages. EntryError when there is no element at all."""
    found = Anomalies()
    reader = _Reader(data, name, found)
    reader.read()
    if reader.root is None:
        if data.lstrip()[:1] == b"<":
            raise EntryError("axml-text", name, "是文本 XML 而不是二进制 XML", "it is text, not binary XML")
        raise EntryError("axml-empty", name, "不是二进制 XML，或没有任何元素", "it is not binary XML, or it has no element")
    if anomalies is not None:
        anomalies.merge(found)
    return reader.root


class _Reader:
    def __init__(self, data: bytes, name: str, anomalies: Anomalies) -> None:
        self.data = data
        self.name = name
        self.anomalies = anomalies
        self.root: Element | None = None
        self._pool = StringPool(b"", 0, 0)
        self._ids: tuple[int, ...] = ()
        self._open: list[Element] = []
        self._chunks = 0
        self._elements = 0
        self._attributes = 0

    def read(self) -> None:
        data = self.data
        if len(data) < _CHUNK.size:
            return
        _, header_size, size = _CHUNK.unpack_from(data)
        end = min(size, len(data)) if size > _CHUNK.size else len(data)
        if size > len(data):
            self._note("axml-size", "声明的大小超过文件", "its declared size is larger than the file")
        at = header_size if _CHUNK.size <= header_size <= end else _CHUNK.size
        while at + _CHUNK.size <= end:
            kind, header_size, size = _CHUNK.unpack_from(data, at)
            self._chunks += 1
            if self._chunks > _MOST_CHUNKS:
                self._note("axml-limit", "数据块过多，其余未读取", "too many chunks; the rest is not read")
                return
            if size < _CHUNK.size or header_size < _CHUNK.size or at + size > end:
                self._note(
                    "axml-chunk",
                    "数据块大小不合理，其后内容未读取",
                    "a chunk has an impossible size; the rest is not read",
                )
                return
            if not self._take(kind, at, header_size, at + size):
                return
            at += size
        self._note("axml-end", "文件在根元素结束之前中断", "the file ends before its root element does")

    def _take(self, kind: int, at: int, header_size: int, end: int) -> bool:
        """Read one chunk; False when nothing after it counts."""
        if kind == _START_ELEMENT:
            return self._start(at, header_size, end)
        if kind == _END_ELEMENT and self._open:
            self._open.pop()
            return bool(self._open)
        if self.root is None:
            self._read_table(kind, at, header_size, end)
        return True

    def _read_table(self, kind: int, at: int, header_size: int, end: int) -> None:
        if kind == _STRING_POOL:
            self._pool = StringPool(self.data, at, end)
        elif kind == _RESOURCE_MAP:
            count = (end - at - header_size) // 4
            self._ids = struct.unpack_from(f"<{max(0, count)}L", self.data, min(at + header_size, end))
        elif not _FIRST_NODE <= kind <= _LAST_NODE:
            self._note("axml-unknown", "含有未知数据块", "it holds chunks of an unknown type")

    def _start(self, at: int, header_size: int, end: int) -> bool:
        ext = at + header_size
        if header_size < _NODE_HEADER or ext + _START.size > end:
            self._note("axml-chunk", "元素不完整，其后内容未读取", "an element is incomplete; the rest is not read")
            return False
        _, tag, start, step, count = _START.unpack_from(self.data, ext)
        self._elements += 1
        self._attributes += count
        if len(self._open) >= _DEEPEST or self._elements > _MOST_ELEMENTS or self._attributes > _MOST_ATTRIBUTES:
            self._note("axml-limit", "元素或属性过多、过深，其余未读取", "too many or too deep elements; the rest is not read")
            return False
        line = _LINE.unpack_from(self.data, at + _CHUNK.size)[0]
        element = Element(self._pool.get(tag) or "", self._read_attributes(ext + start, step, count, end), line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        return True

    def _read_attributes(self, at: int, step: int, count: int, end: int) -> list[Attribute]:
        if count and (step < _ATTRIBUTE.size or at + step * count > end):
            self._note("axml-attributes", "属性越界", "attributes run out of their element")
            step = max(step, _ATTRIBUTE.size)
            count = max(0, min(count, (end - at) // step))
        if step == _ATTRIBUTE.size:
            fields = _ATTRIBUTE.iter_unpack(self.data[at : at + step * count])
        else:
            fields = (_ATTRIBUTE.unpack_from(self.data, at + step * number) for number in range(count))
        text, ids = self._pool.get, self._ids
        return [
            Attribute(
                text(name) or "",
                text(namespace),
                ids[name] if name < len(ids) else 0,
                Value(kind, value, text(value) if kind == STRING else None),
                text(raw),
            )
            for namespace, name, raw, _, _, kind, value in fields
        ]

    def _note(self, code: str, zh: str, en: str) -> None:
        self.anomalies.add(code, self.name, zh, en)
