"""The call graph of a program: references resolved up, dispatched down, and what the framework calls back.

`build` makes it once per package; `reach` walks it from any roots. The kernels are in `walk.pyx`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex import callbacks, framework, mentions, walk
from mingcha.dex.columns import among, distinct, expand, group, runs
from mingcha.dex.mentions import by_method
from mingcha.dex.program import NONE, Bytes, Ids, Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mingcha.dex.mentions import Inflate

# Bits of Graph.component: what a class is in the manifest.
ACTIVITY, SERVICE, RECEIVER, PROVIDER = 1, 2, 4, 8

_STARTERS = {
    "startActivity": ACTIVITY,
    "startActivityForResult": ACTIVITY,
    "startActivityIfNeeded": ACTIVITY,
    "startActivities": ACTIVITY,
    "startService": SERVICE,
    "startForegroundService": SERVICE,
    "bindService": SERVICE,
    "enqueueWork": SERVICE,
    "sendBroadcast": RECEIVER,
    "sendOrderedBroadcast": RECEIVER,
}
_OBJECT = "Ljava/lang/Object;"
# What a layout's android:onClick names: a public method of the screen that takes the view.
_RECEIVER = "Landroid/content/BroadcastReceiver;"
_ACTIVITY, _CLICKED = "Landroid/app/Activity;", "(Landroid/view/View;)V"
_VIRTUAL_OPS = (0x6E, 0x72, 0x74, 0x78)
_NEW_INSTANCE = 0x22
_STATIC_FIELD_OPS = (0x60, 0x6D)
_REFLECTIVE = {"forName", "loadClass", "getMethod", "getDeclaredMethod", "newInstance", "getConstructor"}
_REFLECTIVE_OWNERS = ("Ljava/lang/Class;", "Ljava/lang/ClassLoader;", "Ljava/lang/reflect/Constructor;")

FRAMEWORK_ONLY = 0x10000  # as walk.pyx has it

# Types looked at above one class; a cyclic or endless hierarchy ends there.
MAX_ANCESTORS = 512
# Work budget of the dispatch: pairs of (reference, target); a real 100 MB app has about 110,000.
MAX_TARGETS = 6_000_000
# A selector with more definitions is left out for receivers that cover half of all classes (Object.toString …).
WIDE_SELECTOR = 2_000
# Constant strings looked at in one method with reflective calls.
MAX_NAMES = 256


class Span(NamedTuple):
    """Rows of one kind: where those of a method begin and end, the pc of each, and which stand behind a consent gate."""

    start: Ids
    end: Ids
    pc: Ids
    guarded: Bytes


@dataclass(slots=True, eq=False)
class Graph:
    """What `walk.Reach` walks; arrays by method, class, type or string id of the program, as named."""

    program: Program
    resolved: Ids  # by method reference: nearest definition up, or itself
    target_offset: Ids  # targets of a reference: its definition and the overriding ones
    targets: Ids
    call_start: Ids  # rows of the program's call arrays, by method
    call_end: Ids
    new_start: Ids
    new_end: Ids
    new_type: Ids
    new_pc: Ids
    field_start: Ids
    field_end: Ids
    field_class: Ids
    field_pc: Ids
    name_start: Ids  # classes that a method brings to life by naming them, as `mentions` has them
    name_end: Ids
    name_class: Ids
    name_how: Bytes
    name_pc: Ids
    reflect_offset: Ids
    reflect_target: Ids
    reflect_pc: Ids  # of the string that names the target's class
    trigger_of: Ids
    starter: Bytes
    component: Bytes
    clinit_name: int
    init_name: int
    object_type: int
    receiving: int  # trigger group of broadcast receivers
    complete: bool  # False when the dispatch budget was hit
    guarded_calls: Bytes  # rows behind a consent gate, as `gates` marks them
    guarded_news: Bytes
    guarded_fields: Bytes
    guarded_names: Bytes
    guarded_reflections: Bytes
    lines: dict[int, tuple[str, ...]] = field(default_factory=dict)  # the ancestors of a type, once asked for

    @property
    def is_guarded(self) -> bool:
        """Whether anything stands behind a consent gate."""
        marks = (self.guarded_calls, self.guarded_news, self.guarded_fields, self.guarded_names, self.guarded_reflections)
        return any(bool(each.any()) for each in marks)

    def spans(self) -> tuple[Span, ...]:
        """Return the rows of what a method does, of each kind, in the order of `walk.Reach.close`."""
        return (
            Span(self.call_start, self.call_end, self.program.call_pc, self.guarded_calls),
            Span(self.new_start, self.new_end, self.new_pc, self.guarded_news),
            Span(self.field_start, self.field_end, self.field_pc, self.guarded_fields),
            Span(self.name_start, self.name_end, self.name_pc, self.guarded_names),
            Span(self.reflect_offset[:-1], self.reflect_offset[1:], self.reflect_pc, self.guarded_reflections),
        )

    def ancestors(self, type_: int) -> tuple[str, ...]:
        """Return descriptors of a type's superclasses and interfaces, itself first, through package and framework."""
        known = self.lines.get(type_)
        if known is None:
            known = self.lines[type_] = _ancestors(self.program, type_)
        return known

    def classify(self, type_: int, method: int) -> int:
        """Return what an external type makes of a method of a class below it: 0 when it declares none such.

        Else kind bit | trigger group << 8 | FRAMEWORK_ONLY. Of a type that the framework table does not know, every
        method counts: the package lacks its code.
        """
        program, sdk, table = self.program, framework.load(), callbacks.load()
        name = program.text(program.cells.method_name[method])
        owner = program.type_name(type_)
        ancestors = sdk.ancestors(owner) if owner in sdk else ()
        if ancestors:
            is_named = name in sdk.callable_names(owner)
            if not is_named and _ACTIVITY not in ancestors:
                return 0
            descriptor = program.proto_name(program.cells.method_proto[method])
            if _ACTIVITY in ancestors and descriptor == _CLICKED:
                return callbacks.KINDS["ui"]
            if not is_named:
                return 0
            declared = (sdk.declares(each, name, descriptor) for each in ancestors if each != _OBJECT)
            if not any(declared):
                return 0
        kind, trigger = table.classify(ancestors, name)
        return kind and kind | trigger << 8 | (FRAMEWORK_ONLY if name.startswith("on") else 0)


