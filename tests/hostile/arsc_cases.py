"""Packages whose resource table lies or goes in circles."""

from __future__ import annotations

import struct
from functools import partial
from typing import TYPE_CHECKING

from tests.hostile.arscs import bag, configuration, package, plain, spec_chunk, table, type_chunk, value
from tests.hostile.axmls import Reference, empty, pool
from tests.hostile.packages import apk, manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHOP = [value(3, 0)]


def cases() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name, build in (*_shapes(), *_lies(), *_types(), *_references()):
        yield f"arsc-{name}", lambda build=build: apk(table=build())
    yield "arsc-thousand-labels-in-a-ring", _labels_in_a_ring
    yield "arsc-every-attribute-in-a-chain", _attributes_in_a_chain


def _shapes() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "one-byte", lambda: b"\x02"
    yield "header-only", lambda: table(global_pool=b"")
    yield "zeros", lambda: bytes(2000)
    yield "ones", lambda: b"\xff" * 2000
    yield "text", lambda: b"<resources/>"
    yield "no-package", table
    yield "no-pool", lambda: table(package(type_chunk(1, _SHOP)), global_pool=b"")
    for cut in (8, 12, 40, 100, 400, -1, -4, -40):
        yield f"cut-{cut}", lambda cut=cut: plain()[:cut]
    for size in (0, 8, 12, 0x7FFFFFFF, 0xFFFFFFFF):
        yield f"size-{size:x}", lambda size=size: table(package(type_chunk(1, _SHOP)), size=size)
    for header in (0, 8, 0xFFFF):
        yield f"header-{header:x}", lambda header=header: table(package(type_chunk(1, _SHOP)), header_size=header)
    for count in (0, 2, 0xFFFFFFFF):
        yield f"count-{count:x}", lambda count=count: table(package(type_chunk(1, _SHOP)), count=count)
    yield "zero-size-chunks", lambda: table(struct.pack("<HHL", 0x0200, 8, 0) * 1000)
    yield "tiny-chunks", lambda: table(struct.pack("<HHL", 0x0999, 8, 8) * 500_000)
    yield "thousand-packages", lambda: table(package(type_chunk(1, _SHOP)) * 1000)
    yield "every-package-number", lambda: table(*(package(type_chunk(1, _SHOP), number=n) for n in range(256)))
    yield "package-zero", lambda: table(package(type_chunk(1, _SHOP), number=0))
    yield "package-number-huge", lambda: table(package(type_chunk(1, _SHOP), number=0xFFFFFF7F))
    yield "thousand-pools", lambda: table(package(type_chunk(1, _SHOP)), global_pool=pool(["a"]) * 1000)


def _lies() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for field in ("types_at", "keys_at", "size"):
        for lie in (0, 8, 0x7FFFFFFF, 0xFFFFFFFF):
            yield f"package-{field}-{lie:x}", lambda f=field, v=lie: table(package(type_chunk(1, _SHOP), **{f: v}))
    for lie in (0, 8, 16, 0xFFFF):
        yield f"package-header-{lie:x}", lambda v=lie: table(package(type_chunk(1, _SHOP), header_size=v))
    yield from _type_lies()


def _type_lies() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for field in ("count", "start", "size"):
        for lie in (0, 1, 0x7FFFFFFF, 0xFFFFFFFF):
            yield f"type-{field}-{lie:x}", lambda f=field, v=lie: table(package(type_chunk(1, _SHOP, **{f: v})))
    for lie in (0, 8, 19, 0xFFFF):
        yield f"type-header-{lie:x}", lambda v=lie: table(package(type_chunk(1, _SHOP, header_size=v)))
    for flags in (1, 2, 3, 0xFF):
        yield f"type-flags-{flags:x}", lambda flags=flags: table(package(type_chunk(1, _SHOP * 10, flags=flags)))
    for declared in (0, 4, 0xFFFFFFFF):
        config = configuration(declared=declared)
        yield f"config-size-{declared:x}", lambda c=config: table(package(type_chunk(1, _SHOP, config=c)))
    for count in (0, 0xFFFFFFFF):
        yield f"spec-count-{count:x}", lambda count=count: table(package(spec_chunk(1, 1, count), type_chunk(1, _SHOP)))
    for field, lie in (("count", 0xFFFFFFFF), ("start", 0xFFFFFFFF), ("styles", 0xFFFFFFFF), ("size", 0xFFFFFFFF)):
        yield f"pool-{field}", lambda f=field, v=lie: table(package(type_chunk(1, _SHOP)), global_pool=pool(["a"], **{f: v}))
        yield f"keys-{field}", lambda f=field, v=lie: table(package(type_chunk(1, _SHOP), keys=pool(["a"], **{f: v})))


