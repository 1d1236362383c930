"""A slow, obvious reader of dex files that the fast one is proved against: plain Python and texts, no ids, no budgets.

Written from AOSP's dex-format and dalvik-bytecode pages, not from the kernels. Both must take the same view of malformed
files: an item that cannot be read is left out together with all that refers to it; the first definition of a class counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from mingcha.dex import opcodes
from mingcha.dex.items import File, MalformedError, logical_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

NO_INDEX = 0xFFFFFFFF
_APP_RESOURCES = 0x7F  # upper byte of the ids of an app's own resources
T = TypeVar("T")
Proto = tuple[str, ...]  # return type, then parameter types
Field = tuple[str, str, str]  # class, name, type
Method = tuple[str, str, Proto]  # class, name, prototype


@dataclass(frozen=True, slots=True)
class Klass:
    """A class definition; flags as in the file."""

    superclass: str | None
    interfaces: tuple[str, ...]
    flags: int
    source: str | None
    dex: str


@dataclass(slots=True)
class Tables:
    """What the dex files of a package hold; lists are in the order of the files, sets where order means nothing."""

    strings: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    fields: set[Field] = field(default_factory=set)
    methods: set[Method] = field(default_factory=set)
    classes: dict[str, Klass] = field(default_factory=dict)
    definitions: dict[Method, tuple[int, int]] = field(default_factory=dict)  # flags, offset of the code
    static_values: list[tuple[Field, int | str]] = field(default_factory=list)  # numbers as unsigned
    class_annotations: Counter[tuple[str, str]] = field(default_factory=Counter)
    method_annotations: Counter[tuple[Method, str]] = field(default_factory=Counter)
    calls: list[tuple[Method, Method, int, int]] = field(default_factory=list)  # caller, callee, pc, opcode
    constants: list[tuple[Method, str, int]] = field(default_factory=list)  # method, string, pc
    field_refs: list[tuple[Method, Field, int, int]] = field(default_factory=list)
    type_refs: list[tuple[Method, str, int, int]] = field(default_factory=list)
    resources: list[tuple[Method, int, int]] = field(default_factory=list)  # method, resource id, pc
    malformed: Counter[str] = field(default_factory=Counter)  # by the codes of dex.problems


class Oracle:
    """Reads one file into the tables that all files share."""

    def __init__(self, tables: Tables, file: File) -> None:
        self.tables = tables
        self.file = file
        self.strings = self.resolve("bad-string", file.items(file.string_ids, "<I"), file.text)
        self.types = self.resolve("bad-type", file.items(file.type_ids, "<I"), lambda s: pick(self.strings, s))
        self.protos = self.resolve("bad-prototype", file.items(file.proto_ids, "<III"), self.proto)
        self.fields = self.resolve(
            "bad-field",
            file.items(file.field_ids, "<HHI"),
            lambda c, t, n: (pick(self.types, c), pick(self.strings, n), pick(self.types, t)),
        )
        self.methods = self.resolve(
            "bad-method",
            file.items(file.method_ids, "<HHI"),
            lambda c, p, n: (pick(self.types, c), pick(self.strings, n), pick(self.protos, p)),
        )
        self.sites = [self.call_site(offset) for (offset,) in file.items(file.call_sites, "<I")]
        tables.strings |= {s for s in self.strings if s is not None}
        tables.types |= {t for t in self.types if t is not None}
        tables.fields |= {f for f in self.fields if f is not None}
        tables.methods |= {m for m in self.methods if m is not None}
        for item in file.items(file.class_defs, "<8I"):
            self.class_def(item)

    def resolve(self, code: str, items: Iterable[tuple[int, ...]], make: Callable[..., T]) -> list[T | None]:
        """Return what `make` makes of each item, None where it is malformed."""
        made: list[T | None] = []
        for item in items:
            try:
                made.append(make(*item))
            except MalformedError:
                made.append(None)
                self.tables.malformed[code] += 1
        return made

    def proto(self, _shorty: int, result: int, parameters: int) -> Proto:
        indexes = self.file.type_list(parameters)
        if len(indexes) > 255:  # noqa: PLR2004 - registers of a call
            raise MalformedError
        return tuple(pick(self.types, i) for i in (result, *indexes))

    def call_site(self, offset: int) -> list[tuple[Method, int]]:
        """Return the methods behind a call site: 0xFD for the bootstrap method, 0xFC for those in its arguments."""
        found: list[tuple[Method, int]] = []
        try:
            count, at = self.file.uleb(offset)
            for i in range(count):
                kind, content, at = self.file.value(at)
                if kind == 0x16:  # noqa: PLR2004 - VALUE_METHOD_HANDLE
                    found += self.handle(int.from_bytes(content, "little"), 0xFC if i else 0xFD)
        except MalformedError:
            self.tables.malformed["bad-call-site"] += 1
        return found

    def handle(self, index: int, op: int) -> list[tuple[Method, int]]:
        """Return the method of a method_handle_item, nothing for one of a field."""
        handles = list(self.file.items(self.file.handles, "<HHHH"))
        if index < len(handles):
            kind, _, target, _ = handles[index]
            if kind < 4:  # noqa: PLR2004 - accessors of fields
                return []
            method = self.methods[target] if target < len(self.methods) else None
            if method is not None and kind <= 8:  # noqa: PLR2004 - METHOD_HANDLE_TYPE_INVOKE_INTERFACE
                return [(method, op)]
        self.tables.malformed["bad-call-site"] += 1
        return []

    def class_def(self, item: tuple[int, ...]) -> None:
        index, flags, parent, interfaces, source, annotations, data, values = item
        tables = self.tables
        name = self.types[index] if index < len(self.types) else None
        if name is None or name in tables.classes:
            tables.malformed["bad-class" if name is None else "duplicate-class"] += 1
            return
        superclass = self.types[parent] if parent < len(self.types) else None
        if parent != NO_INDEX and superclass is None:
            tables.malformed["bad-class"] += 1
        try:
            indexes = self.file.type_list(interfaces)
        except MalformedError:
            tables.malformed["bad-class"] += 1
            indexes = []
        known = [t for i in indexes if (t := self.types[i] if i < len(self.types) else None) is not None]
        tables.malformed["bad-class"] += len(indexes) - len(known)
        text = self.strings[source] if source < len(self.strings) else None
        tables.classes[name] = Klass(superclass, tuple(known), flags, text, self.file.name)
        if annotations:
            self.annotations(name, annotations)
        if data and values:
            self.static_values(name, data, values)
        if data:
            self.class_data(name, data)

    def class_data(self, name: str, offset: int) -> None:
        try:
            (statics, instances, *groups), at = self.file.ulebs(offset, 4)
            for _ in range(statics + instances):
                _, at = self.file.ulebs(at, 2)
            for count in groups:
                index = 0
                for _ in range(count):
                    (delta, flags, code), at = self.file.ulebs(at, 3)
                    index += delta
                    self.definition(name, self.methods[index] if index < len(self.methods) else None, flags, code)
        except MalformedError:
            self.tables.malformed["bad-class-data"] += 1

    def definition(self, name: str, method: Method | None, flags: int, code: int) -> None:
        if method is None or method[0] != name or method in self.tables.definitions:
            self.tables.malformed["bad-definition"] += 1
            return
        self.tables.definitions[method] = (flags, code)
        if code:
            self.code(method, code)

    def static_values(self, name: str, data: int, values: int) -> None:
        try:
            (statics, _, _, _), at = self.file.ulebs(data, 4)
            count, value_at = self.file.uleb(values)
            index = 0
            for _ in range(min(count, statics)):
                (delta, _), at = self.file.ulebs(at, 2)
                kind, content, value_at = self.file.value(value_at)
                index += delta
                field_ = self.fields[index] if index < len(self.fields) else None
                if field_ is None or field_[0] != name:
                    self.tables.malformed["bad-values"] += 1
                else:
                    self.static_value(field_, kind, content)
        except MalformedError:
            self.tables.malformed["bad-values"] += 1

    def static_value(self, field_: Field, kind: int, content: bytes) -> None:
        if kind == 0x17:  # noqa: PLR2004 - VALUE_STRING
            index = int.from_bytes(content, "little")
            text = self.strings[index] if index < len(self.strings) else None
            if text is None:
                self.tables.malformed["bad-values"] += 1
            else:
                self.tables.static_values.append((field_, text))
        elif kind in {0x00, 0x02, 0x03, 0x04, 0x1F}:
            number = int.from_bytes(content, "little", signed=kind not in {0x03, 0x1F})
            self.tables.static_values.append((field_, number & 0xFFFFFFFF))

    def annotations(self, name: str, offset: int) -> None:
        tables = self.tables
        try:
            of_class, fields, methods, _ = self.file.unpack("<4I", offset)
        except MalformedError:
            tables.malformed["bad-annotations"] += 1
            return
        tables.class_annotations.update((name, type_) for type_ in self.annotation_set(of_class))
        for i in range(methods):
            try:
                index, of_method = self.file.unpack("<II", offset + 16 + 8 * (fields + i))
            except MalformedError:
                tables.malformed["bad-annotations"] += 1
                return
            method = self.methods[index] if index < len(self.methods) else None
            if method is None:
                tables.malformed["bad-annotations"] += 1
            else:
                tables.method_annotations.update((method, type_) for type_ in self.annotation_set(of_method))

    def annotation_set(self, offset: int) -> list[str]:
        """Return the types of an annotation set, nothing when any of it is malformed."""
        if offset == 0:
            return []
        try:
            (count,) = self.file.unpack("<I", offset)
            self.file.check(offset + 4 + 4 * count)
            return [pick(self.types, self.file.uleb(item + 1)[0]) for item in self.file.unpack(f"<{count}I", offset + 4)]
        except MalformedError:
            self.tables.malformed["bad-annotations"] += 1
            return []

    def code(self, method: Method, offset: int) -> None:
        try:
            (units,) = self.file.unpack("<I", offset + 12)
            self.file.check(offset + 16 + 2 * units)
        except MalformedError:
            self.tables.malformed["bad-code"] += 1
            return
        code = self.file.unpack(f"<{units}H", offset + 16)
        pc = 0
        while pc < units:
            opcode = code[pc] & 0xFF
            length = payload_length(code, pc) if code[pc] in {0x100, 0x200, 0x300} else opcodes.LENGTH[opcode]
            if opcodes.KIND[opcode] == opcodes.UNKNOWN:
                self.tables.malformed["unknown-opcode"] += 1
                return
            if length is None or pc + length > units:
                self.tables.malformed["bad-instruction"] += 1
                return
            self.instruction(method, pc, code[pc : pc + length])
            pc += length

    def instruction(self, method: Method, pc: int, units: tuple[int, ...]) -> None:
        opcode, tables = units[0] & 0xFF, self.tables
        kind = opcodes.KIND[opcode]
        try:
            if kind == opcodes.CALL:
                tables.calls.append((method, pick(self.methods, units[1]), pc, opcode))
            elif kind == opcodes.CUSTOM:
                tables.calls += [(method, target, pc, op) for target, op in pick(self.sites, units[1])]
            elif kind == opcodes.STRING:
                tables.constants.append((method, pick(self.strings, units[1]), pc))
            elif kind == opcodes.JUMBO:
                tables.constants.append((method, pick(self.strings, units[1] | units[2] << 16), pc))
            elif kind == opcodes.FIELD:
                tables.field_refs.append((method, pick(self.fields, units[1]), pc, opcode))
            elif kind == opcodes.TYPE:
                tables.type_refs.append((method, pick(self.types, units[1]), pc, opcode))
            elif kind in (opcodes.NUMBER, opcodes.HIGH):
                number = units[1] << 16 if kind == opcodes.HIGH else units[1] | units[2] << 16
                if number >> 24 == _APP_RESOURCES:
                    tables.resources.append((method, number, pc))
        except MalformedError:
            tables.malformed["bad-reference"] += 1


def pick(items: Sequence[T | None], index: int) -> T:
    """Return an item by the index that the file gives for it."""
    item = items[index] if index < len(items) else None
    if item is None:
        raise MalformedError
    return item


def payload_length(code: tuple[int, ...], pc: int) -> int | None:
    """Return the units of the switch or array payload at `pc`, None when its head is cut."""
    kind, left = code[pc], len(code) - pc
    if left < (4 if kind == 0x300 else 2):  # noqa: PLR2004 - units of the heads
        return None
    count = code[pc + 1]
    if kind == 0x100:  # noqa: PLR2004 - packed-switch-payload
        return 4 + 2 * count
    if kind == 0x200:  # noqa: PLR2004 - sparse-switch-payload
        return 2 + 4 * count
    return 4 + ((code[pc + 2] | code[pc + 3] << 16) * count + 1) // 2


def read(dexes: Sequence[tuple[str, bytes]]) -> Tables:
    """Return the tables of the dex files (name, content) in class-path order."""
    tables = Tables()
    for name, data in dexes:
        for file in logical_files(name, data):
            Oracle(tables, file)
    return tables