def _ancestors(program: Program, type_: int) -> tuple[str, ...]:
    """Walk supers and interfaces, at most MAX_ANCESTORS of them."""
    found: dict[str, None] = {}
    sdk = framework.load()
    queue = [type_]
    for each in queue:
        name = program.type_name(each)
        if name in found or len(found) > MAX_ANCESTORS:
            continue
        defined = program.cells.type_class[each]
        if defined == NONE:
            for above in sdk.ancestors(name):
                found[above] = None
            continue
        found[name] = None
        if program.cells.class_super[defined] != NONE:
            queue.append(program.cells.class_super[defined])
        start, end = program.cells.interface_offset[defined], program.cells.interface_offset[defined + 1]
        queue.extend(program.interface_types[start:end].tolist())
    return tuple(found)


def _children(program: Program) -> tuple[Ids, Ids]:
    """Return the classes right below each type; a framework ancestor counts as right above the class."""
    classes = np.arange(len(program.class_type), dtype=np.uint32)
    has_super = program.class_super != NONE
    parents = [program.class_super[has_super], program.interface_types]
    below = [classes[has_super], np.repeat(classes, np.diff(program.interface_offset))]
    parent, child = np.concatenate(parents), np.concatenate(below)
    external = program.type_class[parent] == NONE
    sdk = framework.load()
    order = np.argsort(parent[external], kind="stable")
    outer, inner = parent[external][order], child[external][order]
    types, first = np.unique(outer, return_index=True)
    more_parents, more_children = [parent], [child]
    for type_, members in zip(types.tolist(), np.split(inner, first[1:]), strict=True) if len(types) else ():
        for name in sdk.ancestors(program.type_name(type_))[1:]:
            above = None if name == _OBJECT else program.find_type(name)
            if above is not None:
                more_parents.append(np.full(len(members), above, np.uint32))
                more_children.append(members)
    return group(
        np.concatenate(more_parents).astype(np.uint32),
        np.concatenate(more_children).astype(np.uint32),
        len(program.type_string),
    )


