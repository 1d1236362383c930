"""Runs the kernels over a layout: allocates their arrays, sets their work budgets, turns their logs into problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mingcha.dex import core, opcodes, sweep, values
from mingcha.dex.layout import COLUMNS, Layout, arrange
from mingcha.dex.problems import CODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

NONE = 0xFFFFFFFF
_PLACES = 4  # kept for each kind of problem
_STRINGS, _TYPES, _PROTOS, _FIELDS, _METHODS, _CLASSES, _CALL_SITES = range(0, 14, 2)
_REFERENCES = (
    ("call_caller", "call_callee", "call_pc", "call_op"),
    ("const_method", "const_string", "const_pc"),
    ("field_ref_method", "field_ref_field", "field_ref_pc", "field_ref_op"),
    ("type_ref_method", "type_ref_type", "type_ref_pc", "type_ref_op"),
)
_BYTES_PER_ROW = (40, 64, 64, 64)  # of dex, for each row of the above that is allocated at first

Arrays = dict[str, Any]


def _secret() -> int:
    """Return a seed that the makers of hostile files cannot know: Python's own, fresh in each process; results do not depend on it."""
    return hash("mingcha.dex") & 0xFFFFFFFFFFFFFFFF


def _slots(items: int, *, tail: int = 0) -> int:
    return (1 << max(6, (2 * items - 1).bit_length())) + tail


