"""Classes that a method brings to life by naming them: components, what it inflates from resources, what reflection makes.

Rows are grouped by the method, with the pc of the name, so that a consent gate before it counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex.columns import index
from mingcha.dex.program import NONE, Bytes, Ids, Program

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    # By resource id: the class names, dotted, that come to life with it, and on the user's way from there.
    Inflate = Callable[[int], tuple[Collection[str], Collection[str]]]

# How a class comes to life: as a component that something starts, where it is named, or on the user's way from there.
STARTED, MADE, LATER = range(3)

_CONST_CLASS, _NEW_INSTANCE, _SGET = 0x1C, 0x22, 0x60
_ABSTRACT = 0x600  # interface, abstract
_APP_RESOURCES = 0x7F


class Mentions(NamedTuple):
    """Classes that methods name: rows `offset[m]` to `offset[m + 1]` are those of method m."""

    offset: Ids
    class_: Ids
    how: Bytes
    pc: Ids


def by_method(program: Program, methods: Ids, values: Ids, pcs: Ids) -> tuple[Ids, Ids, Ids]:
    """Return the offset by method of values and their pcs, and both in that order."""
    offset, rows = index(methods, len(program.method_class))
    return offset, values[rows], pcs[rows]


def find(program: Program, component: Bytes, kinds: Mapping[str, int], inflate: Inflate | None) -> Mentions:
    """Return all mentions; `component` marks classes that are components, `kinds` are their descriptors."""
    columns = [*_components(program, component, kinds), _constants(program, component)]
    columns += _inflated(program, inflate) if inflate else ()
    methods, classes, how, pcs = (np.concatenate(each).astype(np.uint32) for each in zip(*columns, strict=True))
    offset, rows, pcs = by_method(program, methods, np.arange(len(methods), dtype=np.uint32), pcs)
    return Mentions(offset, classes[rows], how[rows].astype(np.uint8), pcs)


def _components(program: Program, component: Bytes, kinds: Mapping[str, int]) -> tuple[tuple[Ids, Ids, Bytes, Ids], ...]:
    """Return component classes named as a class constant, then those named as a string."""
    by_class = program.type_class[program.type_ref_type]
    known = (program.type_ref_op == _CONST_CLASS) & (by_class != NONE)
    known[known] = component[by_class[known]] > 0
    strings = np.full(len(program.string_offset), NONE, np.uint32)
    for descriptor in kinds:
        string = program.find_string(descriptor[1:-1].replace("/", "."))
        type_ = program.find_type(descriptor)
        if string is not None and type_ is not None:
            strings[string] = program.type_class[type_]
    said = strings[program.const_string] != NONE
    return (
        (program.type_ref_method[known], by_class[known], _how(STARTED, int(np.count_nonzero(known))), program.type_ref_pc[known]),
        (
            program.const_method[said],
            strings[program.const_string[said]],
            _how(STARTED, int(np.count_nonzero(said))),
            program.const_pc[said],
        ),
    )


def _constants(program: Program, component: Bytes) -> tuple[Ids, Ids, Bytes, Ids]:
    """Return classes that are handed over as constants and that no code makes: view models, workers, plug-ins.

    Whoever is given the constant makes the object by reflection, in ways that need not be followed.
    """
    named = program.type_ref_op == _CONST_CLASS
    by_class = program.type_class[program.type_ref_type]
    made = np.zeros(len(program.class_type) + 1, bool)  # the last one is for classes that the package lacks
    made[by_class[program.type_ref_op == _NEW_INSTANCE].clip(max=len(program.class_type))] = True
    made[:-1] |= (program.class_flags & _ABSTRACT != 0) | (component > 0)
    made[-1] = True
    named &= ~made[by_class.clip(max=len(program.class_type))]
    return program.type_ref_method[named], by_class[named], _how(MADE, int(np.count_nonzero(named))), program.type_ref_pc[named]


def _how(kind: int, count: int) -> Bytes:
    return np.full(count, kind, np.uint8)


def _inflated(program: Program, inflate: Inflate) -> tuple[tuple[Ids, Ids, Bytes, Ids], ...]:
    """Return the classes of the resources whose ids methods name.

    A static initialiser that names resources fills a table (such as that of data binding); nothing is inflated there.
    """
    methods, resources, pcs = _resource_names(program)
    clinit = program.find_string("<clinit>")
    if clinit is not None:
        counts = program.method_name[methods] != clinit
        methods, resources, pcs = methods[counts], resources[counts], pcs[counts]
    ids, place = np.unique(resources, return_inverse=True)
    found = [inflate(resource) for resource in ids.tolist()]
    parts = []
    for how, names in ((MADE, [now for now, _ in found]), (LATER, [later for _, later in found])):
        classes = [_defined(program, each) for each in names]
        count = np.array([len(each) for each in classes], np.int64)
        start = np.cumsum(count) - count
        flat = np.array([c for each in classes for c in each], np.uint32)
        rows = np.repeat(np.arange(len(methods)), count[place])
        within = np.arange(len(rows)) - np.repeat(np.cumsum(count[place]) - count[place], count[place])
        parts.append((methods[rows], flat[start[place][rows] + within], _how(how, len(rows)), pcs[rows]))
    return tuple(parts)


def _defined(program: Program, names: Collection[str]) -> list[int]:
    """Return the classes of the package among some names, in order."""
    types = (program.find_type("L" + name.replace(".", "/") + ";") for name in sorted(names))
    classes = (int(program.type_class[type_]) for type_ in types if type_ is not None)
    return [class_ for class_ in classes if class_ != NONE]


def _resource_names(program: Program) -> tuple[Ids, Ids, Ids]:
    """Return (method, resource id, pc) of ids written as numbers, and of those read from the fields of an R class."""
    held = (program.static_value_kind == 0) & (program.static_value >> 24 == _APP_RESOURCES)
    values = np.zeros(len(program.field_class), np.uint32)
    values[program.static_value_field[held]] = program.static_value[held]
    read = (program.field_ref_op == _SGET) & (values[program.field_ref_field] != 0)
    return (
        np.concatenate([program.resource_ref_method, program.field_ref_method[read]]),
        np.concatenate([program.resource_ref_id, values[program.field_ref_field[read]]]),
        np.concatenate([program.resource_ref_pc, program.field_ref_pc[read]]),
    )