def _targets(program: Program, resolved: Ids) -> tuple[Ids, Ids, bool]:
    """Return the targets of each method reference as (offset, targets, complete)."""
    methods = len(program.method_class)
    virtual = np.zeros(methods, bool)
    is_virtual = np.zeros(256, bool)
    is_virtual[list(_VIRTUAL_OPS)] = True
    virtual[program.call_callee[is_virtual.take(program.call_op)]] = True
    overridable = np.flatnonzero((program.def_flags & 0x1000A) == 0).astype(np.uint32)
    candidate_offset, candidates = group(program.method_selector[program.def_method[overridable]], overridable, program.selector_count)
    selector = program.method_selector
    has_candidates = candidate_offset[1:] > candidate_offset[:-1]
    refs = np.flatnonzero(virtual & has_candidates.take(selector)).astype(np.uint32)
    refs_offset, refs = group(program.method_class[refs], refs, len(program.type_string))
    child_offset, children = _children(program)
    source, target, complete = walk.dispatch(
        program.method_def,
        selector,
        resolved,
        candidate_offset,
        candidates,
        program.def_class,
        program.def_method,
        program.class_type,
        child_offset,
        children,
        refs_offset,
        refs,
        MAX_TARGETS,
        WIDE_SELECTOR,
    )
    fixed = np.flatnonzero(~virtual & (resolved != np.arange(methods, dtype=np.uint32))).astype(np.uint32)
    offset, targets = group(np.concatenate([source, fixed]), np.concatenate([target, resolved[fixed]]), methods)
    return offset, targets, complete


def _named_refs(program: Program, names: Iterable[str]) -> dict[str, Ids]:
    """Return the method references by each of some names that occur in the program."""
    ids = program.find_strings(sorted(names))
    wanted = np.array(list(ids.values()), np.uint32)
    refs = np.flatnonzero(among(program.method_name, wanted, len(program.string_offset))).astype(np.uint32)
    own = program.method_name[refs]
    return {name: refs[own == i] for name, i in ids.items()}


def _triggers(program: Program, resolved: Ids) -> Ids:
    """Return the trigger groups of each method reference as bits."""
    groups = np.zeros(len(program.method_class), np.uint32)
    table = callbacks.load().triggers
    by_name = _named_refs(program, {name for _, _, name in table})
    lines: dict[int, frozenset[str]] = {}
    for trigger, owner, name in table:
        for ref in by_name.get(name, np.empty(0, np.uint32)).tolist():
            if program.method_def[resolved[ref]] != NONE:
                continue
            type_ = program.cells.method_class[ref]
            if type_ not in lines:
                lines[type_] = frozenset(_ancestors(program, type_))
            if owner in lines[type_]:
                groups[ref] |= 1 << trigger
    return groups


def _reflection(program: Program, const_start: Ids, const_end: Ids) -> tuple[Ids, Ids, Ids]:
    """Return by method the package's methods that it names in constant strings beside reflective calls, and where."""
    by_name = _named_refs(program, _REFLECTIVE)
    owners = {program.find_type(owner) for owner in _REFLECTIVE_OWNERS}
    reflective = [ref for refs in by_name.values() for ref in refs.tolist() if program.cells.method_class[ref] in owners]
    callers = distinct(program.call_caller[program.calls_of(reflective)])
    sources: list[int] = []
    targets: list[int] = []
    places: list[int] = []
    first = const_start[callers]
    counts = np.minimum(const_end[callers] - first, MAX_NAMES)
    rows = expand(first, first + counts)
    named = zip(program.texts(program.const_string[rows]), program.const_pc[rows].tolist(), strict=True)
    for caller, count in zip(callers.tolist(), counts.tolist(), strict=True):
        strings = list(islice(named, count))
        texts = {text for text, _ in strings}
        for text, pc in sorted(strings):
            type_ = program.find_type(f"L{text.replace('.', '/')};") if "." in text else None
            if type_ is None or program.type_class[type_] == NONE:
                continue
            class_ = program.cells.type_class[type_]
            start, end = program.class_def_offset[class_ : class_ + 2]
            for method in program.def_method[start:end].tolist():
                name = program.text(program.cells.method_name[method])
                if name == "<init>" or name in texts:
                    sources.append(caller)
                    targets.append(method)
                    places.append(pc)
    return by_method(program, np.array(sources, np.uint32), np.array(targets, np.uint32), np.array(places, np.uint32))


