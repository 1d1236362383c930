"""Methods that do nothing but hand on one call of the framework: the call is made by whoever calls them.

R8 outlines calls of newer interfaces into such methods, which all SDKs of a package share; hand-written helpers look the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.columns import among, distinct
from mingcha.dex.flow import instructions, parameters
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingcha.dex.graph import Graph
    from mingcha.dex.program import Program
    from mingcha.facts.meaning import Meaning

_STATIC = 0x0008
# Of calls with a list of registers, and of those with a range; static ones have no receiver.
_LISTED, _RANGED, _STATIC_CALLS = range(0x6E, 0x73), range(0x74, 0x79), (0x71, 0x77)
_RESULTS, _RETURN_VOID, _RETURNS = range(0x0A, 0x0D), 0x0E, range(0x0F, 0x12)
_LONGEST = 3
# A helper may call another one.
_MOST_STEPS = 3


def with_forwarded(graph: Graph, meanings: Mapping[int, tuple[Meaning, ...]]) -> dict[int, tuple[Meaning, ...]]:
    """Return the meanings of method references, with those of references to methods that forward a call which has one.

    A forwarding method that nothing in the package calls is left out.
    """
    program = graph.program
    found, new = dict(meanings), dict(meanings)
    for _ in range(_MOST_STEPS):
        handed = {caller: new[callee] for caller, callee in _forwarding(graph, new)}
        refs = np.flatnonzero(among(graph.resolved, np.array(sorted(handed), np.uint32), len(program.method_class)))
        called = distinct(program.call_callee[program.calls_of(refs.tolist())])
        new = {ref: handed[int(graph.resolved[ref])] for ref in called.tolist()}
        if not new:
            break
        found |= new
    return found


def forwarders(graph: Graph, meanings: Mapping[int, object]) -> set[int]:
    """Return the methods that forward, of meanings that `with_forwarded` made: their own calls are those of their callers."""
    defined = graph.program.method_def
    return {target for ref in meanings if int(defined[target := int(graph.resolved[ref])]) != NONE}


def _forwarding(graph: Graph, meanings: Mapping[int, object]) -> list[tuple[int, int]]:
    """Return (method, what it calls) for each static method whose only act is one of these calls."""
    program = graph.program
    rows = program.calls_of(meanings)
    rows = rows[program.call_pc[rows] == 0]
    flags = program.def_flags[program.method_def[program.call_caller[rows]]]
    return [
        (int(program.call_caller[row]), int(program.call_callee[row]))
        for row in rows[(flags & _STATIC) != 0].tolist()
        if _takes_all(program, row) and _only_calls(program, int(program.call_caller[row]))
    ]


def _takes_all(program: Program, row: int) -> bool:
    """Tell whether the calling method has the types of the called one, the receiver first."""
    caller, callee = int(program.call_caller[row]), int(program.call_callee[row])
    result, *given = _types(program, caller)
    wanted, *taken = _types(program, callee)
    if int(program.call_op[row]) not in _STATIC_CALLS:
        taken.insert(0, int(program.method_class[callee]))
    return (result, given) == (wanted, taken)


def _types(program: Program, method: int) -> list[int]:
    proto = int(program.method_proto[method])
    types: list[int] = program.proto_types[int(program.proto_offset[proto]) : int(program.proto_offset[proto + 1])].tolist()
    return types


def _only_calls(program: Program, method: int) -> bool:
    """Tell whether a method hands its parameters in order to one call and returns what that gives."""
    body = [instruction.units for _, instruction in sorted(instructions(program, method).items())]
    if not body or len(body) > _LONGEST:
        return False
    call, *rest = body
    if _registers(call) != list(parameters(program, method)):
        return False
    ops = [units[0] & 0xFF for units in rest]
    if ops == [_RETURN_VOID]:
        return True
    return len(rest) == _LONGEST - 1 and ops[0] in _RESULTS and ops[1] in _RETURNS and rest[0][0] >> 8 == rest[1][0] >> 8


def _registers(call: tuple[int, ...]) -> list[int]:
    """Return the registers that a call takes, in order."""
    op, count = call[0] & 0xFF, call[0] >> 8
    if op in _RANGED:
        return list(range(call[2], call[2] + count))
    if op not in _LISTED:
        return []
    places = [call[2] >> shift & 0xF for shift in (0, 4, 8, 12)]
    return [*places, count & 0xF][: count >> 4]
