"""What renaming leaves of classes: types, prototypes, methods and constant strings, in one form for dex and class files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from mingcha.dex.program import Ids, Offsets, Program
    from mingcha.formats.classfile import ClassFile

STATIC, INITIALISER = 1, 2
_ACC_STATIC, _ACC_CONSTRUCTOR = 0x8, 0x10000
_TEXT = 1  # kind of a static value
_TYPE = re.compile(rb"\[*(?:[ZBSCIJFDV]|L[^;]*;)")


@dataclass(slots=True, eq=False)
class Skeletons:
    """Classes as arrays of ids; texts are modified UTF-8 at buffer[text_offset : text_offset + text_size].

    Prototypes are flat: return type, then parameter types. Rows of method_ and string_ arrays belong to a class each;
    a string may have several rows.
    """

    buffer: npt.NDArray[np.uint8]
    text_offset: Offsets
    text_size: Ids
    type_text: Ids
    proto_offset: Offsets
    proto_types: Ids
    class_type: Ids
    class_super: Ids  # NONE for java.lang.Object
    interface_offset: Ids
    interface_types: Ids
    method_class: Ids
    method_proto: Ids
    method_kind: npt.NDArray[np.uint8]  # STATIC | INITIALISER
    string_class: Ids
    string_text: Ids

    def text(self, index: int) -> bytes:
        """Return a text."""
        start = int(self.text_offset[index])
        return self.buffer[start : start + int(self.text_size[index])].tobytes()

    def class_name(self, index: int) -> bytes:
        """Return a class's descriptor."""
        return self.text(int(self.type_text[self.class_type[index]]))


def of_program(program: Program) -> Skeletons:
    """Return the skeletons of a program's classes, in its order."""
    flags = program.def_flags
    kind = (flags & _ACC_STATIC != 0) * np.uint8(STATIC) + (flags & _ACC_CONSTRUCTOR != 0) * np.uint8(INITIALISER)
    is_text = program.static_value_kind == _TEXT
    holder = program.type_class[program.field_class[program.static_value_field[is_text]]]
    here = holder != NONE
    return Skeletons(
        buffer=program.buffer,
        text_offset=program.string_offset,
        text_size=program.string_size,
        type_text=program.type_string,
        proto_offset=program.proto_offset,
        proto_types=program.proto_types,
        class_type=program.class_type,
        class_super=program.class_super,
        interface_offset=program.interface_offset,
        interface_types=program.interface_types,
        method_class=program.def_class,
        method_proto=program.method_proto[program.def_method],
        method_kind=kind.astype(np.uint8),
        string_class=np.concatenate([program.def_class[program.method_def[program.const_method]], holder[here]]),
        string_text=np.concatenate([program.const_string, program.static_value[is_text][here]]),
    )


class _Numbers:
    """Gives each distinct thing the next number."""

    def __init__(self) -> None:
        self.known: dict[bytes, int] = {}

    def __call__(self, thing: bytes) -> int:
        return self.known.setdefault(thing, len(self.known))


def of_classes(classes: Iterable[ClassFile]) -> Skeletons:
    """Return the skeletons of class files; the first of several with one name counts, as on a class path."""
    texts, protos = _Numbers(), _Numbers()
    seen: dict[bytes, ClassFile] = {}
    for each in classes:
        seen.setdefault(each.name, each)
    found = list(seen.values())
    methods = [(number, member) for number, each in enumerate(found) for member in each.methods]
    strings = [(number, texts(text)) for number, each in enumerate(found) for text in dict.fromkeys(each.strings)]
    interfaces = [[texts(name) for name in each.interfaces] for each in found]
    row_proto = [protos(member.descriptor) for _, member in methods]
    flat = [_flatten(descriptor, texts) for descriptor in protos.known]
    class_type = [texts(each.name) for each in found]
    class_super = [texts(each.parent) if each.parent else NONE for each in found]
    size = np.array([len(text) for text in texts.known], np.uint32)
    # Every text may be a type: an id of a text is its id as a type, too.
    return Skeletons(
        buffer=np.frombuffer(b"".join(texts.known) + bytes(16), np.uint8),
        text_offset=np.concatenate([np.zeros(1, np.int64), np.cumsum(size.astype(np.int64))])[:-1],
        text_size=size,
        type_text=np.arange(len(size), dtype=np.uint32),
        proto_offset=np.cumsum([0, *map(len, flat)], dtype=np.int64),
        proto_types=np.array(list(chain(*flat)), np.uint32),
        class_type=np.array(class_type, np.uint32),
        class_super=np.array(class_super, np.uint32),
        interface_offset=np.cumsum([0, *map(len, interfaces)], dtype=np.uint32),
        interface_types=np.array(list(chain(*interfaces)), np.uint32),
        method_class=np.array([number for number, _ in methods], np.uint32),
        method_proto=np.array(row_proto, np.uint32),
        method_kind=np.array([_kind(member.flags, member.name) for _, member in methods], np.uint8),
        string_class=np.array([number for number, _ in strings], np.uint32),
        string_text=np.array([text for _, text in strings], np.uint32),
    )


def _kind(flags: int, name: bytes) -> int:
    return (STATIC if flags & _ACC_STATIC else 0) | (INITIALISER if name.startswith(b"<") else 0)


def _flatten(descriptor: bytes, texts: _Numbers) -> list[int]:
    parameters, _, result = descriptor[1:].partition(b")")
    return [texts(result), *map(texts, _TYPE.findall(parameters))]
