"""A small writer of resource tables that can lie in every field.

table(package(string_type("app_name", [value(3, 0)])), strings=["Shop"])
"""

from __future__ import annotations

import struct

from tests.hostile.axmls import chunk, pool

NO_ENTRY = 0xFFFFFFFF


def value(kind: int, data: int) -> bytes:
    """Return a simple entry with key 0 and one value."""
    return struct.pack("<HHL", 8, 0, 0) + struct.pack("<HBBL", 8, 0, kind, data)


def bag(parent: int, *items: tuple[int, int, int], count: int | None = None) -> bytes:
    """Return a complex entry of (name, kind, data) items."""
    head = struct.pack("<HHLLL", 16, 1, 0, parent, len(items) if count is None else count)
    return head + b"".join(struct.pack("<LHBBL", name, 8, 0, kind, data) for name, kind, data in items)


def configuration(language: bytes = b"\0\0", size: int = 64, declared: int | None = None) -> bytes:
    body = struct.pack("<L", 0) + language + bytes(size - 10)
    return struct.pack("<L", size if declared is None else declared) + body


def type_chunk(number: int, entries: list[bytes | None], *, config: bytes | None = None, **lies: object) -> bytes:
    """Return the entries of a type in one configuration; lies: count, start, flags, offsets, size, header_size."""
    config = configuration() if config is None else config
    offsets, data = [], bytearray()
    for entry in entries:
        offsets.append(NO_ENTRY if entry is None else len(data))
        data += entry or b""
    table = lies.get("offsets", struct.pack(f"<{len(offsets)}L", *offsets))
    start = lies.get("start", 20 + len(config) + len(table))
    head = struct.pack("<BBHLL", number, lies.get("flags", 0), 0, lies.get("count", len(offsets)), start)
    size, header_size = lies.get("size"), lies.get("header_size")
    return chunk(0x0201, head + config, table + bytes(data), size=size, header_size=header_size or 20 + len(config))


def spec_chunk(number: int, count: int, declared: int | None = None) -> bytes:
    head = struct.pack("<BBHL", number, 0, 0, count if declared is None else declared)
    return chunk(0x0202, head, bytes(4 * count))


def package(*chunks: bytes, number: int = 0x7F, types: bytes | None = None, keys: bytes | None = None, **lies: int) -> bytes:
    """Return a package; lies: types_at, keys_at, size, header_size."""
    types = pool(["string", "style", "xml"]) if types is None else types
    keys = pool(["app_name"]) if keys is None else keys
    at = {"types_at": 288, "keys_at": 288 + len(types)} | lies
    name = "cn.mingcha.hostile".encode("utf-16-le").ljust(256, b"\0")
    head = struct.pack("<L256sLLLLL", number, name, at["types_at"], 0, at["keys_at"], 0, 0)
    body = types + keys + b"".join(chunks)
    return chunk(0x0200, head, body, size=lies.get("size"), header_size=lies.get("header_size"))


def table(*packages: bytes, strings: list[str] | None = None, global_pool: bytes | None = None, **lies: int) -> bytes:
    """Return a resource table; lies: count, size, header_size."""
    first = pool(strings or ["Shop"]) if global_pool is None else global_pool
    head = struct.pack("<L", lies.get("count", len(packages)))
    return chunk(2, head, first + b"".join(packages), size=lies.get("size"), header_size=lies.get("header_size"))


def plain() -> bytes:
    """Return a well-formed table: 0x7f010000 is string/app_name, "Shop"."""
    return table(package(spec_chunk(1, 1), type_chunk(1, [value(3, 0)])))
