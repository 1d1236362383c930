"""Packages whose dex file lies in its header, tables and items."""

from __future__ import annotations

import struct
from functools import partial
from typing import TYPE_CHECKING

from tests.dex.dexwriter import RETURN, Dex, const_string, container, invoke, uleb
from tests.hostile.packages import APPLICATION, apk, fixed, on_create, plain_dex, program
from tests.hostile.zips import Member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEADER = {
    "checksum": 8,
    "file_size": 32,
    "header_size": 36,
    "endian_tag": 40,
    "link_size": 44,
    "link_off": 48,
    "map_off": 52,
    "string_ids_size": 56,
    "string_ids_off": 60,
    "type_ids_size": 64,
    "type_ids_off": 68,
    "proto_ids_size": 72,
    "proto_ids_off": 76,
    "field_ids_size": 80,
    "field_ids_off": 84,
    "method_ids_size": 88,
    "method_ids_off": 92,
    "class_defs_size": 96,
    "class_defs_off": 100,
    "data_size": 104,
    "data_off": 108,
}
_OBJECT = "Ljava/lang/Object;"


def cases() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name, build in (*_shapes(), *_headers(), *_tables(), *_items(), *_classes(), *_containers()):
        yield f"dex-{name}", lambda build=build: apk(dex=build())
    yield "dex-thousand-files", lambda: apk(*(Member(f"classes{n}.dex", plain_dex()) for n in range(2, 1002)))
    yield "dex-gap", lambda: apk(Member("classes3.dex", plain_dex()), Member("classes01.dex", plain_dex()))
    yield "dex-only-hidden", lambda: apk(Member("assets/a.bin", plain_dex()), dex=b"")
    yield "dex-hidden-broken", lambda: apk(*(Member(f"assets/{n}", plain_dex()[: 8 + n]) for n in range(200)))
    yield "dex-odex-and-compact", lambda: apk(*(Member(f"assets/{m[:3].decode()}", m + bytes(99)) for m in (b"dey\n036\0", b"cdex001\0")))


def put(dex: bytes, offset: int, value: int, size: int = 4) -> bytes:
    """Return the dex with one little-endian number replaced and its checksums set right."""
    return fixed(dex[:offset] + value.to_bytes(size, "little") + dex[offset + size :])


def table(dex: bytes, name: str) -> tuple[int, int]:
    """Return (number of items, offset) of a table."""
    return struct.unpack_from("<LL", dex, HEADER[f"{name}_size"])


def _shapes() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "magic-only", lambda: b"dex\n035\0"
    yield "header-only", lambda: plain_dex()[:0x70]
    yield "zeros", lambda: b"dex\n035\0" + bytes(5000)
    yield "ones", lambda: b"dex\n035\0" + b"\xff" * 5000
    yield "text", lambda: b"not a dex at all " * 20
    for version in (b"000", b"034", b"036", b"040", b"041", b"042", b"999", b"abc"):
        yield f"version-{version.decode()}", lambda v=version: b"dex\n" + v + plain_dex()[7:]
    for cut in (0x6F, 0x71, 0x80, 0x100, -1, -16):
        yield f"cut-{cut}", lambda cut=cut: plain_dex()[:cut]
    yield "tail", lambda: plain_dex() + bytes(100_000)
    yield "twice", lambda: plain_dex() * 2
    yield "big-endian", lambda: put(plain_dex(), 40, 0x78563412)


def _headers() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for field, offset in HEADER.items():
        for value in (0, 1, 0x6F, 0x7FFFFFFF, 0xFFFFFFFF):
            yield f"header-{field}-{value:x}", lambda o=offset, v=value: _raw_or_fixed(o, v)
        if field.endswith("_off"):
            yield f"header-{field}-at-end", lambda o=offset: put(plain_dex(), o, len(plain_dex()) - 4)
            yield f"header-{field}-at-header", lambda o=offset: put(plain_dex(), o, 0)


def _raw_or_fixed(offset: int, value: int) -> bytes:
    if offset == HEADER["checksum"]:
        return plain_dex()[:8] + struct.pack("<L", value) + plain_dex()[12:]
    return put(plain_dex(), offset, value)


