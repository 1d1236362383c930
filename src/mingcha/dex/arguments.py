"""The values of the arguments at call sites, through the methods, fields and callers they come from.

`registers` follows one method at a time; this module joins its answers: constant fields, methods that return a constant or what they
are given, parameters that all callers fill, framework constants, resources, and library calls (`known_calls`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from mingcha.dex import framework
from mingcha.dex.constants import (
    HOLE,
    NULL,
    STRING,
    UNKNOWN,
    Kind,
    Value,
    array,
    choice,
    class_value,
    element,
    joined,
    made,
    number,
    part_of,
    text,
    typed,
)
from mingcha.dex.framework_fields import framework_constants
from mingcha.dex.known_calls import CLASS, FILE, INSTANCE_MODELS, STATIC_MODELS, URI, Descriptors, Model, Values, rendered
from mingcha.dex.nodes import KINDS
from mingcha.dex.origins import STATIC, Origins
from mingcha.dex.program import NONE, Ids, Program
from mingcha.dex.registers import Registers
from mingcha.dex.roles import COLLECTIONS, roles

if TYPE_CHECKING:
    from collections.abc import Callable

BUDGET = 40_000_000  # steps of `registers`; a second or two
MAX_DEPTH = 4  # methods, fields and callers between a call site and a constant
MAX_NESTING = 24  # calls inside the arguments of calls
MAX_COMBINATIONS = 8
MAX_WORK = 400_000  # values that are worked out; a real package of 100 MB needs about 20,000

# Types whose values are looked for beyond the method at hand, beside arrays: of others nothing worth knowing is constant.
_FOLLOWED = {*"BSIJCZ", STRING, URI, FILE, CLASS, "Ljava/lang/CharSequence;", "Ljava/lang/Integer;", "Ljava/lang/Long;"}
_FOLLOWED |= {"Ljava/lang/reflect/Method;", "Ljava/lang/StringBuilder;", "Landroid/net/Uri$Builder;", *COLLECTIONS}
_STATIC_OPS = (0x71, 0x77)
_FIRST_RESOURCE = 0x01000000
_APP_ID_CALL = f"->getPackageName(){STRING}"
_RESOURCE_CALLS = (f"->getString(I){STRING}", "->getText(I)Ljava/lang/CharSequence;")
_INT, _WIDE, _STRING, _CLASS = KINDS["INT"], KINDS["WIDE"], KINDS["STRING"], KINDS["CLASS"]
_INSTANCE, _FIELD, _PARAMETER, _CALL = KINDS["INSTANCE"], KINDS["FIELD"], KINDS["PARAMETER"], KINDS["CALL"]
_EMPTY, _JOINED, _CHAR, _FLAG = KINDS["EMPTY"], KINDS["JOINED"], KINDS["CHAR"], KINDS["FLAG"]
_ARRAY, _STORE, _EITHER, _ELEMENT, _LISTED = KINDS["ARRAY"], KINDS["STORE"], KINDS["EITHER"], KINDS["ELEMENT"], KINDS["LISTED"]

# Nodes that come from outside the method.
_OUTSIDE = (_FIELD, _PARAMETER, _CALL)
_OBJECT = "Ljava/lang/Object;"


def _is_followed(descriptor: str) -> bool:
    return descriptor in _FOLLOWED or descriptor.startswith("[")


@dataclass(frozen=True, slots=True)
class Frame:
    """The call that a method is looked at for: the values of its parameters, in the frame of the caller."""

    definition: int
    nodes: tuple[int, ...]
    caller: Frame | None
    depth: int
    values: dict[tuple[int, int], Value] = field(default_factory=dict)


class Resolver:
    """Resolves arguments of one program; everything that was found out once is kept."""

    def __init__(
        self, program: Program, *, texts: Callable[[int], str | None] | None = None, app_id: str | None = None, budget: int = BUDGET
    ) -> None:
        """Take a program, a function that gives the text of a string resource, and what the app's getPackageName returns."""
        init = program.find_string("<init>")
        self.program = program
        self.registers = Registers(program, roles(program), NONE if init is None else init, budget)
        self._texts = texts
        self._own_name: Model | None = None if app_id is None else lambda *_: text(app_id)
        self.origins = Origins(program)
        self._nodes = self.registers.nodes
        self._values: dict[tuple[int, int], Value] = {}
        self._fields: dict[tuple[int, int], Value] = {}
        self._descriptors: dict[tuple[int, bool], tuple[str, ...]] = {}
        self._models: dict[tuple[int, bool], Model | None] = {}
        self._type_names: dict[int, str] = {}
        self._nesting = 0
        self._work_left = MAX_WORK

    def arguments(self, row: int) -> tuple[Value, ...]:
        """Return the values at a call row: the receiver of an instance method, then one per declared parameter."""
        descriptors = self.descriptors(row)
        nodes = self._arguments(row)
        if nodes is None:
            return (UNKNOWN,) * len(descriptors)
        return tuple(self._argument(n, d) for n, d in zip(nodes, descriptors, strict=True))

    def argument(self, row: int, place: int) -> Value:
        """Return one of `arguments`, without the work for the others; UNKNOWN for a place that the call does not have."""
        nodes = self._arguments(row)
        return UNKNOWN if nodes is None or place >= len(nodes) else self._argument(nodes[place], self.descriptors(row)[place])

    def _argument(self, node: int, descriptor: str) -> Value:
        if node == 0:
            return UNKNOWN
        if self._nodes.get(node)[0] in _OUTSIDE and descriptor != _OBJECT and not _is_followed(descriptor):
            return UNKNOWN
        return typed(self._value(node, None, MAX_DEPTH), descriptor)

    @property
    def is_limited(self) -> bool:
        """Tell whether the work budget was used up, so that values may be unknown that could be known."""
        return self._work_left <= 0 or self.registers.budget <= 0

    def receiver_type(self, row: int) -> str | None:
        """Return the exact class of the receiver at a call row when the calling method made the object itself."""
        nodes = self._arguments(row)
        if not nodes or self.program.cells.call_op[row] in _STATIC_OPS:
            return None
        kind, type_, _, _ = self._nodes.get(nodes[0])
        return self._type_name(type_) if kind == _INSTANCE else None

    def descriptors(self, row: int) -> tuple[str, ...]:
        """Return the types that `arguments` goes by: the receiver's class as the call names it, then the parameters' types."""
        callee, static = self.program.cells.call_callee[row], self.program.cells.call_op[row] in _STATIC_OPS
        known = self._descriptors.get((callee, static))
        if known is None:
            program = self.program
            proto = program.cells.method_proto[callee]
            start, stop = program.cells.proto_offset[proto] + 1, program.cells.proto_offset[proto + 1]
            types = [] if static else [program.cells.method_class[callee]]
            types += program.proto_types[start:stop].tolist()
            known = self._descriptors[callee, static] = tuple(program.type_name(t) for t in types)
        return known

    def _arguments(self, row: int) -> tuple[int, ...] | None:
        self.registers.analyse(self.program.cells.method_def[self.program.cells.call_caller[row]])
        return self.registers.arguments(row)

    def _type_name(self, type_: int) -> str:
        known = self._type_names.get(type_)
        if known is None:
            known = self._type_names[type_] = self.program.type_name(type_)
        return known

    # One node

    def _value(self, node: int, frame: Frame | None, depth: int) -> Value:
        """Return what a node means in a method called from `frame` (None: from anywhere), with `depth` steps outside left."""
        values = self._values if frame is None else frame.values
        known = values.get((node, depth))
        if known is None and self._work_left > 0:
            self._work_left -= 1
            known = values[node, depth] = self._find_value(node, frame, depth)
        return UNKNOWN if known is None else known

    def _find_value(self, node: int, frame: Frame | None, depth: int) -> Value:
        kind, a, b, _ = self._nodes.get(node)
        if kind == _CALL:
            return self._nested(a, frame, depth)
        if kind == _FIELD:
            return self._field(a, depth)
        if kind == _PARAMETER:
            return self._parameter(a, b, frame, depth)
        if kind == _INSTANCE:
            return self._instance(self._type_name(a), b, frame, depth)
        if kind in (_JOINED, _EMPTY):
            return self._joined(node, frame, depth)
        return self._constant(kind, a, b) if kind not in (_EITHER, _ELEMENT) else self._choice(kind, a, b, frame, depth)

    def _choice(self, kind: int, a: int, b: int, frame: Frame | None, depth: int) -> Value:
        first, second = self._value(a, frame, depth), self._value(b, frame, depth)
        return choice([first, second]) if kind == _EITHER else element(first, second.number)

    def _constant(self, kind: int, a: int, b: int) -> Value:
        if kind == _STRING:
            return text(self.program.text(a))
        if kind == _INT:
            return number(a - ((a & 0x80000000) << 1))
        if kind == _WIDE:
            wide = a | b << 32
            return number(wide - ((wide >> 63) << 64))
        return class_value(self._type_name(a)) if kind == _CLASS else UNKNOWN

    def _joined(self, node: int, frame: Frame | None, depth: int, carrier: str = STRING) -> Value:
        """Return the text of a string builder."""
        parts = []
        kind, a, b, _ = self._nodes.get(node)
        while kind == _JOINED:
            parts.append(b)
            node = a
            kind, a, b, _ = self._nodes.get(node)
        words = [self._part(part, frame, depth) for part in reversed(parts)]
        return joined(words if kind == _EMPTY else [(HOLE, False), *words], carrier=carrier)

    def _part(self, node: int, frame: Frame | None, depth: int) -> tuple[str, bool]:
        kind, a, _, _ = self._nodes.get(node)
        if kind in (_CHAR, _FLAG):
            value = self._value(a, frame, depth)
            return rendered(value, "C" if kind == _CHAR else "Z") if value.kind is Kind.NUMBER else (HOLE, False)
        return part_of(self._value(node, frame, depth))

    def _instance(self, type_: str, content: int, frame: Frame | None, depth: int) -> Value:
        """Return an object that the method made itself."""
        kind, row, _, _ = self._nodes.get(content)
        if kind in (_JOINED, _EMPTY):
            return self._joined(content, frame, depth, type_)
        if kind in (_ARRAY, _STORE):
            return self._elements(type_, content, frame, depth)
        if kind == _LISTED:
            return array(type_, () if row == _EMPTY else self._value(row, frame, depth).alternatives(), complete=False)
        if kind != _CALL or self.origins.is_defined(self.program.cells.method_class[self.program.cells.call_callee[row]]):
            return made(type_, (), complete=False)
        value = self._nested(row, frame, depth)
        if value.kind is not Kind.UNKNOWN:
            return value
        nodes = self.registers.arguments(row) or ()
        given = (typed(self._value(n, frame, depth), d) for n, d in zip(nodes[1:], self.descriptors(row)[1:], strict=False))
        return made(type_, given)

    def _elements(self, type_: str, content: int, frame: Frame | None, depth: int) -> Value:
        stored: dict[int, int] = {}
        kind, a, b, c = self._nodes.get(content)
        while kind == _STORE:
            stored.setdefault(b, c)
            kind, a, b, c = self._nodes.get(a)
        empty = NULL if type_[1:2] in ("L", "[") else number(0)
        items = (typed(self._value(stored[i], frame, depth), type_[1:]) if i in stored else empty for i in range(a))
        return array(type_, items)

    # Calls

    def _nested(self, row: int, frame: Frame | None, depth: int) -> Value:
        if self._nesting >= MAX_NESTING:
            return UNKNOWN
        self._nesting += 1
        try:
            return self._call(row, frame, depth)
        finally:
            self._nesting -= 1

    def _call(self, row: int, frame: Frame | None, depth: int) -> Value:
        """Return the result of a call; of a constructor call, the object."""
        nodes = self.registers.arguments(row)
        if nodes is None:
            return UNKNOWN
        callee, static = self.program.cells.call_callee[row], self.program.cells.call_op[row] in _STATIC_OPS
        if (callee, static) not in self._models:
            self._models[callee, static] = self._model(callee, STATIC_MODELS if static else INSTANCE_MODELS)
        model = self._models[callee, static]
        if model is not None:
            return self._apply(model, nodes, self.descriptors(row), frame, depth)
        result_type = int(self.program.proto_types[self.program.cells.proto_offset[self.program.cells.method_proto[callee]]])
        if depth <= 0 or not _is_followed(self._type_name(result_type)):
            return UNKNOWN
        if not self.origins.is_defined(self.program.cells.method_class[callee]):
            return UNKNOWN
        exact = None
        if not static:
            receiver = self._value(nodes[0], frame, depth)
            exact = receiver.type if receiver.kind is Kind.OBJECT else None
        target = self.origins.target(row, exact)
        if target is None or not self.registers.analyse(target):
            return UNKNOWN
        result = self._value(self.registers.returned_value(target), Frame(target, nodes, frame, depth), depth - 1)
        return typed(result, self._type_name(result_type))

    def _model(self, callee: int, models: dict[str, Model]) -> Model | None:
        """Return the model of a method that the package does not define."""
        program = self.program
        if program.cells.method_def[callee] != NONE:
            return None
        signature = program.signature(callee)
        if signature.endswith(_APP_ID_CALL) and self._own_name and self._is_context(program.cells.method_class[callee]):
            return self._own_name
        if self._texts is not None and models is INSTANCE_MODELS and signature.endswith(_RESOURCE_CALLS):
            return self._resource
        return models.get(signature[: signature.find(")") + 1])

    def _is_context(self, type_: int) -> bool:
        above = (self.program.type_name(each) for each in self.origins.ancestors(type_))
        return any(framework.load().is_a(each, "Landroid/content/Context;") for each in above)

    def _resource(self, values: Values, _: Descriptors) -> Value:
        """Return the text of getString(id) of a Context, Resources or Fragment."""
        id_ = values[-1].number
        words = self._texts(id_) if self._texts is not None and id_ is not None and id_ >= _FIRST_RESOURCE else None
        return UNKNOWN if words is None else text(words)

    def _apply(self, model: Model, nodes: tuple[int, ...], descriptors: tuple[str, ...], frame: Frame | None, depth: int) -> Value:
        """Run a model on each combination of what its arguments may be."""
        values = [typed(self._value(n, frame, depth), d) for n, d in zip(nodes, descriptors, strict=True)]
        if all(v.kind is not Kind.CHOICE for v in values):
            return model(values, descriptors)
        if prod(len(v.alternatives()) for v in values) > MAX_COMBINATIONS:
            return UNKNOWN
        results = [model(each, descriptors) for each in product(*(v.alternatives() for v in values))]
        return choice(results, complete=all(v.complete for v in values if v.kind is Kind.CHOICE))

    # Parameters and fields

    def _parameter(self, definition: int, index: int, frame: Frame | None, depth: int) -> Value:
        if frame is not None and frame.definition == definition:
            return self._value(frame.nodes[index], frame.caller, frame.depth) if index < len(frame.nodes) else UNKNOWN
        place = index - (0 if int(self.program.def_flags[definition]) & STATIC else 1)
        if depth <= 0 or place < 0 or not _is_followed(self._type_name(self.origins.parameter_type(definition, place))):
            return UNKNOWN
        rows = self.origins.callers(definition)
        if not rows:
            return UNKNOWN
        values = []
        for row in rows:
            nodes = self._arguments(row)
            if nodes is None or index >= len(nodes):
                values.append(UNKNOWN)
            else:
                values.append(typed(self._value(nodes[index], None, depth - 1), self.descriptors(row)[index]))
        return choice(values)

    def _field(self, field: int, depth: int) -> Value:
        known = self._fields.get((field, depth))
        if known is None:
            known = self._fields[field, depth] = self._find_field(field, depth)
        return known

    def _find_field(self, field: int, depth: int) -> Value:
        program = self.program
        owner, descriptor = program.cells.field_class[field], program.type_name(int(program.field_type[field]))
        words = self._framework_text(field, owner, descriptor)
        if words is not None:
            return text(words, carrier=descriptor)
        if not _is_followed(descriptor) or not self.origins.is_defined(owner):
            return UNKNOWN
        initial, rows = self.origins.initial(field), self.origins.writes(field)
        if rows is None or (rows and depth <= 0):
            return UNKNOWN
        values = [] if initial is None else [self._initial(*initial)]
        values += [self._written(row, descriptor, depth) for row in rows]
        if not values:
            return UNKNOWN
        if not descriptor.startswith(("L", "[")) and initial is None and not self.origins.always_written(rows, owner):
            values.append(number(0))
        is_static = initial is not None or program.cells.field_ref_op[rows[0]] >= 0x67  # noqa: PLR2004 - sput
        # Objects of the class can also be filled by reflection, as JSON libraries do.
        return choice((typed(v, descriptor) for v in values), complete=is_static)

    def _framework_text(self, field: int, owner: int, descriptor: str) -> str | None:
        """Return the framework constant that a field reference means, also when a subclass names it."""
        if descriptor not in (STRING, URI):
            return None
        program, name = self.program, self.program.text(self.program.cells.field_name[field])
        for type_ in sorted(self.origins.ancestors(owner)):
            if not self.origins.is_defined(type_):
                words = framework_constants().get(f"{program.type_name(type_)}->{name}:{descriptor}")
                if words is not None:
                    return words
        return None

    def _initial(self, kind: int, value: int) -> Value:
        if kind == 1:
            return text(self.program.text(value))
        return number(value - ((value & 0x80000000) << 1))

    def _written(self, row: int, descriptor: str, depth: int) -> Value:
        definition = self.program.cells.method_def[self.program.cells.field_ref_method[row]]
        if not self.registers.analyse(definition):
            return UNKNOWN
        return typed(self._value(self.registers.stored_value(row), None, depth - 1), descriptor)


def resolve_arguments(
    program: Program,
    sites: Ids,
    *,
    texts: Callable[[int], str | None] | None = None,
    app_id: str | None = None,
    budget: int = BUDGET,
) -> list[tuple[Value, ...]]:
    """Return the argument values of each call row in `sites` (indices into the call arrays), in their order.

    A tuple holds the receiver of an instance call, then one value per declared parameter (a long or double is one). `texts` gives the
    text of a string resource by its id, `app_id` is the app's package name. What is not certain is UNKNOWN, incomplete, or a choice.
    """
    resolver = Resolver(program, texts=texts, app_id=app_id, budget=budget)
    return [resolver.arguments(row) for row in sites.tolist()]
