"""Packages whose binary manifest lies, or says too much."""

from __future__ import annotations

import struct
from functools import partial
from typing import TYPE_CHECKING

from tests.hostile import axmls
from tests.hostile.axmls import Reference, document, empty, end, end_node, file, node, pool, resource_map, start, start_node
from tests.hostile.packages import apk, manifest, plain_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NAMES = ["manifest", "package", "cn.mingcha.hostile", "application", "activity"]
_PACKAGE = axmls.attribute(1, 3, 2, raw=2)


def cases() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name, build in (*_shapes(), *_pools(), *_nodes(), *_contents()):
        yield f"axml-{name}", lambda build=build: apk(xml=build())


def _shapes() -> Iterator[tuple[str, Callable[[], bytes]]]:
    text = b'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><manifest package="a.b">&b;</manifest>'
    yield "text", lambda: text
    yield "text-bom", lambda: b"\xef\xbb\xbf" + text
    yield "one-byte", lambda: b"\x03"
    yield "header-only", file
    yield "zeros", lambda: bytes(1000)
    yield "ones", lambda: b"\xff" * 1000
    yield "random-looking", lambda: bytes(n * n * 7919 >> 8 & 0xFF for n in range(20_000))
    for size in (0, 7, 8, 100, 0x7FFFFFFF, 0xFFFFFFFF):
        yield f"file-size-{size:x}", lambda size=size: plain_manifest()[:4] + struct.pack("<L", size) + plain_manifest()[8:]
    for header in (0, 7, 9, 0xFFFF):
        yield f"file-header-{header:x}", lambda h=header: plain_manifest()[:2] + struct.pack("<H", h) + plain_manifest()[4:]
    for kind in (0, 1, 2, 0xFFFF):
        yield f"file-kind-{kind:x}", lambda kind=kind: struct.pack("<H", kind) + plain_manifest()[2:]
    for cut in (9, 40, 200, -1, -8, -20):
        yield f"cut-{cut}", lambda cut=cut: plain_manifest()[:cut]
    yield "zero-size-chunks", lambda: file(struct.pack("<HHL", 0x0999, 8, 0) * 1000)
    yield "tiny-chunks", lambda: file(pool(_NAMES), struct.pack("<HHL", 0x0999, 8, 8) * 500_000, _root())
    yield "tiny-chunks-millions", lambda: file(pool(_NAMES), _root(struct.pack("<HHL", 0x0999, 8, 8) * 7_500_000))
    yield "map-millions", lambda: file(pool(_NAMES), axmls.chunk(0x0180, b"", bytes(60_000_000)), _root())
    yield "header-larger-than-chunk", lambda: file(pool(_NAMES), axmls.chunk(0x0102, bytes(8), bytes(20), header_size=0xFFFF))
    yield "twice", lambda: plain_manifest() + plain_manifest()
    yield "no-elements", lambda: file(pool(_NAMES), resource_map(1, 2, 3))
    yield "only-ends", lambda: file(pool(_NAMES), end_node(0) * 1000)
    yield "two-roots", lambda: file(pool(_NAMES), _root(), _root())
    yield "root-of-another-name", lambda: document(start("resources"), end("resources"))
    yield "no-package", lambda: document(start("manifest"), end("manifest"))
    yield "no-application", lambda: document(start("manifest", package="a.b"), end("manifest"))
    yield "hundred-applications", lambda: manifest(*(e for _ in range(100) for e in empty("application")))


def _root(*inside: bytes) -> bytes:
    return start_node(0, _PACKAGE) + b"".join(inside) + end_node(0)


