"""Resource tables, resources.arsc (AOSP androidfw LoadedArsc, ResourceTypes.h), read on demand.

Opening walks chunk headers only. Entries are looked up when they are asked for: plain, sparse and 16-bit offsets, full
and compact entries, several packages. Bags (styles, arrays, plurals) have no single value and give none.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats.anomalies import Anomalies
from mingcha.formats.res_config import Config, read_config
from mingcha.formats.res_value import REFERENCES, STRING, Value, as_text
from mingcha.formats.string_pool import StringPool

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = struct.Struct("<HHL")
_PACKAGE = struct.Struct("<L256sLLLLL")
_TYPE = struct.Struct("<BBHLL")
_SPARSE_ENTRY = struct.Struct("<HH")
_ENTRY = struct.Struct("<HHL")
_VALUE = struct.Struct("<HBBL")
_WORD = struct.Struct("<L")
_HALF = struct.Struct("<H")

_TABLE_CHUNK, _POOL_CHUNK, _PACKAGE_CHUNK, _TYPE_CHUNK = 0x0002, 0x0001, 0x0200, 0x0201
_SPARSE, _OFFSET16 = 0x01, 0x02
_COMPLEX, _COMPACT = 0x0001, 0x0008
_NO_ENTRY, _NO_ENTRY16 = 0xFFFFFFFF, 0xFFFF
_TYPE_HEADER = _CHUNK.size + _TYPE.size

# AssetManager2::ResolveReference stops after as many steps.
_DEEPEST = 20
_MOST_CHUNKS = 200_000
_APP_PACKAGE = 0x7F


class _Type(NamedTuple):
    """A type chunk: the entries of one type in one configuration."""

    config: Config
    flags: int
    entries: int
    offsets: int
    start: int
    end: int


class _Package(NamedTuple):
    name: str
    types: StringPool
    keys: StringPool
    first_type: int


class ResourceTable:
    """The resources of a package; what cannot be found or read gives None, never an error."""

    def __init__(self, data: bytes, name: str = "resources.arsc", anomalies: Anomalies | None = None) -> None:
        self.data = data
        self.pool = StringPool(b"", 0, 0)
        self.packages: dict[int, str] = {}
        self._name = name
        self._anomalies = anomalies or Anomalies()
        self._types: dict[tuple[int, int], list[tuple[_Package, _Type]]] = {}
        self._chunks = 0
        self._chosen: dict[tuple[int, str], Value | None] = {}
        self._read()

    def text(self, res_id: int, language: str = "zh") -> str | None:
        """Return the best text of a resource for a language, then the default, then any; references are followed."""
        value = self.value(res_id, language)
        return None if value is None or value.type in REFERENCES else as_text(value)

    def value(self, res_id: int, language: str = "zh") -> Value | None:
        """Return the best value as `text` does; the last reference where it leads out of the table or into a ring."""
        value: Value | None = None
        seen: set[int] = set()
        while res_id not in seen and len(seen) < _DEEPEST:
            seen.add(res_id)
            best = self._best(res_id, language)
            if best is None:
                return value
            value = best
            if value.type not in REFERENCES or not value.data:
                return value
            res_id = value.data
        self._anomalies.add("arsc-ring", f"0x{res_id:08x}", "资源引用成环或过深", "resource references form a ring or are too deep")
        return value

    def _best(self, res_id: int, language: str) -> Value | None:
        """Return the best direct value; kept, for a crafted table can have thousands of configurations to choose from."""
        if (res_id, language) not in self._chosen:
            found = self.resolve(res_id)
            best = min(found, key=lambda pair: pair[0].order(language))[1] if found else None
            self._chosen[res_id, language] = best
        return self._chosen[res_id, language]

    def resolve(self, res_id: int) -> list[tuple[Config, Value]]:
        """Return every configuration's value of one resource, in the table's order, without following references."""
        entry = res_id & 0xFFFF
        found: list[tuple[Config, Value]] = []
        for _, chunk in self._chunks_of(res_id):
            at = self._entry_at(chunk, entry)
            value = self._value_at(at, chunk.end) if at else None
            if value:
                found.append((chunk.config, value))
        return found

    def entry_name(self, res_id: int) -> str | None:
        """Return a resource's name as string/app_name, or None when it is not in the table."""
        for package, chunk in self._chunks_of(res_id):
            at = self._entry_at(chunk, res_id & 0xFFFF)
            if not at or at + _ENTRY.size > chunk.end:
                continue
            first, flags, key = _ENTRY.unpack_from(self.data, at)
            kind = package.types.get((res_id >> 16 & 0xFF) - package.first_type)
            name = package.keys.get(first if flags & _COMPACT else key)
            return f"{kind}/{name}"
        return None

    def type_name(self, res_id: int) -> str | None:
        """Return the type of a resource, such as layout, or None when the table has no such type."""
        for package, _ in self._chunks_of(res_id):
            return package.types.get((res_id >> 16 & 0xFF) - package.first_type)
        return None

    def strings(self) -> Iterator[str]:
        """Yield every string of the table's pool, for searches; bounded by a small multiple of the pool's size."""
        return self.pool.strings()

    def _chunks_of(self, res_id: int) -> list[tuple[_Package, _Type]]:
        package = res_id >> 24
        # A dynamic reference of a shared library leaves its own package open (DynamicRefTable::lookupResourceId).
        return self._types.get((package or _APP_PACKAGE, res_id >> 16 & 0xFF), [])

    def _entry_at(self, chunk: _Type, entry: int) -> int:
        """Return where an entry is, or 0 when this configuration lacks it."""
        data = self.data
        if chunk.flags & _SPARSE:
            offset = self._sparse_offset(chunk, entry)
        elif entry >= chunk.entries:
            return 0
        elif chunk.flags & _OFFSET16:
            half = _HALF.unpack_from(data, chunk.offsets + entry * _HALF.size)[0]
            offset = _NO_ENTRY if half == _NO_ENTRY16 else half * 4
        else:
            offset = _WORD.unpack_from(data, chunk.offsets + entry * _WORD.size)[0]
        at = chunk.start + offset
        return 0 if offset == _NO_ENTRY or at + _ENTRY.size > chunk.end else at

    def _sparse_offset(self, chunk: _Type, entry: int) -> int:
        low, high = 0, chunk.entries
        while low < high:
            middle = (low + high) // 2
            index, offset = _SPARSE_ENTRY.unpack_from(self.data, chunk.offsets + middle * _SPARSE_ENTRY.size)
            if index == entry:
                return int(offset) * 4
            low, high = (middle + 1, high) if index < entry else (low, middle)
        return _NO_ENTRY

    def _value_at(self, at: int, end: int) -> Value | None:
        size, flags, data = _ENTRY.unpack_from(self.data, at)
        if flags & _COMPACT:
            return self._valued(flags >> 8, data)
        if flags & _COMPLEX or at + size + _VALUE.size > end:
            return None
        _, _, kind, data = _VALUE.unpack_from(self.data, at + size)
        return self._valued(kind, data)

    def _valued(self, kind: int, data: int) -> Value:
        return Value(kind, data, self.pool.get(data) if kind == STRING else None)

    def _read(self) -> None:
        data = self.data
        if len(data) < _CHUNK.size + _WORD.size:
            self._note("arsc-empty", "资源表过小", "the resource table is too small")
            return
        table, start, size = _CHUNK.unpack_from(data)
        if table != _TABLE_CHUNK:
            self._note("arsc-type", "不是资源表", "it is not a resource table")
            return
        if size > len(data):
            self._note("arsc-size", "声明的大小超过文件", "its declared size is larger than the file")
        pool_seen = False
        for kind, at, header_size, end in self._walk(max(start, _CHUNK.size), min(size, len(data))):
            if kind == _POOL_CHUNK and not pool_seen:
                self.pool = StringPool(data, at, end)
                pool_seen = True
            elif kind == _PACKAGE_CHUNK:
                self._read_package(at, header_size, end)

    def _walk(self, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield (type, offset, header size, end) of the chunks in a range, until one cannot be right."""
        while at + _CHUNK.size <= end:
            kind, header_size, size = _CHUNK.unpack_from(self.data, at)
            self._chunks += 1
            if size < _CHUNK.size or header_size > size or at + size > end or self._chunks > _MOST_CHUNKS:
                self._note(
                    "arsc-chunk",
                    "数据块大小不合理或过多，其后内容未读取",
                    "a chunk has an impossible size; the rest is not read",
                )
                return
            yield kind, at, header_size, at + size
            at += size

    def _read_package(self, at: int, header_size: int, end: int) -> None:
        body = at + _CHUNK.size
        if body + _PACKAGE.size > end:
            self._note("arsc-package", "资源包头不完整", "a package header is incomplete")
            return
        number, raw_name, types_at, _, keys_at, _, first_type = _PACKAGE.unpack_from(self.data, body)
        if header_size < _CHUNK.size + _PACKAGE.size:
            first_type = 0  # the field came with Android 5.0
        number &= 0xFF
        number = number or _APP_PACKAGE
        name = raw_name.decode("utf-16-le", "replace").split("\x00", 1)[0]
        self.packages.setdefault(number, name)
        package = _Package(name, StringPool(self.data, at + types_at, end), StringPool(self.data, at + keys_at, end), first_type + 1)
        for kind, chunk, chunk_header, chunk_end in self._walk(at + header_size, end):
            if kind == _TYPE_CHUNK and chunk + _TYPE_HEADER <= chunk_end:
                self._read_type(number, package, chunk, chunk_header, chunk_end)

    def _read_type(self, number: int, package: _Package, at: int, header_size: int, end: int) -> None:
        type_id, flags, _, count, entries = _TYPE.unpack_from(self.data, at + _CHUNK.size)
        step = _HALF.size if flags & _OFFSET16 and not flags & _SPARSE else _WORD.size
        offsets = at + header_size
        count = max(0, min(count, (end - offsets) // step))
        chunk = _Type(read_config(self.data, at + _TYPE_HEADER), flags, count, offsets, at + entries, end)
        self._types.setdefault((number, type_id), []).append((package, chunk))

    def _note(self, code: str, zh: str, en: str) -> None:
        self._anomalies.add(code, self._name, zh, en)
