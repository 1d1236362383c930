"""Runs the kernels over a layout: allocates their arrays, sets their work budgets, turns their logs into problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mingcha.dex import classes, core, opcodes, sweep, values
from mingcha.dex.layout import COLUMNS, Buffer, arrange
from mingcha.dex.problems import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

NONE = 0xFFFFFFFF
_PLACES = 4  # kept for each kind of problem
_STRINGS, _TYPES, _PROTOS, _FIELDS, _METHODS, _CLASSES, _CALL_SITES = range(0, 14, 2)
_REFERENCES = (
    ("call_caller", "call_callee", "call_pc", "call_op"),
    ("const_method", "const_string", "const_pc"),
    ("field_ref_method", "field_ref_field", "field_ref_pc", "field_ref_op"),
    ("type_ref_method", "type_ref_type", "type_ref_pc", "type_ref_op"),
    ("resource_ref_method", "resource_ref_id", "resource_ref_pc"),
)
_BYTES_PER_ROW = (40, 64, 64, 64, 640)  # of dex, for each row of the above that is allocated at first

_ANNOTATIONS = (
    ("class_annotation_class", "class_annotation_type"),
    ("method_annotation_method", "method_annotation_type"),
)
_INTERNAL = (
    *(
        "dex_file",
        "tables",
        "work",
        "log",
        "class_item",
        "selector_slots",
        "selector_name",
        "selector_proto",
    ),
    *("call_site_offset", "call_site_start", "call_site_method", "call_site_op"),
)
_COUNTED = {
    "strings": "string_offset",
    "types": "type_string",
    "fields": "field_class",
    "methods": "method_class",
    "classes": "class_type",
    "definitions": "def_method",
    "calls": "call_caller",
}

Arrays = dict[str, Any]


def _secret() -> int:
    """Return a seed that makers of hostile files cannot know, Python's own; no result depends on it."""
    return hash("mingcha.dex") & 0xFFFFFFFFFFFFFFFF


def _slots(items: int, *, tail: int = 0) -> int:
    return (1 << max(6, (2 * items - 1).bit_length())) + tail


