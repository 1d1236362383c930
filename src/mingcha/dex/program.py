"""The code of one package as a structure of arrays: what every later analysis of bytecode reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

NONE = 0xFFFFFFFF  # "no such id" in every uint32 array

Bytes = npt.NDArray[np.uint8]
Ids = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]


@dataclass(slots=True, eq=False)
class Program:
    """All tables of all dex files of one package, with ids that hold across the files.

    Arrays are uint32 unless typed otherwise; row i of the arrays of one group belongs together; NONE stands for "no such id".
    """

    # Files. One entry per logical dex; those of one v41 container share base and end.
    buffer: Bytes  # all files, one after the other, then 16 zero bytes
    dex_names: tuple[str, ...]
    dex_base: Offsets
    dex_end: Offsets
    # From the index that code uses within one dex k to the id here: string_map[string_map_offset[k] + index], NONE where malformed.
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
    string_hash: npt.NDArray[np.uint64]
    string_slots: Ids
    string_type: Ids  # type whose descriptor this string is
    # Types, prototypes (flat: return type, then parameter types), fields, methods.
    type_string: Ids
    proto_offset: Offsets
    proto_types: Ids
    proto_hash: npt.NDArray[np.uint64]
    proto_slots: Ids
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
    interface_offset: Offsets
    interface_types: Ids
    # Definitions of methods, grouped by class.
    def_method: Ids
    def_class: Ids
    def_flags: Ids
    def_dex: Ids
    def_code: Ids  # file offset of the code item, 0 for none
    method_def: Ids
    class_def_offset: Offsets
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
    # What was tolerated or skipped: (dex name, code, detail).
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    stats: dict[str, int] = field(default_factory=dict)

    def text(self, string: int) -> str: ...
    def type_name(self, type_: int) -> str: ...
    def proto_name(self, proto: int) -> str: ...
    def signature(self, method: int) -> str: ...
    def field_signature(self, field_: int) -> str: ...
    def find_string(self, text: str) -> int | None: ...
    def find_type(self, descriptor: str) -> int | None: ...
    def find_method(self, signature: str) -> int | None: ...
    def find_field(self, signature: str) -> int | None: ...
    def line(self, method: int, pc: int) -> int | None: ...


def load(dexes: Sequence[tuple[str, bytes]]) -> Program: ...