def _tables() -> Iterator[tuple[str, Callable[[], bytes]]]:
    widths = {"string_ids": 4, "type_ids": 4, "proto_ids": 12, "field_ids": 8, "method_ids": 8, "class_defs": 32}
    for name, width in widths.items():
        for value in (0, 0xFF, 0xFFFFFFFF):
            yield f"every-byte-of-{name}-{value:x}", partial(_flood, name, width, value)
    yield "tables-overlap", _overlapping_tables
    yield "map-size", lambda: _in_map(0, 0xFFFFFFFF)
    yield "map-of-itself", lambda: put(plain_dex(), HEADER["map_off"], HEADER["map_off"])
    for index in range(3):
        yield f"map-item-{index}-size", lambda i=index: _in_map(4 + 12 * i + 4, 0xFFFFFFFF)
        yield f"map-item-{index}-offset", lambda i=index: _in_map(4 + 12 * i + 8, 0xFFFFFFFF)
    yield "map-full-of-call-sites", lambda: _in_map(4, 7, size=2)


def _flood(name: str, width: int, value: int) -> bytes:
    dex = program(_some_fields).build()
    count, offset = table(dex, name)
    fill = (struct.pack("<L", value) * (count * width))[: count * width]
    return fixed(dex[:offset] + fill + dex[offset + count * width :])


def _some_fields(dex: Dex) -> None:
    some = dex.add("La/A;")
    for number in range(20):
        some.static(f"f{number}", "I", number)


def _in_map(at: int, value: int, size: int = 4) -> bytes:
    (offset,) = struct.unpack_from("<L", plain_dex(), HEADER["map_off"])
    return put(plain_dex(), offset + at, value, size)