def _budgets(sizes: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return what each pass may visit in each file (columns: read.pxd); valid files stay below half of it."""
    size = np.array(sizes, np.int64).reshape(-1)
    columns = [
        2 * size + 65536,
        size // 8 + 1024,
        2 * size + 65536,
        2 * size + 65536,
        4 * size + 65536,
        size // 64 + 1024,
    ]
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


def read(dexes: Iterable[tuple[str, Buffer]], room: int | None = None) -> Arrays:
    """Return the fields of a `program.Program`."""
    layout = arrange(dexes, room)
    tables = np.array(layout.tables, np.int64).reshape(-1, COLUMNS)
    base = np.array(layout.bases, np.int64)
    file = np.array(layout.files, np.int64)
    a: Arrays = {
        "buffer": layout.buffer,
        "contents": layout.contents,
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
    for name in _INTERNAL:
        del a[name]
    return a


def _read_references(a: Arrays, tables: npt.NDArray[np.int64]) -> None:
    """Read strings, types, prototypes, fields and methods."""
    for name, column in (
        ("string", _STRINGS),
        ("type", _TYPES),
        ("proto", _PROTOS),
        ("field", _FIELDS),
        ("method", _METHODS),
    ):
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

    names: tuple[str, ...] = ("field_class", "field_name", "field_type")
    a |= {name: _ids(fields) for name in names}
    a["field_slots"] = _table(fields, a["seed"])
    _cut(a, names, core.intern_fields(a))

    names = ("method_class", "method_name", "method_proto", "method_selector")
    a |= {name: _ids(methods) for name in (*names, "selector_name", "selector_proto")}
    a["method_slots"], a["selector_slots"] = _table(methods, a["seed"]), _table(methods, a["seed"])
    count, a["selector_count"] = core.intern_methods(a)
    _cut(a, names, count)


def _read_definitions(a: Arrays, tables: npt.NDArray[np.int64]) -> None:
    """Read classes, their interfaces and their methods."""
    items, methods = int(tables[:, _CLASSES].sum()), len(a["method_class"])
    names: tuple[str, ...] = ("class_type", "class_super", "class_flags", "class_dex", "class_source")
    a |= {name: _ids(items) for name in names}
    a["class_item"] = np.empty(items, np.int64)
    a["type_class"] = _none(len(a["type_string"]))
    a["interface_offset"] = np.zeros(items + 1, np.uint32)
    a["interface_types"] = _ids(int(a["work"][:, 1].sum()))
    count, interfaces = classes.read_classes(a)
    _cut(a, (*names, "class_item"), count)
    _cut(a, ("interface_offset",), count + 1)
    _cut(a, ("interface_types",), interfaces)

    names = ("def_method", "def_class", "def_flags", "def_dex", "def_code")
    a |= {name: _ids(methods) for name in names}
    a["method_def"], a["class_def_offset"] = _none(methods), _ids(count + 1)
    _cut(a, names, classes.read_definitions(a))


def _read_values(a: Arrays, tables: npt.NDArray[np.int64], limit: int) -> None:
    """Read initial values, annotations and call sites, the last two up to `limit` rows each."""
    fields = len(a["field_map"])
    a |= {
        "static_value_field": _ids(fields),
        "static_value": _ids(fields),
        "static_value_kind": np.empty(fields, np.uint8),
    }
    _cut(a, ("static_value_field", "static_value", "static_value_kind"), values.read_static_values(a))
    of_class, of_method = _ANNOTATIONS
    a |= {name: _ids(limit) for name in (*of_class, *of_method)}
    class_rows, method_rows = values.read_annotations(a)
    _cut(a, of_class, class_rows)
    _cut(a, of_method, method_rows)
    a["call_site_offset"] = _offsets(tables[:, _CALL_SITES])
    a["call_site_start"] = np.zeros(int(a["call_site_offset"][-1]) + 1, np.int64)
    a["call_site_method"], a["call_site_op"] = _ids(limit), np.empty(limit, np.uint8)
    _cut(a, ("call_site_method", "call_site_op"), values.read_call_sites(a))


def _sweep(a: Arrays) -> None:
    """Read all code; an output that is full grows to twice its rows."""
    spare = int(a["work"][:, 5].sum()) + 1024
    outputs: list[list[npt.NDArray[Any]]] = []
    for size in _BYTES_PER_ROW:
        rows = len(a["buffer"]) // size + spare
        outputs.append([_ids(rows), _ids(rows), _ids(rows), np.empty(rows, np.uint8)])
    job = sweep.Sweep(a | {"opcode_length": opcodes.LENGTH, "opcode_kind": opcodes.KIND})
    done, counts = 0, (0,) * len(outputs)
    while True:
        done, counts = job.run(done, [(*output, count) for output, count in zip(outputs, counts, strict=True)])
        if done == len(a["def_method"]):
            break
        for output, count in zip(outputs, counts, strict=True):
            if len(output[0]) - count < job.needed:
                output[:] = [np.concatenate([array[:count], np.empty(count + job.needed, array.dtype)]) for array in output]
    for names, output, count in zip(_REFERENCES, outputs, counts, strict=True):
        a |= {name: array[:count] for name, array in zip(names, output, strict=False)}
    a["stats"] = {"instructions": job.instructions, "code_bytes": job.code_bytes}


def _problems(a: Arrays) -> list[tuple[str, str, str]]:
    found = []
    log = a["log"]
    for dex, code in np.argwhere(log[:, :, 0]).tolist():
        count = int(log[dex, code, 0])
        places = ", ".join(str(place) for place in log[dex, code, 1 : 1 + min(count, _PLACES)].tolist())
        found.append((a["dex_names"][dex], CODES[code], f"{count}: {places}{', …' if count > _PLACES else ''}"))
    return found


def _stats(a: Arrays) -> dict[str, int]:
    sizes = {name: len(a[column]) for name, column in _COUNTED.items()}
    return {**a["stats"]} | sizes | {"bad_items": int(a["log"][:, :, 0].sum())}