def _pools() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for field in ("count", "styles", "start", "style_start", "size", "flags", "header_size"):
        for value in (0, 1, 0x7FFF, 0xFFFF) if field == "header_size" else (0, 1, 0x7FFFFFFF, 0xFFFFFFFF):
            yield f"pool-{field}-{value:x}", lambda f=field, v=value: file(pool(_NAMES, **{f: v}), _root())
    for utf8 in (False, True):
        kind = "utf8" if utf8 else "utf16"
        yield f"pool-{kind}-offsets-far", partial(_pooled, offsets=[0xFFFFFFF0] * 5, utf8=utf8)
        yield f"pool-{kind}-offsets-all-one", partial(_pooled, offsets=[0] * 5, utf8=utf8)
        yield f"pool-{kind}-shares-a-megabyte", partial(_shared_string, 50_000, utf8=utf8)
        yield f"pool-{kind}-million-strings", partial(_pooled, offsets=[0] * 1_000_000, utf8=utf8)
    bad = {
        "length-ff": [b"\xff\xff\xff\xff" * 4] * 5,
        "length-over-the-end": [b"\x7f\x7f\x7f"] * 5,
        "bad-utf8": [b"\x08\x08\xff\xfe\xc0\x80\xed\xa0\x80\xf8\0"] * 5,
        "no-nul": [b"\x05\x05aaaaa"] * 5,
        "overlong": [b"\x02\x06\xf0\x80\x80\x80\xc0\xaf\0"] * 5,
        "nothing": [b""] * 5,
    }
    for name, strings in bad.items():
        yield f"pool-{name}-8", lambda s=strings: file(pool(s, utf8=True), _root())
        yield f"pool-{name}-16", lambda s=strings: file(pool(s), _root())
    yield "pool-lone-surrogates", lambda: manifest(*empty("activity", android_name=".\ud800\udc00\udfff"))
    yield "pool-nul-inside", lambda: manifest(*empty("activity", android_name=".A\0B"))
    yield "pool-ten-megabyte-name", lambda: manifest(*empty("activity", android_name="." + "A" * 10_000_000), utf8=False)
    yield "pool-thousand-pools", lambda: file(pool(_NAMES) * 1000, _root())
    yield "pool-after-the-elements", lambda: file(_root(), pool(_NAMES))
    yield "pool-absent", lambda: file(_root())


def _pooled(*, offsets: list[int], utf8: bool) -> bytes:
    return file(pool(_NAMES, offsets=offsets, utf8=utf8), _root())


def _shared_string(count: int, *, utf8: bool) -> bytes:
    """Many names that are one long string, each attribute asking for all of it."""
    text = "A" * (0x7FFF if utf8 else 1 << 20)
    attributes = b"".join(axmls.attribute(n, 3, n, raw=n) for n in range(count))
    return file(pool([text], offsets=[0] * count, utf8=utf8), start_node(0, attributes, count=count & 0xFFFF), end_node(0))


def _nodes() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "deep", lambda: file(pool(_NAMES), start_node(0, _PACKAGE), start_node(4, b"") * 100_000, end_node(4) * 100_000, end_node(0))
    yield "deep-open", lambda: file(pool(_NAMES), start_node(0, _PACKAGE), start_node(3, b""), start_node(4, b"") * 100_000)
    yield "wide", lambda: file(pool(_NAMES), _root(start_node(3, b""), (start_node(4, b"") + end_node(4)) * 150_000, end_node(3)))
    for count in (1, 2, 0x7FFF, 0xFFFF):
        yield f"attribute-count-{count:x}", lambda c=count: file(pool(_NAMES), start_node(0, _PACKAGE, count=c), end_node(0))
    for step in (0, 1, 19, 21, 0xFFFF):
        yield f"attribute-step-{step:x}", lambda s=step: file(pool(_NAMES), start_node(0, _PACKAGE, step=s), end_node(0))
    for first in (0, 1, 0xFFFF):
        yield f"attribute-first-{first:x}", lambda f=first: file(pool(_NAMES), start_node(0, _PACKAGE, first=f), end_node(0))
    yield "attributes-65535", lambda: file(pool(_NAMES), start_node(0, _PACKAGE * 0xFFFF), end_node(0))
    yield "attributes-million", lambda: file(pool(_NAMES), start_node(0, _PACKAGE), start_node(3, _PACKAGE * 60_000) * 20, end_node(0))
    for index in (5, 0x7FFFFFFF, 0xFFFFFFFE):
        lie = axmls.attribute(index, 3, index, raw=index, namespace=index)
        yield f"string-index-{index:x}", lambda lie=lie, i=index: file(pool(_NAMES), start_node(i, lie + _PACKAGE), end_node(i))
    for kind in (2, 6, 7, 8, 0x1F, 0xFF):
        lie = axmls.attribute(1, kind, 0xFFFFFFFF)
        yield f"value-kind-{kind:x}", lambda lie=lie: file(pool(_NAMES), start_node(0, lie), end_node(0))
    yield "value-float", lambda: file(pool(_NAMES), start_node(0, _PACKAGE + axmls.attribute(4, 4, 0x7FC00000)), end_node(0))
    yield "start-cut", lambda: file(pool(_NAMES), node(0x0102, bytes(10)))
    yield "start-without-header", lambda: file(pool(_NAMES), axmls.chunk(0x0102, b"", bytes(28)))
    yield "ends-too-many", lambda: file(pool(_NAMES), _root(), end_node(0) * 100_000)
    yield "ends-of-other-tags", lambda: file(pool(_NAMES), start_node(0, _PACKAGE), end_node(4), start_node(3, b""), end_node(3))
    yield "text-nodes", lambda: file(pool(_NAMES), _root(node(0x0104, bytes(12)) * 100_000))
    yield "namespaces", lambda: file(pool(_NAMES), node(0x0100, struct.pack("<LL", 0, 0)) * 100_000, _root())
    for ids in ([], [0xFFFFFFFF] * 5, [0x01010003] * 100_000):
        yield f"map-{len(ids)}", lambda ids=ids: file(pool(_NAMES), resource_map(*ids), _root())
    yield "map-swapped", lambda: manifest(ids=[0x01010270, 0x0101020C, 0x01010003, 0x01010001, 0x0101021B])
    yield "map-size-lies", lambda: file(pool(_NAMES), resource_map(1, 2, size=0x7FFFFFFF), _root())
    yield "unknown-chunks", lambda: file(*(axmls.chunk(k, b"", bytes(4)) for k in range(0x300, 0x9000, 7)), pool(_NAMES), _root())


