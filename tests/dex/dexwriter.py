"""A small writer of valid dex files, so that tests need no assembler.

    dex = Dex()
    a = dex.add("Lx/A;")
    a.method("run()V", [const_string(0, "hi"), invoke(0x71, "Lx/B;->go(Ljava/lang/String;)V", 0), RETURN], flags=0x9)
    data = dex.build()

Code is a list of instructions, each a tuple of 16-bit units; a `Ref` in it stands for an index that the writer fills in.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from dataclasses import dataclass, field
from itertools import chain

NO_INDEX = 0xFFFFFFFF
TYPE = re.compile(r"\[*(?:[ZBSCIJFDV]|L[^;]*;)")


@dataclass(frozen=True)
class Ref:
    """An index into a table (string, type, field, method, site), or half of one: shift 16 gives the upper unit."""

    kind: str
    key: object
    shift: int = 0


@dataclass(frozen=True)
class Site:
    """A call site: bootstrap method and implementation, both static (handles of kind 4)."""

    bootstrap: str
    implementation: str


RETURN = (0x0E,)


def const_string(register: int, text: str) -> tuple:
    return (0x1A | register << 8, Ref("string", text))


def const_string_jumbo(register: int, text: str) -> tuple:
    return (0x1B | register << 8, Ref("string", text), Ref("string", text, 16))


def typed(opcode: int, register: int, descriptor: str) -> tuple:
    """const-class, check-cast, new-instance; instance-of and new-array have a second register in the upper four bits."""
    return (opcode | register << 8, Ref("type", descriptor))


def access(opcode: int, register: int, signature: str) -> tuple:
    """iget … sput."""
    return (opcode | register << 8, Ref("field", signature))


def invoke(opcode: int, signature: str, *registers: int) -> tuple:
    nibbles = [*registers, 0, 0, 0, 0][:4]
    return (opcode | len(registers) << 12, Ref("method", signature), sum(r << 4 * i for i, r in enumerate(nibbles)))


def invoke_range(opcode: int, signature: str, first: int, count: int) -> tuple:
    return (opcode | count << 8, Ref("method", signature), first)


def invoke_custom(site: Site, *registers: int) -> tuple:
    nibbles = [*registers, 0, 0, 0, 0][:4]
    return (0xFC | len(registers) << 12, Ref("site", site), sum(r << 4 * i for i, r in enumerate(nibbles)))


@dataclass
class Member:
    signature: str
    flags: int
    value: object = None  # of a static field
    code: list[tuple] | None = None
    annotations: tuple[str, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()  # (pc, line), rising


@dataclass
class Class:
    name: str
    parent: str | None
    flags: int
    interfaces: tuple[str, ...]
    source: str | None
    annotations: tuple[str, ...]
    fields: list[Member] = field(default_factory=list)
    methods: list[Member] = field(default_factory=list)

    def static(self, name: str, type_: str, value: object = None, flags: int = 0x19) -> None:
        """Add a static field; the value may be an int (in an "I", "Z" … field), a str or None (no initial value)."""
        self.fields.append(Member(f"{self.name}->{name}:{type_}", flags, value))

    def method(self, name: str, code: list[tuple] | None = None, flags: int = 1, **more) -> None:
        """Add a method such as "run(I)V"; without code it is abstract or native by its flags."""
        self.methods.append(Member(f"{self.name}->{name}", flags, code=code, **more))


def uleb(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def mutf8(text: str) -> bytes:
    units = struct.unpack(f"<{len(text.encode('utf-16-le', 'surrogatepass')) // 2}H", text.encode("utf-16-le", "surrogatepass"))
    return b"".join(b"\xc0\x80" if u == 0 else chr(u).encode("utf-8", "surrogatepass") for u in units)


def split_field(signature: str) -> tuple[str, str, str]:
    owner, rest = signature.split("->")
    name, type_ = rest.split(":")
    return owner, name, type_


def split_method(signature: str) -> tuple[str, str, tuple[str, ...]]:
    owner, rest = signature.split("->")
    name, rest = rest.split("(")
    parameters, result = rest.split(")")
    return owner, name, (result, *TYPE.findall(parameters))


class Dex:
    """Collects classes; `build` lays them out as dx does, in the order that the format asks for."""

    def __init__(self, version: str = "035") -> None:
        self.version = version
        self.classes: list[Class] = []
        self.extra_strings: list[str] = []

    def add(
        self,
        name: str,
        parent: str | None = "Ljava/lang/Object;",
        *,
        flags=1,
        interfaces=(),
        source=None,
        annotations=(),
    ):
        self.classes.append(Class(name, parent, flags, tuple(interfaces), source, tuple(annotations)))
        return self.classes[-1]

    def _collect(self) -> None:
        refs = [r for c in self.classes for m in c.methods for i in m.code or () for r in i if isinstance(r, Ref)]
        self.sites = list(dict.fromkeys(r.key for r in refs if r.kind == "site"))
        self.handles = list(dict.fromkeys(chain.from_iterable((s.bootstrap, s.implementation) for s in self.sites)))
        members = {m.signature for c in self.classes for m in c.methods} | {r.key for r in refs if r.kind == "method"}
        methods = {split_method(s) for s in members | set(self.handles)}
        fields = {m.signature for c in self.classes for m in c.fields} | {r.key for r in refs if r.kind == "field"}
        fields = {split_field(s) for s in fields}
        protos = {p for _, _, p in methods} | ({("V",)} if self.sites else set())
        types = {t for p in protos for t in p} | {o for o, *_ in methods} | {t for o, _, t in fields for t in (o, t)}
        types |= {r.key for r in refs if r.kind == "type"}
        for c in self.classes:
            types |= {c.name, *c.interfaces, *c.annotations, *(a for m in c.methods for a in m.annotations)}
            types |= {c.parent} - {None}
        strings = types | {n for _, n, _ in methods} | {n for _, n, _ in fields} | {shorty(p) for p in protos}
        strings |= {r.key for r in refs if r.kind == "string"} | {c.source for c in self.classes} - {None}
        strings |= {m.value for c in self.classes for m in c.fields if isinstance(m.value, str)} | set(self.extra_strings)
        strings |= {"site"} if self.sites else set()
        self.strings = sorted(strings, key=lambda s: s.encode("utf-16-be", "surrogatepass"))
        self.string = {s: i for i, s in enumerate(self.strings)}
        self.types = sorted(types, key=self.string.__getitem__)
        self.type = {t: i for i, t in enumerate(self.types)}
        self.protos = sorted(protos, key=lambda p: [self.type[t] for t in p])
        self.proto = {p: i for i, p in enumerate(self.protos)}
        self.fields = sorted(fields, key=lambda f: (self.type[f[0]], self.string[f[1]], self.type[f[2]]))
        self.field = {f: i for i, f in enumerate(self.fields)}
        self.methods = sorted(methods, key=lambda m: (self.type[m[0]], self.string[m[1]], self.proto[m[2]]))
        self.method = {m: i for i, m in enumerate(self.methods)}

    def _index(self, ref: Ref) -> int:
        if ref.kind == "method":
            return self.method[split_method(ref.key)]
        if ref.kind == "field":
            return self.field[split_field(ref.key)]
        if ref.kind == "site":
            return self.sites.index(ref.key)
        return (self.string if ref.kind == "string" else self.type)[ref.key]

    def build(self, *, position: int = 0, total: int = 0) -> bytes:
        """Return the file; with a `total` size, as the part of a v41 container that begins at `position`."""
        self._collect()
        counts = [len(t) for t in (self.strings, self.types, self.protos, self.fields, self.methods, self.classes)]
        counts += [len(self.sites), len(self.handles)]
        header = 0x78 if total else 0x70
        offsets, self.start = [], position + header
        for count, width in zip(counts, (4, 4, 12, 8, 8, 32, 4, 8), strict=True):
            offsets.append(self.start if count else 0)
            self.start += count * width
        self.data = bytearray()
        self.map = [(k, n, o) for k, n, o in zip(range(9), (1, *counts), (position, *offsets), strict=True) if n]
        tables = self._tables()
        map_offset = self._put(0x1000, [self._map_bytes()], 4)[0]
        body = b"".join(tables) + self.data
        body += b"\0" * (-len(body) % 4)
        sizes = [v for pair in zip(counts[:6], offsets[:6], strict=True) for v in pair]
        rest = struct.pack("<IIIII", header + len(body), header, 0x12345678, 0, 0)
        rest += struct.pack("<I12I", map_offset, *sizes)
        rest += struct.pack("<IIII", 0, 0, total, position) if total else struct.pack("<II", len(self.data) + 3 & ~3, self.start)
        digest = hashlib.sha1(rest + body, usedforsecurity=False).digest()
        magic = b"dex\n" + (b"041" if total else self.version.encode()) + b"\0"
        return magic + struct.pack("<I", zlib.adler32(digest + rest + body)) + digest + rest + body

    def _map_bytes(self) -> bytes:
        entries = [*self.map, (0x1000, 1, self.start + (len(self.data) + 3) // 4 * 4)]
        entries.sort(key=lambda e: e[2])
        return struct.pack("<I", len(entries)) + b"".join(struct.pack("<HHII", k, 0, n, o) for k, n, o in entries)

    def _put(self, kind: int, items: list[bytes], align: int = 1) -> list[int]:
        """Append items of one kind to the data section; return their offsets."""
        places = []
        for item in items:
            self.data += b"\0" * (-len(self.data) % align)
            places.append(self.start + len(self.data))
            self.data += item
        if items:
            self.map.append((kind, len(items), places[0]))
        return places

    def _shared(self, kind: int, items: list[bytes], align: int = 1) -> dict[bytes, int]:
        """As `_put`, but equal items are written once and the empty one not at all."""
        unique = [i for i in dict.fromkeys(items) if i]
        return {b"": 0} | dict(zip(unique, self._put(kind, unique, align), strict=True))

    def _tables(self) -> list[bytes]:
        """Fill the data section; return the tables before it."""
        lists = self._shared(0x1001, [self._list(ts) for ts in (p[1:] for p in self.protos)] + self._interface_lists(), 4)
        texts = [uleb(len(s.encode("utf-16-le", "surrogatepass")) // 2) + mutf8(s) + b"\0" for s in self.strings]
        strings = self._put(0x2002, texts)
        classes = self._class_defs(lists)
        return [
            struct.pack(f"<{len(strings)}I", *strings),
            struct.pack(f"<{len(self.types)}I", *(self.string[t] for t in self.types)),
            *(struct.pack("<III", self.string[shorty(p)], self.type[p[0]], lists[self._list(p[1:])]) for p in self.protos),
            *(struct.pack("<HHI", self.type[o], self.type[t], self.string[n]) for o, n, t in self.fields),
            *(struct.pack("<HHI", self.type[o], self.proto[p], self.string[n]) for o, n, p in self.methods),
            *classes,
            *(struct.pack("<I", self.arrays[self._site(s)]) for s in self.sites),
            *(struct.pack("<HHHH", 4, 0, self.method[split_method(h)], 0) for h in self.handles),
        ]

    def _class_defs(self, lists: dict[bytes, int]) -> list[bytes]:
        members = [m for c in self.classes for m in c.methods]
        debug = self._shared(0x2003, [debug_info(m.lines) for m in members])
        code = [m for m in members if m.code is not None]
        places = self._put(0x2001, [self._code(m, debug[debug_info(m.lines)]) for m in code], 4)
        code_at = {id(m): p for m, p in zip(code, places, strict=True)}
        marks = dict.fromkeys(a for x in [*self.classes, *members] for a in x.annotations)
        self.marks = dict(zip(marks, self._put(0x2004, [b"\x01" + uleb(self.type[a]) + b"\0" for a in marks]), strict=True))
        sets = self._shared(0x1003, [self._set(x) for x in [*self.classes, *members]], 4)
        directories = self._shared(0x2006, [self._directory(c, sets) for c in self.classes], 4)
        self.arrays = self._shared(0x2005, [*map(self._values, self.classes), *map(self._site, self.sites)])
        data = self._shared(0x2000, [self._class_data(c, code_at) for c in self.classes])
        return [
            struct.pack(
                "<8I",
                self.type[c.name],
                c.flags,
                NO_INDEX if c.parent is None else self.type[c.parent],
                lists[self._list(c.interfaces)],
                NO_INDEX if c.source is None else self.string[c.source],
                directories[self._directory(c, sets)],
                data[self._class_data(c, code_at)],
                self.arrays[self._values(c)],
            )
            for c in self.classes
        ]

    def _list(self, types: tuple[str, ...]) -> bytes:
        return struct.pack(f"<I{len(types)}H", len(types), *(self.type[t] for t in types)) if types else b""

    def _interface_lists(self) -> list[bytes]:
        return [self._list(c.interfaces) for c in self.classes]

    def _set(self, annotated: Class | Member) -> bytes:
        """Return the annotation_set_item of a class or method."""
        types = sorted(annotated.annotations, key=self.type.__getitem__)
        return struct.pack(f"<I{len(types)}I", len(types), *(self.marks[t] for t in types)) if types else b""

    def _code(self, member: Member, debug: int) -> bytes:
        units = [self._unit(unit) for unit in chain.from_iterable(member.code)]
        words = 0 if member.flags & 8 else 1
        words += sum(2 if t in "JD" else 1 for t in split_method(member.signature)[2][1:])
        return struct.pack("<HHHHII", 16 + words, words, 5, 0, debug, len(units)) + struct.pack(f"<{len(units)}H", *units)

    def _unit(self, unit: int | Ref) -> int:
        return self._index(unit) >> unit.shift & 0xFFFF if isinstance(unit, Ref) else unit

    def _site(self, site: Site) -> bytes:
        handle = lambda s: bytes([0x16, self.handles.index(s)])  # noqa: E731 - fewer than 256 of them in a test
        name, proto = self.string["site"], self.proto[("V",)]
        middle = bytes([0x37]) + struct.pack("<H", name) + bytes([0x35]) + struct.pack("<H", proto)
        return b"\x04" + handle(site.bootstrap) + middle + handle(site.implementation)

    def _statics(self, c: Class) -> list[Member]:
        return sorted(c.fields, key=lambda m: self.field[split_field(m.signature)])

    def _values(self, c: Class) -> bytes:
        statics = self._statics(c)
        while statics and statics[-1].value is None:
            statics.pop()
        return uleb(len(statics)) + b"".join(self._value(m) for m in statics) if statics else b""

    def _value(self, member: Member) -> bytes:
        kind = member.signature.rpartition(":")[2]
        if isinstance(member.value, str):
            return bytes([0x77]) + struct.pack("<I", self.string[member.value])
        value = member.value or 0
        if kind == "Z":
            return bytes([0x1F | value << 5])
        if kind in "BSCIJ":
            code = {"B": 0x00, "S": 0x02, "C": 0x03, "I": 0x04, "J": 0x06}[kind]
            size = next(n for n in range(1, 9) if -(1 << 8 * n - 1) <= value < 1 << 8 * n - (kind != "C"))
            return bytes([code | size - 1 << 5]) + value.to_bytes(size, "little", signed=kind != "C")
        return b"\x1e"

    def _directory(self, c: Class, sets: dict[bytes, int]) -> bytes:
        methods = [m for m in c.methods if m.annotations]
        if not methods and not c.annotations:
            return b""
        methods.sort(key=lambda m: self.method[split_method(m.signature)])
        rows = (struct.pack("<II", self.method[split_method(m.signature)], sets[self._set(m)]) for m in methods)
        return struct.pack("<4I", sets[self._set(c)], 0, len(methods), 0) + b"".join(rows)

    def _class_data(self, c: Class, code_at: dict[int, int]) -> bytes:
        if not c.fields and not c.methods:
            return b""
        direct = [m for m in c.methods if m.flags & 0x1000A]
        virtual = [m for m in c.methods if not m.flags & 0x1000A]
        out = uleb(len(c.fields)) + uleb(0) + uleb(len(direct)) + uleb(len(virtual))
        last = 0
        for m in self._statics(c):
            index = self.field[split_field(m.signature)]
            out += uleb(index - last) + uleb(m.flags)
            last = index
        for group in (direct, virtual):
            last = 0
            for m in sorted(group, key=lambda m: self.method[split_method(m.signature)]):
                index = self.method[split_method(m.signature)]
                out += uleb(index - last) + uleb(m.flags) + uleb(code_at.get(id(m), 0))
                last = index
        return out


def shorty(proto: tuple[str, ...]) -> str:
    return "".join("L" if t[0] in "L[" else t for t in proto)


def debug_info(lines: tuple[tuple[int, int], ...]) -> bytes:
    """Return the debug_info_item that places each (pc, line)."""
    if not lines:
        return b""
    out, address, line = uleb(lines[0][1]) + uleb(0), 0, lines[0][1]
    for pc, new in lines:
        difference = new - line
        signed = bytearray()
        while not -64 <= difference < 64:
            signed.append(difference & 0x7F | 0x80)
            difference >>= 7
        signed.append(difference & 0x7F)
        out += b"\x01" + uleb(pc - address) + b"\x02" + signed + b"\x0e"
        address, line = pc, new
    return out + b"\0"


def container(*dexes: Dex) -> bytes:
    """Return a v41 container: several dex files in one, all offsets from its start (real ones also share data)."""
    total = sum(len(dex.build(total=1)) for dex in dexes)
    out = b""
    for dex in dexes:
        out += dex.build(position=len(out), total=total)
    return out
