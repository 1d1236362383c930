"""Kotlin's coroutines as they are compiled: what a suspended call gives later, which body a call runs, and what a flow hands on.

A flow made of another one (`map`) is a class of its own, whose `collect` makes the collector that hands values on to the next.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.first_start import ANY
from mingcha.dex.nodes import KINDS
from mingcha.dex.object_keys import ObjectKeys
from mingcha.dex.program import NONE
from mingcha.dex.stored import method_refs

if TYPE_CHECKING:
    from mingcha.dex.arguments import Resolver
    from mingcha.dex.first_start import Flag
    from mingcha.dex.graph import Graph

_SUSPENDED = ("Lkotlin/coroutines/intrinsics/IntrinsicsKt;", "getCOROUTINE_SUSPENDED")
_BUILDERS = ("Lkotlinx/coroutines/BuildersKt;", ("runBlocking", "runBlocking$default", "withContext"))
_BODY = ("invokeSuspend", "(Ljava/lang/Object;)Ljava/lang/Object;")
_LAMBDAS = ("Lkotlin/coroutines/jvm/internal/SuspendLambda;", "Lkotlin/coroutines/jvm/internal/RestrictedSuspendLambda;")
_FLOWS, _FIRST, _FLOW = "Lkotlinx/coroutines/flow/FlowKt;", ("first", "firstOrNull"), "Lkotlinx/coroutines/flow/Flow;"
_COLLECT, _EMIT = "collect", "emit"
_NEW_INSTANCE = 0x22
_CONTINUATION, _RESULT = "Lkotlin/coroutines/jvm/internal/ContinuationImpl;", "result"


class Coroutines:
    """Answers for one graph."""

    def __init__(self, graph: Graph, resolver: Resolver) -> None:
        self._graph = graph
        self._program = graph.program
        self._resolver = resolver
        self._objects = ObjectKeys(graph, resolver)
        owner, name = _SUSPENDED
        self._marks = frozenset(method_refs(self._program, owner, name))

    @cached_property
    def bodies(self) -> dict[int, int]:
        """The method that runs as the body of a call, and returns or hands on what the call gives, by call row."""
        owner, names = _BUILDERS
        found = self._firsts()
        for row in self._program.calls_of(ref for name in names for ref in method_refs(self._program, owner, name)).tolist():
            caller = self._program.cells.method_def[self._program.cells.call_caller[row]]
            nodes = self._resolver.registers.arguments(row) if self._resolver.registers.analyse(caller) else None
            kinds = [self._resolver.registers.nodes.get(node) for node in nodes or ()]
            methods = [self._own(a, _BODY[0]) for kind, a, _, _ in kinds if kind == KINDS["INSTANCE"]]
            if len(methods) == 1 and methods[0] is not None:
                found[row] = methods[0]
        return found

    @cached_property
    def collectors(self) -> dict[int, int]:
        """The method that hands values on to a collector which is made in one place, by the collector's own method."""
        program = self._program
        made = np.bincount(program.type_ref_type[program.type_ref_op == _NEW_INSTANCE], minlength=len(program.cells.type_class))
        found = {}
        for row in program.calls_of(method_refs(program, _FLOW, _COLLECT)).tolist():
            source, maker = self._source(row), self._objects.maker(row, 1)
            type_ = None if maker is None else program.cells.method_class[program.call_callee[maker]]
            own = None if type_ is None else self._own(type_, _EMIT)
            if source is not None and own is not None and made[type_] == 1:
                found[own] = source
        return found

    def _firsts(self) -> dict[int, int]:
        """Return the method that hands on the first value of a flow, by the row of a call that asks for this."""
        rows = self._program.calls_of(ref for name in _FIRST for ref in method_refs(self._program, _FLOWS, name)).tolist()
        return {row: source for row in rows if (source := self._source(row)) is not None}

    def _source(self, row: int) -> int | None:
        """Return the method that hands on the values of the flow at the first place of a call."""
        program, graph = self._program, self._graph
        maker = self._objects.maker(row, 0)
        collect = None if maker is None else self._own(program.cells.method_class[program.call_callee[maker]], _COLLECT)
        if collect is None:
            return None
        types = {int(type_) for type_ in graph.new_type[int(graph.new_start[collect]) : int(graph.new_end[collect])]}
        methods = [method for type_ in sorted(types) if (method := self._own(type_, _EMIT)) is not None]
        return methods[0] if len(methods) == 1 else None

    def hands_on(self, row: int) -> bool:
        """Tell whether a call hands a value on to the next collector."""
        return bool(self._marks) and self._program.text(self._program.cells.method_name[self._program.call_callee[row]]) == _EMIT

    def _own(self, type_: int, name: str) -> int | None:
        """Return the first method of a name that a class of the package has."""
        program = self._program
        class_ = program.cells.type_class[type_]
        if class_ == NONE:
            return None
        methods = program.def_method[int(program.class_def_offset[class_]) : int(program.class_def_offset[class_ + 1])].tolist()
        return next((each for each in methods if program.text(program.cells.method_name[each]) == name), None)

    def waits(self, row: int) -> bool:
        """Tell whether a call gives the mark that a method returns when it is suspended."""
        return self._program.cells.call_callee[row] in self._marks

    def goes_on(self, field: int) -> bool:
        """Tell whether a field holds what the suspended call gave when the coroutine goes on."""
        if not self._marks or self._program.text(self._program.cells.field_name[field]) != _RESULT:
            return False
        return self._is_below(self._program.cells.field_class[field], (_CONTINUATION,))

    def given(self, method: int) -> dict[int, Flag]:
        """Return the flags of a body's parameters, by place: what the suspended call gave."""
        program = self._program
        if not self._marks or program.text(program.cells.method_name[method]) != _BODY[0]:
            return {}
        is_one = program.proto_name(program.cells.method_proto[method]) == _BODY[1]
        return {1: ANY} if is_one and self._is_below(program.cells.method_class[method], _LAMBDAS) else {}

    def _is_below(self, type_: int, owners: tuple[str, ...]) -> bool:
        return any(self._program.type_name(each) in owners for each in self._resolver.origins.ancestors(type_))