def _contents() -> Iterator[tuple[str, Callable[[], bytes]]]:
    many = {
        "activities": (30_000, lambda n: empty("activity", android_name=f".A{n}", android_exported=True)),
        "providers": (20_000, lambda n: empty("provider", android_name=f".P{n}", android_authorities="a;" * 50)),
        "meta-data": (30_000, lambda n: empty("meta-data", android_name=f"k{n}", android_value=Reference(0x7F010000))),
        "aliases": (20_000, lambda n: empty("activity-alias", android_name=f".L{n}", android_targetActivity=f".L{n + 1}")),
    }
    for name, (count, make) in many.items():
        yield f"many-{name}", lambda count=count, make=make: manifest(*(e for n in range(count) for e in make(n)))
    yield (
        "many-permissions",
        lambda: manifest(before=tuple(e for n in range(30_000) for e in empty("uses-permission", android_name=f"p{n}"))),
    )
    yield "many-sdk-ranges", lambda: manifest(before=tuple(e for n in range(9000) for e in empty("uses-sdk", android_minSdkVersion=n)))
    yield "many-filters", lambda: manifest(start("activity", android_name=".A"), *_filters(8000), end("activity"))
    yield "many-queries", lambda: manifest(before=(start("queries"), *_packages(20_000), end("queries")))
    yield "names-of-control-characters", lambda: manifest(*empty("activity", android_name="\x1b[2J\u202e\x07"))
    yield "name-of-dots", lambda: manifest(application={"android_name": "." * 50_000})
    yield "label-of-itself", lambda: manifest(application={"android_label": Reference(0x7F7F7F7F)})
    yield "versions-extreme", lambda: manifest(*empty("meta-data", android_name="v", android_value=-(2**31)))
    yield "debuggable-by-string", lambda: manifest(application={"android_debuggable": "true"})
    yield (
        "sdk-by-code-name",
        lambda: manifest(before=empty("uses-sdk", android_minSdkVersion="Q" * 1000, android_targetSdkVersion="Tiramisu")),
    )


def _filters(count: int) -> tuple[tuple, ...]:
    action = empty("action", android_name="android.intent.action.MAIN")
    data = empty("data", android_scheme="http", android_host="h" * 30, android_path="/p", android_mimeType="*/*")
    one = (start("intent-filter", android_priority=0x7FFFFFFF), *action, *data, end("intent-filter"))
    return one * count


def _packages(count: int) -> tuple[tuple, ...]:
    return tuple(e for n in range(count) for e in empty("package", android_name=f"p{n}"))