def _component_bits(program: Program, components: Mapping[str, int]) -> Bytes:
    bits = np.zeros(len(program.class_type), np.uint8)
    for descriptor, kind in components.items():
        type_ = program.find_type(descriptor)
        if type_ is not None and program.type_class[type_] != NONE:
            bits[program.type_class[type_]] |= kind
    return bits


def _resolved(program: Program) -> Ids:
    return walk.resolve(
        program.method_slots,
        program.method_class,
        program.method_name,
        program.method_proto,
        program.method_def,
        program.type_class,
        program.class_super,
        program.interface_offset,
        program.interface_types,
    )


def build(program: Program, components: Mapping[str, int], inflate: Inflate | None = None) -> Graph:
    """Build the graph; `components` maps class descriptors to ACTIVITY …, `inflate` says what comes to life with a resource."""
    methods = len(program.method_class)
    resolved = _resolved(program)
    target_offset, targets, complete = _targets(program, resolved)
    component = _component_bits(program, components)
    defined = program.type_class.take(program.type_ref_type) != NONE
    new = (program.type_ref_op == _NEW_INSTANCE) & defined
    low, high = _STATIC_FIELD_OPS
    static = (program.field_ref_op >= low) & (program.field_ref_op <= high)
    field_class = program.field_class.take(program.field_ref_field)
    static &= program.type_class.take(field_class) != NONE
    starter = np.zeros(methods, np.uint8)
    for name, refs in _named_refs(program, _STARTERS).items():
        starter[refs] = _STARTERS[name]
    named = mentions.find(program, component, components, inflate)
    const_start, const_end = runs(program.const_method, methods)
    reflect_offset, reflect_target, reflect_pc = _reflection(program, const_start, const_end)
    call_start, call_end = runs(program.call_caller, methods)
    new_start, new_end = runs(program.type_ref_method[new], methods)
    field_start, field_end = runs(program.field_ref_method[static], methods)
    object_type = program.find_type(_OBJECT)
    names = {name: program.find_string(name) for name in ("<clinit>", "<init>")}
    return Graph(
        program=program,
        resolved=resolved,
        target_offset=target_offset,
        targets=targets,
        call_start=call_start,
        call_end=call_end,
        new_start=new_start,
        new_end=new_end,
        new_type=program.type_ref_type[new],
        new_pc=program.type_ref_pc[new],
        field_start=field_start,
        field_end=field_end,
        field_class=field_class[static],
        field_pc=program.field_ref_pc[static],
        name_start=named.offset[:-1],
        name_end=named.offset[1:],
        name_class=named.class_,
        name_how=named.how,
        name_pc=named.pc,
        reflect_offset=reflect_offset,
        reflect_target=reflect_target,
        reflect_pc=reflect_pc,
        trigger_of=_triggers(program, resolved),
        starter=starter,
        component=component,
        clinit_name=NONE if names["<clinit>"] is None else names["<clinit>"],
        init_name=NONE if names["<init>"] is None else names["<init>"],
        object_type=NONE if object_type is None else object_type,
        receiving=callbacks.load().classify((_RECEIVER,), "onReceive")[1],
        complete=complete,
        guarded_calls=np.zeros(len(program.call_callee), np.uint8),
        guarded_news=np.zeros(int(np.count_nonzero(new)), np.uint8),
        guarded_fields=np.zeros(int(np.count_nonzero(static)), np.uint8),
        guarded_names=np.zeros(len(named.pc), np.uint8),
        guarded_reflections=np.zeros(len(reflect_pc), np.uint8),
    )