def _overlapping_tables() -> bytes:
    """Every table takes up the whole file."""
    dex = bytearray(plain_dex() + bytes(1_000_000))
    for name, width in (("string_ids", 4), ("type_ids", 4), ("proto_ids", 12), ("field_ids", 8), ("method_ids", 8)):
        struct.pack_into("<LL", dex, HEADER[f"{name}_size"], (len(dex) - 0x70) // width, 0x70)
    struct.pack_into("<L", dex, 32, len(dex))
    return fixed(dex)


def _items() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for value in (0, 0x7FFFFFFF, 0xFFFFFFFF):
        yield f"code-offset-{value:x}", partial(_class_data, uleb(0) + uleb(0) + uleb(0) + uleb(1) + b"\0\1" + uleb(value))
    yield "class-data-counts", partial(_class_data, uleb(0xFFFFFFFF) * 4)
    yield "class-data-endless-number", partial(_class_data, b"\xff" * 100)
    yield "class-data-index-overflow", partial(_class_data, uleb(0) * 3 + uleb(3) + (uleb(0xFFFFFFFF) + b"\1\0") * 3)
    yield "class-data-same-method", partial(_class_data, uleb(0) * 3 + uleb(5000) + b"\0\1\0" * 5000)
    for position, field in enumerate(("registers", "ins", "outs", "tries")):
        yield f"code-{field}", lambda p=position: _in_code(2 * p, 0xFFFF, 2)
    for value in (0, 1, 0x7FFFFFFF, 0xFFFFFFFF):
        yield f"code-size-{value:x}", lambda v=value: _in_code(12, v)
        yield f"code-debug-{value:x}", lambda v=value: _in_code(8, v)
    yield "debug-endless", lambda: _with_debug(b"\x01\x00" + b"\x01\x01\x02\x7f" * 100_000)
    yield "debug-huge-steps", lambda: _with_debug(b"\x01\x00" + (b"\x01" + uleb(0xFFFFFFFF)) * 1000 + b"\0")
    yield "debug-parameters", lambda: _with_debug(b"\x01" + uleb(0xFFFFFFFF) + b"\0" * 1000)
    strings = {
        "not-mutf8": b"\x05\xff\xfe\xc0\x41\xf0\0",
        "lone-surrogates": b"\x02\xed\xa0\x80\xed\xb0\x80\0",
        "without-end": b"\x7f" + b"A" * 50,
        "length-lies": uleb(0xFFFFFFFF) + b"A\0",
        "empty": b"\0\0",
        "arrays": b"\x05" + b"[" * 70_000 + b"I\0",
        "descriptor-open": b"\x05Lopen\0",
        "nul": b"\x03\xc0\x80\xc0\x80\0",
    }
    for name, raw in strings.items():
        yield f"string-{name}", partial(_string, raw)
    yield "values-nested", partial(_values, b"\x1c\x01" * 100_000 + b"\x1e")
    yield "values-annotations-nested", partial(_values, b"\x1d\x00\x01\x00" * 100_000 + b"\x1e")
    yield "values-count", partial(_values, b"\x1c" + uleb(0xFFFFFFFF))
    for kind in (0x01, 0x05, 0x1B, 0xF7, 0xFF):
        yield f"values-kind-{kind:x}", partial(_values, bytes([kind]) * 20)


def _appended(dex: bytes, item: bytes) -> tuple[bytes, int]:
    """Return the dex with an item at its end, aligned, and the item's offset."""
    dex += bytes(-len(dex) % 4)
    return put(dex + item, HEADER["file_size"], len(dex) + len(item)), len(dex)


def _class_data(data: bytes) -> bytes:
    dex, offset = _appended(plain_dex(), data)
    return put(dex, table(dex, "class_defs")[1] + 24, offset)


def _in_code(at: int, value: int, size: int = 4) -> bytes:
    """Lie in the code item of onCreate, which is the only one."""
    dex = plain_dex()
    code = dex.index(struct.pack("<HHHH", 17, 1, 5, 0))
    return put(dex, code + at, value, size)


def _with_debug(info: bytes) -> bytes:
    dex, offset = _appended(plain_dex(), info)
    return put(dex, dex.index(struct.pack("<HHHH", 17, 1, 5, 0)) + 8, offset)


def _string(raw: bytes) -> bytes:
    """Every string is this one but the last few."""
    dex, offset = _appended(plain_dex(), raw)
    count, at = table(dex, "string_ids")
    return fixed(dex[:at] + struct.pack("<L", offset) * (count // 2) + dex[at + 4 * (count // 2) :])


def _values(value: bytes) -> bytes:
    dex = program(lambda dex: dex.add("La/A;").static("f", "I", 1)).build()
    dex, offset = _appended(dex, uleb(1) + value)
    _, classes = table(dex, "class_defs")
    return put(dex, classes + 28, offset) if struct.unpack_from("<L", dex, classes + 28)[0] else put(dex, classes + 60, offset)


def _classes() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "super-of-itself", lambda: program(lambda dex: dex.add("La/A;", "La/A;")).build()
    yield "super-ring-of-two", lambda: program(lambda dex: (dex.add("La/A;", "La/B;"), dex.add("La/B;", "La/A;"))).build()
    yield "super-ring-of-many", partial(_chain, 5000, ring=True)
    yield "super-chain-of-many", partial(_chain, 20_000, ring=False)
    yield "application-in-a-ring", _application_in_a_ring
    yield "interface-of-itself", lambda: program(lambda dex: dex.add("La/I;", flags=0x601, interfaces=("La/I;",))).build()
    yield "interface-ring", partial(_interface_ring, 2000)
    yield "interface-lattice", partial(_lattice, 25, 12)
    yield "interface-many", partial(_interface_many, 20_000)
    yield "interface-deep-lattice", partial(_lattice, 300, 3)
    yield "parent-that-is-an-array", lambda: program(lambda dex: dex.add("La/A;", "[I")).build()
    yield "parent-that-is-a-number", lambda: program(lambda dex: dex.add("La/A;", "I")).build()
    yield "class-without-parent", lambda: program(lambda dex: dex.add("La/A;", None)).build()
    yield "class-that-is-a-framework-one", lambda: program(lambda dex: dex.add("Landroid/app/Activity;", APPLICATION)).build()
    yield "class-names-odd", lambda: program(_odd_classes).build()
    yield "class-defined-thousand-times", lambda: program(lambda dex: [dex.add("La/A;") for _ in range(1000)]).build()
    yield "methods-65536", partial(_many_methods, 65_500)
    yield "overrides-many", partial(_overrides, 8000)


def _chain(count: int, *, ring: bool) -> bytes:
    def fill(dex: Dex) -> None:
        for number in range(count):
            last = "La/C0;" if ring else _OBJECT
            parent = f"La/C{number + 1};" if number < count - 1 else last
            dex.add(f"La/C{number};", parent).method("run()V", [invoke(0x6F, f"{parent}->run()V", 1), RETURN])

    return program(fill).build()


def _application_in_a_ring() -> bytes:
    dex = Dex()
    on_create(dex.add(APPLICATION, "La/B;"))
    dex.add("La/B;", APPLICATION, interfaces=("La/B;",)).method("onCreate()V", [invoke(0x6F, f"{APPLICATION}->onCreate()V", 1), RETURN])
    return dex.build()


def _interface_ring(count: int) -> bytes:
    def fill(dex: Dex) -> None:
        for number in range(count):
            dex.add(f"La/I{number};", flags=0x601, interfaces=(f"La/I{(number + 1) % count};",))

    return program(fill).build()


def _lattice(layers: int, width: int) -> bytes:
    """Every interface extends all of the layer above it: width ** layers ways to the top."""

    def fill(dex: Dex) -> None:
        for layer in range(layers):
            above = tuple(f"La/I{layer - 1}x{n};" for n in range(width)) if layer else ()
            for number in range(width):
                dex.add(f"La/I{layer}x{number};", flags=0x601, interfaces=above).method("run()V", flags=0x401)
        top = dex.add("La/Top;", interfaces=tuple(f"La/I{layers - 1}x{n};" for n in range(width)))
        calls = [invoke(0x72, f"La/I{layer}x{n};->run()V", 1) for layer in range(layers) for n in range(width)]
        top.method("go()V", [*calls, RETURN])

    return program(fill).build()


def _interface_many(count: int) -> bytes:
    names = tuple(f"La/I{n};" for n in range(count))
    return program(lambda dex: [dex.add(f"La/C{n};", interfaces=names) for n in range(20)]).build()


def _odd_classes(dex: Dex) -> None:
    for name in ("L;", "La/;", "L/;", "La;b;", "I", "[[I", "V", "", "L" + "a/" * 20_000 + "A;", "L\u202e/\x1b;", "La-b.c$<d>;"):
        dex.add(name).method("<clinit>()V", [RETURN], flags=0x10008)


def _many_methods(count: int) -> bytes:
    def fill(dex: Dex) -> None:
        some = dex.add("La/A;")
        for number in range(count):
            some.method(f"m{number}()V", [RETURN])

    return program(fill).build()


def _overrides(count: int) -> bytes:
    """Every class overrides and calls the same virtual method of one parent."""

    def fill(dex: Dex) -> None:
        dex.add("La/P;").method("run()V", [RETURN])
        for number in range(count):
            some = dex.add(f"La/C{number};", "La/P;")
            some.method("run()V", [invoke(0x6E, "La/P;->run()V", 1), (0x22, *invoke(0, f"La/C{number};->run()V", 1)[2:]), RETURN])

    return program(fill).build()


def _containers() -> Iterator[tuple[str, Callable[[], bytes]]]:
    two = partial(lambda: container(program(version="041"), _other()))
    yield "container-two", two
    yield "container-cut", lambda: two()[:-40]
    for field, offset in (("file-size", 32), ("header-size", 36), ("container-size", 0x70), ("header-offset", 0x74)):
        for value in (0, 1, 0x78, 0xFFFFFFFF):
            yield f"container-{field}-{value:x}", lambda o=offset, v=value: put(two(), o, v)
    yield "container-many", lambda: container(*(_other(n) for n in range(300)))
    yield "container-of-itself", lambda: put(two(), 32, 0x78)


def _other(number: int = 0) -> Dex:
    dex = Dex("041")
    dex.add(f"La/B{number};").method("go()V", [const_string(0, "other"), RETURN])
    return dex