def _budgets(sizes: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return what each pass may visit in each file; valid files stay below half of it (see read.pxd for the columns)."""
    size = np.array(sizes, np.int64).reshape(-1)
    columns = [2 * size + 65536, size // 8 + 1024, 2 * size + 65536, 4 * size + 65536, 4 * size + 65536, size // 8 + 1024]
    return np.ascontiguousarray(np.stack(columns, 1))


def _offsets(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def _ids(count: int) -> npt.NDArray[np.uint32]:
    return np.empty(count, np.uint32)


def _none(count: int) -> npt.NDArray[np.uint32]:
    return np.full(count, NONE, np.uint32)


def _table(items: int, secret: int) -> npt.NDArray[np.uint32]:
    """Return an empty table for triples of ids, the seed in its two last words (hash.pxd)."""
    slots = _none(_slots(items, tail=2))
    slots[-2:] = (secret & NONE, secret >> 32)
    return slots


def _cut(a: Arrays, names: Sequence[str], count: int) -> None:
    for name in names:
        a[name] = a[name][:count]


def read(dexes: Sequence[tuple[str, bytes]]) -> Arrays:
    """Return the fields of a `program.Program`."""
    layout = arrange(dexes)
    tables = np.array(layout.tables, np.int64).reshape(-1, COLUMNS)
    base = np.array(layout.bases, np.int64)
    file = np.array(layout.files, np.int64)
    a: Arrays = {
        "buffer": layout.buffer,
        "dex_names": tuple(layout.names),
        "dex_base": base,
        "dex_end": base + np.array(layout.sizes, np.int64)[file] if layout.names else base,
        "dex_file": file,
        "tables": np.ascontiguousarray(tables),
        "work": _budgets(layout.sizes),
        "log": np.zeros((len(layout.names), len(CODES), _PLACES + 1), np.int64),
        "seed": _secret(),
    }
    _read_references(a, tables)
    _read_definitions(a, tables)
    values_limit = int((np.array(layout.sizes, np.int64) // 16 + 1024).sum())
    _read_values(a, tables, values_limit)
    _sweep(a)
    a["problems"] = layout.problems + _problems(a)
    a["stats"] = _stats(a)
    for name in ("dex_file", "tables", "work", "log", "rows", "opcode_length", "opcode_kind", "class_item", "call_site_offset"):
        del a[name]
    for name in ("call_site_start", "call_site_method", "call_site_op", "selector_slots", "selector_name", "selector_proto"):
        del a[name]
    del a["selector_zero"]
    return a


def _read_references(a: Arrays, tables: npt.NDArray[np.int64]) -> None:
    """Strings, types, prototypes, fields and methods."""
    for name, column in (("string", _STRINGS), ("type", _TYPES), ("proto", _PROTOS), ("field", _FIELDS), ("method", _METHODS)):
        a[f"{name}_map_offset"] = _offsets(tables[:, column])
        a[f"{name}_map"] = _ids(int(a[f"{name}_map_offset"][-1]))
    strings, types, protos, fields, methods = (len(a[f"{n}_map"]) for n in ("string", "type", "proto", "field", "method"))
    a["string_offset"], a["string_size"] = np.empty(strings, np.int64), _ids(strings)
    a["string_slots"] = np.full(_slots(strings), 0xFFFFFFFFFFFFFFFF, np.uint64)
    count = core.intern_strings(a)
    _cut(a, ("string_offset", "string_size"), count)

    a["string_type"], a["type_string"] = _none(count), _ids(types)
    count = core.intern_types(a)
    _cut(a, ("type_string",), count)

    a["proto_offset"] = np.zeros(protos + 1, np.int64)
    a["proto_types"] = _ids(protos + int(a["work"][:, 1].sum()))
    a["proto_slots"] = np.full(_slots(protos), 0xFFFFFFFFFFFFFFFF, np.uint64)
    count, used = core.intern_protos(a)
    _cut(a, ("proto_offset",), count + 1)
    _cut(a, ("proto_types",), used)

    names = ("field_class", "field_name", "field_type")
    a |= {name: _ids(fields) for name in names}
    a["field_slots"] = _table(fields, a["seed"])
    _cut(a, names, core.intern_fields(a))

    names = ("method_class", "method_name", "method_proto", "method_selector")
    a |= {name: _ids(methods) for name in (*names, "selector_name", "selector_proto")}
    a["selector_zero"] = np.zeros(methods, np.uint32)
    a["method_slots"], a["selector_slots"] = _table(methods, a["seed"]), _table(methods, a["seed"])
    count, a["selector_count"] = core.intern_methods(a)
    _cut(a, names, count)


def _read_definitions(a: Arrays, tables: npt.NDArray[np.int64]) -> None:
    """Classes, their interfaces and their methods."""
    classes, methods = int(tables[:, _CLASSES].sum()), len(a["method_class"])
    names = ("class_type", "class_super", "class_flags", "class_dex", "class_source")
    a |= {name: _ids(classes) for name in names}
    a["class_item"] = np.empty(classes, np.int64)
    a["type_class"] = _none(len(a["type_string"]))
    a["interface_offset"] = np.zeros(classes + 1, np.uint32)
    a["interface_types"] = _ids(int(a["work"][:, 1].sum()))
    count, interfaces = core.read_classes(a)
    _cut(a, (*names, "class_item"), count)
    _cut(a, ("interface_offset",), count + 1)
    _cut(a, ("interface_types",), interfaces)

    names = ("def_method", "def_class", "def_flags", "def_dex", "def_code")
    a |= {name: _ids(methods) for name in names}
    a["method_def"], a["class_def_offset"] = _none(methods), _ids(count + 1)
    _cut(a, names, core.read_definitions(a))


def _read_values(a: Arrays, tables: npt.NDArray[np.int64], limit: int) -> None:
    """Initial values, annotations (at most `limit` rows each) and call sites."""
    fields = len(a["field_map"])
    a["static_value_field"], a["static_value"], a["static_value_kind"] = _ids(fields), _ids(fields), np.empty(fields, np.uint8)
    _cut(a, ("static_value_field", "static_value", "static_value_kind"), values.read_static_values(a))
    of_class, of_method = ("class_annotation_class", "class_annotation_type"), ("method_annotation_method", "method_annotation_type")
    a |= {name: _ids(limit) for name in (*of_class, *of_method)}
    classes, methods = values.read_annotations(a)
    _cut(a, of_class, classes)
    _cut(a, of_method, methods)
    a["call_site_offset"] = _offsets(tables[:, _CALL_SITES])
    a["call_site_start"] = np.zeros(int(a["call_site_offset"][-1]) + 1, np.int64)
    a["call_site_method"], a["call_site_op"] = _ids(limit), np.empty(limit, np.uint8)
    _cut(a, ("call_site_method", "call_site_op"), values.read_call_sites(a))


def _sweep(a: Arrays) -> None:
    a["opcode_length"] = np.frombuffer(opcodes.LENGTH, np.uint8)
    a["opcode_kind"] = np.frombuffer(opcodes.KIND, np.uint8)
    a["rows"] = np.zeros(6, np.int64)
    spare = int(a["work"][:, 5].sum()) + 1024
    for names, size in zip(_REFERENCES, _BYTES_PER_ROW, strict=True):
        for name in names:
            a[name] = np.empty(len(a["buffer"]) // size + spare, np.uint8 if name.endswith("_op") else np.uint32)
    done = 0
    while (done := sweep.sweep(a, done)) < len(a["def_method"]):
        for name in (name for names in _REFERENCES for name in names):
            a[name] = np.concatenate([a[name], np.empty_like(a[name])])
    for names, count in zip(_REFERENCES, a["rows"].tolist(), strict=False):
        _cut(a, names, count)


def _problems(a: Arrays) -> list[tuple[str, str, str]]:
    found = []
    log = a["log"]
    for dex, code in np.argwhere(log[:, :, 0]).tolist():
        count = int(log[dex, code, 0])
        places = ", ".join(str(place) for place in log[dex, code, 1 : 1 + min(count, _PLACES)].tolist())
        found.append((a["dex_names"][dex], CODES[code], f"{count}: {places}{', …' if count > _PLACES else ''}"))
    return found


def _stats(a: Arrays) -> dict[str, int]:
    stats = {"instructions": int(a["rows"][4]), "code_bytes": int(a["rows"][5]), "bad_items": int(a["log"][:, :, 0].sum())}
    for name in ("string_offset", "type_string", "field_class", "method_class", "class_type", "def_method", "call_caller"):
        stats[name.partition("_")[0]] = len(a[name])
    return stats
