"""Turns a Program into the texts of the oracle's tables, so that the two can be compared."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from mingcha.dex.oracle import Klass, Tables
from mingcha.dex.problems import CODES
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from mingcha.dex.program import Program


def flatten(p: Program) -> Tables:
    """Return the program as the oracle would tell it."""
    strings = [p.text(s) for s in range(len(p.string_offset))]
    types = [strings[s] for s in p.type_string.tolist()]
    bounds = pairwise(p.proto_offset.tolist())
    protos = [tuple(types[t] for t in p.proto_types[a:b].tolist()) for a, b in bounds]
    fields = [
        (types[c], strings[n], types[t])
        for c, n, t in zip(p.field_class.tolist(), p.field_name.tolist(), p.field_type.tolist(), strict=True)
    ]
    methods = [
        (types[c], strings[n], protos[t])
        for c, n, t in zip(p.method_class.tolist(), p.method_name.tolist(), p.method_proto.tolist(), strict=True)
    ]
    tables = Tables(set(strings), set(types), set(fields), set(methods))
    interfaces = [tuple(types[t] for t in p.interface_types[a:b]) for a, b in pairwise(p.interface_offset.tolist())]
    for c, type_ in enumerate(p.class_type.tolist()):
        parent, source = int(p.class_super[c]), int(p.class_source[c])
        tables.classes[types[type_]] = Klass(
            None if parent == NONE else types[parent],
            interfaces[c],
            int(p.class_flags[c]),
            None if source == NONE else strings[source],
            p.dex_names[p.class_dex[c]],
        )
    for m, flags, code in zip(p.def_method.tolist(), p.def_flags.tolist(), p.def_code.tolist(), strict=True):
        tables.definitions[methods[m]] = (flags, code)
    values = zip(p.static_value_field.tolist(), p.static_value_kind.tolist(), p.static_value.tolist(), strict=True)
    tables.static_values = [(fields[f], strings[v] if kind else v) for f, kind, v in values]
    pairs = zip(p.class_annotation_class.tolist(), p.class_annotation_type.tolist(), strict=True)
    tables.class_annotations = Counter((types[p.class_type[c]], types[t]) for c, t in pairs)
    pairs = zip(p.method_annotation_method.tolist(), p.method_annotation_type.tolist(), strict=True)
    tables.method_annotations = Counter((methods[m], types[t]) for m, t in pairs)
    tables.calls = rows(p.call_caller, methods, p.call_callee, methods, p.call_pc, p.call_op)
    tables.constants = rows(p.const_method, methods, p.const_string, strings, p.const_pc)
    tables.field_refs = rows(p.field_ref_method, methods, p.field_ref_field, fields, p.field_ref_pc, p.field_ref_op)
    tables.type_refs = rows(p.type_ref_method, methods, p.type_ref_type, types, p.type_ref_pc, p.type_ref_op)
    numbers = zip(p.resource_ref_method.tolist(), p.resource_ref_id.tolist(), p.resource_ref_pc.tolist(), strict=True)
    tables.resources = [(methods[m], number, pc) for m, number, pc in numbers]
    tables.malformed = Counter()
    for _, code, detail in p.problems:
        if code in CODES:
            tables.malformed[code] += int(detail.partition(":")[0])
    return tables


def rows(subjects, methods, objects, names, *more) -> list[tuple]:
    """Return references with ids replaced by what they stand for."""
    columns = zip(subjects.tolist(), objects.tolist(), *(array.tolist() for array in more), strict=True)
    return [(methods[s], names[o], *rest) for s, o, *rest in columns]


def budget_hit(p: Program) -> bool:
    """Tell whether a work budget cut the program, which the oracle does not know."""
    return any(code.endswith("-budget") for _, code, _ in p.problems)
