from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

_Ids: TypeAlias = npt.NDArray[np.uint32]
_Bytes: TypeAlias = npt.NDArray[np.uint8]

DEAD: int

def resolve(
    slots: _Ids,
    method_class: _Ids,
    method_name: _Ids,
    method_proto: _Ids,
    method_def: _Ids,
    type_class: _Ids,
    class_super: _Ids,
    interface_offset: _Ids,
    interface_types: _Ids,
) -> _Ids: ...
def dispatch(
    method_def: _Ids,
    method_selector: _Ids,
    resolved: _Ids,
    candidate_offset: _Ids,
    candidates: _Ids,
    def_class: _Ids,
    def_method: _Ids,
    class_type: _Ids,
    child_offset: _Ids,
    children: _Ids,
    refs_offset: _Ids,
    refs: _Ids,
    budget: int,
    wide: int,
) -> tuple[_Ids, _Ids, bool]: ...

class Reach:
    seen_array: _Bytes
    live_array: _Bytes
    parent_array: _Ids
    parent_row_array: _Ids
    parent_kind_array: _Bytes
    def __init__(self, graph: Any) -> None: ...
    def sharpen(self, exact_of: _Ids, exact_offset: _Ids, exact_targets: _Ids, kept: _Bytes) -> None: ...
    def close(self, calls: _Bytes, news: _Bytes, fields: _Bytes, names: _Bytes, reflections: _Bytes) -> None: ...
    def run(self, roots: _Ids, components: _Ids, mask: int, by_reference: bool, through: bool, assumed: _Bytes) -> None: ...
    def left_out(self, kind: int) -> _Ids: ...