def _types() -> Iterator[tuple[str, Callable[[], bytes]]]:
    far = struct.pack("<L", 0xFFFFFFFE)
    yield "entry-offset-far", lambda: table(package(type_chunk(1, _SHOP, offsets=far)))
    yield "entry-offset-odd", lambda: table(package(type_chunk(1, _SHOP, offsets=struct.pack("<L", 3))))
    yield "entries-share-one", lambda: table(package(type_chunk(1, _SHOP, offsets=bytes(4 * 65_536), count=65_536)))
    yield "entries-sparse-equal", lambda: table(package(type_chunk(1, _SHOP, flags=1, offsets=bytes(4 * 60_000), count=60_000)))
    yield "entry-zero-size", lambda: table(package(type_chunk(1, [bytes(16)])))
    yield "entry-size-ffff", lambda: table(package(type_chunk(1, [b"\xff\xff" + bytes(14)])))
    yield "entry-compact", lambda: table(package(type_chunk(1, [struct.pack("<HHL", 0, 0x0308, 0xFFFFFFFF)])))
    yield "bag-count-lies", lambda: table(package(type_chunk(1, [bag(0, (1, 3, 0), count=0xFFFFFFFF)])))
    yield "bag-parent-itself", lambda: table(package(type_chunk(1, [bag(0x7F010000, (1, 1, 0x7F010000))])))
    yield "string-index-far", lambda: table(package(type_chunk(1, [value(3, 0xFFFFFFFE)])))
    yield "value-kind-unknown", lambda: table(package(type_chunk(1, [value(0xEE, 0)])))
    yield "every-type-number", lambda: table(package(*(type_chunk(n, _SHOP) for n in range(256))))
    yield "thousand-configurations", lambda: table(package(*(type_chunk(1, _SHOP) for _ in range(1000))))
    yield "hundred-thousand-configurations", partial(_configurations, 100_000)
    yield "languages", lambda: table(package(*(type_chunk(1, _SHOP, config=configuration(bytes([n, 255 - n]))) for n in range(256))))
    yield "million-entries", lambda: table(package(type_chunk(1, [None] * 1_000_000)))
    yield (
        "long-string-shared",
        lambda: table(package(type_chunk(1, _SHOP)), global_pool=pool(["http://a.example/" * 60_000], offsets=[0] * 60_000)),
    )
    yield "addresses-run-together", lambda: table(package(type_chunk(1, _SHOP)), strings=["http://" * 1_000_000])
    yield "addresses-many", lambda: table(package(type_chunk(1, _SHOP)), strings=[f"https://h{n}.example/p" for n in range(200_000)])
    yield "address-endless", lambda: table(package(type_chunk(1, _SHOP)), strings=["http://" + "a." * 1_000_000])


def _configurations(count: int) -> bytes:
    return table(package(type_chunk(1, _SHOP, config=configuration(size=12)) * count))


def _references() -> Iterator[tuple[str, Callable[[], bytes]]]:
    here = 0x7F010000
    yield "reference-to-itself", lambda: table(package(type_chunk(1, [value(1, here)])))
    yield "reference-ring", lambda: table(package(type_chunk(1, [value(1, here + (n + 1) % 50) for n in range(50)])))
    yield "reference-chain", lambda: table(package(type_chunk(1, [value(1, here + n + 1) for n in range(5000)])))
    yield "reference-to-nothing", lambda: table(package(type_chunk(1, [value(1, 0)])))
    yield "reference-to-another-package", lambda: table(package(type_chunk(1, [value(1, 0x01040000)])))
    yield "reference-dynamic-ring", lambda: table(package(type_chunk(1, [value(7, 0x00010000)])))
    yield "reference-attribute-ring", lambda: table(package(type_chunk(1, [value(2, here), value(2, here)])))


def _labels_in_a_ring() -> bytes:
    """Many components ask for labels that lead round in a ring with many configurations each."""
    ring = [value(1, 0x7F010000 + (n + 1) % 19) for n in range(19)]
    circle = table(package(*(type_chunk(1, ring) for _ in range(500))))
    asks = (e for n in range(1000) for e in empty("activity", android_name=f".A{n}", android_label=Reference(0x7F010000)))
    return apk(table=circle, xml=manifest(*asks))


def _attributes_in_a_chain() -> bytes:
    """Every meta-data value is a reference with twenty thousand configurations behind it."""
    values = table(package(type_chunk(1, _SHOP, config=configuration(size=12)) * 20_000))
    asks = (e for n in range(3000) for e in empty("meta-data", android_name=f"k{n}", android_value=Reference(0x7F010000)))
    return apk(table=values, xml=manifest(*asks))
