"""The code of one package as a structure of arrays: what every later analysis of bytecode reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from mingcha.dex import core
from mingcha.dex.columns import expand, index
from mingcha.dex.debug import Lines
from mingcha.dex.reading import NONE, read
from mingcha.dex.text import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingcha.dex.layout import Buffer

__all__ = ["NONE", "Program", "load"]  # NONE: "no such id" in every uint32 array

_TYPE = re.compile(r"\[*(?:[ZBSCIJFDV]|L[^;]*;)")
_METHOD = re.compile(rf"(?P<owner>{_TYPE.pattern})->(?P<name>[^(]+)\((?P<parameters>(?:{_TYPE.pattern})*)\)(?P<result>{_TYPE.pattern})")


class _Parts(NamedTuple):
    """The owner and the name of a method in MUTF-8, and the descriptors of its result and parameters."""

    place: tuple[bytes, bytes]
    types: tuple[str, ...]


@lru_cache(maxsize=4096)
def _method_parts(signature: str) -> _Parts | None:
    match = _METHOD.fullmatch(signature)
    if match is None:
        return None
    return _Parts((encode(match["owner"]), encode(match["name"])), (match["result"], *_TYPE.findall(match["parameters"])))


Bytes = npt.NDArray[np.uint8]
Ids = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]


class Cells(NamedTuple):
    """Columns of a program as memory views: single items are read from them ten times quicker than from arrays."""

    string_offset: memoryview
    string_size: memoryview
    type_string: memoryview
    type_class: memoryview
    proto_offset: memoryview
    field_class: memoryview
    field_name: memoryview
    method_class: memoryview
    method_name: memoryview
    method_proto: memoryview
    method_def: memoryview
    class_super: memoryview
    interface_offset: memoryview
    def_method: memoryview
    def_code: memoryview
    call_caller: memoryview
    call_callee: memoryview
    call_pc: memoryview
    call_op: memoryview
    field_ref_method: memoryview
    field_ref_field: memoryview
    field_ref_pc: memoryview
    field_ref_op: memoryview


@dataclass(slots=True, eq=False)
class Program:
    """All tables of all dex files of one package, with ids that hold across the files.

    Arrays are uint32 unless typed otherwise; row i of the arrays of one group belongs together; NONE is "no such id".
    """

    # Files. One entry per logical dex; those of one v41 container share base and end.
    buffer: Bytes  # all files, one after the other, then 16 zero bytes
    contents: dict[str, memoryview]  # of each physical file by name, within the buffer
    dex_names: tuple[str, ...]
    dex_base: Offsets
    dex_end: Offsets
    # From an index within dex k to the id here: string_map[string_map_offset[k] + index], NONE where malformed.
    string_map: Ids
    string_map_offset: Offsets
    type_map: Ids
    type_map_offset: Offsets
    proto_map: Ids
    proto_map_offset: Offsets
    field_map: Ids
    field_map_offset: Offsets
    method_map: Ids
    method_map_offset: Offsets
    # Strings: MUTF-8 at buffer[offset : offset + size].
    string_offset: Offsets
    string_size: Ids
    string_slots: npt.NDArray[np.uint64]
    string_type: Ids  # type whose descriptor this string is
    # Types, prototypes (flat: return type, then parameter types), fields, methods.
    type_string: Ids
    proto_offset: Offsets
    proto_types: Ids
    proto_slots: npt.NDArray[np.uint64]
    field_class: Ids
    field_name: Ids
    field_type: Ids
    field_slots: Ids
    method_class: Ids
    method_name: Ids
    method_proto: Ids
    method_selector: Ids  # id of (name, prototype)
    method_slots: Ids
    selector_count: int
    # Classes defined here.
    class_type: Ids
    type_class: Ids
    class_super: Ids
    class_flags: Ids
    class_dex: Ids
    class_source: Ids
    interface_offset: Ids
    interface_types: Ids
    # Definitions of methods, grouped by class.
    def_method: Ids
    def_class: Ids
    def_flags: Ids
    def_dex: Ids
    def_code: Ids  # file offset of the code item, 0 for none
    method_def: Ids
    class_def_offset: Ids
    # Initial values of static fields.
    static_value_field: Ids
    static_value_kind: Bytes  # 0 int (as uint32), 1 string
    static_value: Ids
    # Annotations.
    class_annotation_class: Ids
    class_annotation_type: Ids
    method_annotation_method: Ids
    method_annotation_type: Ids
    # References from code, in order of definition, then pc (in 16-bit code units).
    call_caller: Ids
    call_callee: Ids
    call_pc: Ids
    call_op: Bytes  # opcode; 0xFC: implementation behind an invoke-custom, 0xFD: its bootstrap method
    const_method: Ids
    const_string: Ids
    const_pc: Ids
    field_ref_method: Ids
    field_ref_field: Ids
    field_ref_pc: Ids
    field_ref_op: Bytes
    type_ref_method: Ids
    type_ref_type: Ids
    type_ref_pc: Ids
    type_ref_op: Bytes
    resource_ref_method: Ids
    resource_ref_id: Ids  # a constant number that can only be the id of one of the app's own resources, 0x7f……
    resource_ref_pc: Ids
    # What was tolerated or skipped: (dex name, code, detail).
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    stats: dict[str, int] = field(default_factory=dict)
    seed: int = 0  # of the tables that end in _slots
    lines: Lines = field(default_factory=Lines)
    # Names already made, by type and by prototype, and of all classes: most are asked for many times.
    type_names: dict[int, str] = field(default_factory=dict)
    proto_names: dict[int, str] = field(default_factory=dict)
    class_descriptors: list[str] = field(default_factory=list)
    call_rows: tuple[Ids, Ids] | None = None
    cells: Cells = field(init=False)

    def __post_init__(self) -> None:
        """Take the views of the columns."""
        self.cells = Cells(*(getattr(self, name).data for name in Cells._fields))

    @property
    def class_names(self) -> list[str]:
        """Return the descriptors of all classes that the program defines, in the order of their rows; made once."""
        if not self.class_descriptors:
            self.class_descriptors = self.texts(self.type_string[self.class_type])
        return self.class_descriptors

    def text(self, string: int) -> str:
        r"""Return a string's text; lone surrogates stay as \udXXX."""
        start = self.cells.string_offset[string]
        return decode(self.buffer.data[start : start + self.cells.string_size[string]].tobytes())

    def joined(self, strings: Ids) -> tuple[bytes, npt.NDArray[np.int64]]:
        """Return many strings as they stand in the file, each closed by a zero, and where each one ends with its zero."""
        sizes = self.string_size[strings]
        ends = np.cumsum(sizes.astype(np.int64) + 1)
        out = np.empty(ends[-1] if len(ends) else 0, np.uint8)
        core.gather(self.buffer.data, self.string_offset[strings], sizes, out)
        return out.tobytes(), ends

    def texts(self, strings: Ids) -> list[str]:
        """Return the texts of many strings, as `text` does one by one."""
        data, ends = self.joined(strings)
        stops = ends.tolist()
        pieces = zip([0, *stops], stops, strict=False)
        if data.isascii():
            whole = data.decode("ascii")
            return [whole[start : stop - 1] for start, stop in pieces]
        return [decode(data[start : stop - 1]) for start, stop in pieces]

    def type_name(self, type_: int) -> str:
        """Return a type's descriptor, as in "Lcom/x/A;"."""
        known = self.type_names.get(type_)
        if known is None:
            known = self.type_names[type_] = self.text(self.cells.type_string[type_])
        return known

    def proto_name(self, proto: int) -> str:
        """Return a prototype as in "(ILjava/lang/String;)V"."""
        known = self.proto_names.get(proto)
        if known is None:
            start, stop = self.cells.proto_offset[proto], self.cells.proto_offset[proto + 1]
            result, *parameters = (self.type_name(t) for t in self.proto_types[start:stop].tolist())
            known = self.proto_names[proto] = f"({''.join(parameters)}){result}"
        return known

    def signature(self, method: int) -> str:
        """Return a method as in "Lcom/x/A;->name(I)V"."""
        owner, name = self.type_name(self.cells.method_class[method]), self.text(self.cells.method_name[method])
        return f"{owner}->{name}{self.proto_name(self.cells.method_proto[method])}"

    def field_signature(self, field_: int) -> str:
        """Return a field as in "Lcom/x/A;->NAME:I"."""
        owner, name = self.type_name(self.cells.field_class[field_]), self.text(self.cells.field_name[field_])
        return f"{owner}->{name}:{self.type_name(int(self.field_type[field_]))}"

    @property
    def calls_by_callee(self) -> tuple[Ids, Ids]:
        """Where the rows of the calls of each method begin, and the rows; made once."""
        if self.call_rows is None:
            self.call_rows = index(self.call_callee, len(self.method_class))
        return self.call_rows

    def calls_of(self, methods: Iterable[int]) -> Ids:
        """Return the rows of the calls that name one of some methods, in order."""
        offset, rows = self.calls_by_callee
        distinct = sorted(set(methods))
        if len(distinct) == 1:  # the most usual case, whose rows are in order already
            return rows[int(offset[distinct[0]]) : int(offset[distinct[0] + 1])]
        wanted = np.array(distinct, np.uint32)
        return np.sort(rows[expand(offset[wanted], offset[wanted + 1])])

    def beginning(self, letters: bytes) -> Ids:
        """Return the ids of the strings that begin with these bytes, none of them zero; in order."""
        strings = np.flatnonzero(self.buffer[self.string_offset] == letters[0])
        for place, letter in enumerate(letters[1:], 1):  # a letter behind a string's end is its zero
            strings = strings[self.buffer[self.string_offset[strings] + place] == letter]
        return strings.astype(np.uint32)

    def find_string(self, text: str) -> int | None:
        """Return the id of a string, None when no dex file holds it."""
        return self._find([encode(text)])[0]

    def find_strings(self, texts: Iterable[str]) -> dict[str, int]:
        """Return the ids of those of many strings that some dex file holds, by text and in the order given."""
        asked = list(texts)
        found = self._find([encode(text) for text in asked])
        return {text: string for text, string in zip(asked, found, strict=True) if string is not None}

    def _find(self, texts: list[bytes]) -> list[int | None]:
        return core.find_strings(self.buffer, self.string_slots, self.seed, self.string_offset, self.string_size, texts)

    def find_type(self, descriptor: str) -> int | None:
        """Return the id of the type with this descriptor, None when no dex file refers to it."""
        string = self.find_string(descriptor)
        type_ = NONE if string is None else int(self.string_type[string])
        return None if type_ == NONE else type_

    def find_method(self, signature: str) -> int | None:
        """Return the id of the method "Lcom/x/A;->name(I)V", None when no dex file refers to it by just this class."""
        parts = _method_parts(signature)
        if parts is None:
            return None
        type_, name = self._find(list(parts.place))
        owner = NONE if type_ is None else int(self.string_type[type_])
        if owner == NONE or name is None:
            return None
        types = [self.find_type(each) for each in parts.types]
        if None in types:
            return None
        proto = core.find_proto(self.proto_slots, self.seed, self.proto_offset, self.proto_types, np.array(types, np.uint32))
        if proto is None:
            return None
        return core.find_triple(self.method_slots, self.method_class, self.method_name, self.method_proto, owner, name, proto)

    def find_field(self, signature: str) -> int | None:
        """Return the id of the field "Lcom/x/A;->NAME:I", None when no dex file refers to it by just this class."""
        owner_text, _, rest = signature.partition("->")
        name_text, _, type_text = rest.rpartition(":")
        owner, name, type_ = self.find_type(owner_text), self.find_string(name_text), self.find_type(type_text)
        if owner is None or name is None or type_ is None:
            return None
        return core.find_triple(self.field_slots, self.field_class, self.field_name, self.field_type, owner, name, type_)

    def line(self, method: int, pc: int) -> int | None:
        """Return the source line of the instruction at `pc` of a method, None when the file does not say."""
        definition = self.cells.method_def[method]
        if definition == NONE or self.def_code[definition] == 0:
            return None
        dex = int(self.def_dex[definition])
        data = self.buffer.data[int(self.dex_base[dex]) : int(self.dex_end[dex])]
        return self.lines.find(data, dex, self.cells.def_code[definition], pc)


def load(dexes: Iterable[tuple[str, Buffer]], room: int | None = None) -> Program:
    """Return the program of the dex files (name, content) in class-path order.

    Never fails on content: `Program.problems` says what was tolerated or skipped. Memory is about the size of the files and
    as much again for the tables; the files themselves are copied and may be dropped. `room` is as in `layout.arrange`.
    """
    return Program(**read(dexes, room))
