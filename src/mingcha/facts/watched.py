"""Calls that read nothing and matter all the same: privacy switches of SDKs, intervals, places where identifiers are kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingcha.dex.constants import Kind
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue, SdkSwitch, WatchedApi
    from mingcha.dex.arguments import Resolver
    from mingcha.dex.bodies import Bodies
    from mingcha.dex.constants import Value
    from mingcha.dex.program import Program
    from mingcha.facts.factset import FactSet
    from mingcha.facts.when import Moments

_MOST = 500
_MOST_NAMES = 5
# Kinds of calls that say nothing without their value.
_ONLY_KNOWN = ("shared_storage", "intent_type")
# invoke-static, which has no receiver.
_STATIC_OPS = (0x71, 0x77)
# Names of files that keep an identifier; those of libraries that were seen doing so are among them.
_KEPT = re.compile(
    r"[\w./-]{0,80}(?:uuid|udid|device_?id|imei|openid|guid|utdid|android_?id|serial_?(?:no|num)|\.uid|utsystemconfig|\.cuid)[\w.-]{0,20}",
    re.IGNORECASE,
)


def collect_switches(facts: FactSet, program: Program, moments: Moments, resolver: Resolver, catalogue: Catalogue) -> None:
    """Add a row for each privacy switch that is defined in the package, with its calls from outside the SDK's own code."""
    for switch in catalogue.switches:
        ref = program.find_method(switch.sig)
        if ref is not None and program.method_def[ref] != NONE:
            _add_switch(facts, program, moments, resolver, switch, ref)


def collect_watched_calls(facts: FactSet, bodies: Bodies, moments: Moments, resolver: Resolver, catalogue: Catalogue) -> None:
    """Add the watched calls of one program, kind by kind, sorted by caller."""
    program = bodies.program
    for kind, watched in catalogue.watched_calls.items():
        found = []
        for api in watched.apis:
            ref = program.find_method(api.sig)
            if ref is not None:
                rows = program.calls_of([ref]).tolist()
                found += [(moments.signature(int(program.call_caller[row])), int(program.call_pc[row]), row, api) for row in rows]
        for _, _, row, api in sorted(found, key=lambda each: each[:3])[:_MOST]:
            argument = _argument(bodies, resolver, row, api)
            if argument is not None or kind not in _ONLY_KNOWN:
                _add_call(facts, program, moments, kind, row, api, argument)


def _add_switch(facts: FactSet, program: Program, moments: Moments, resolver: Resolver, switch: SdkSwitch, ref: int) -> None:
    own = moments.owner(ref)
    rows = program.calls_of([ref]).tolist()
    calls = sorted(
        (moments.signature(int(program.call_caller[row])), int(program.call_pc[row]), row)
        for row in rows
        if moments.owner(int(program.call_caller[row])) not in (own, switch.sdk)
    )
    first = calls[0][2] if calls else None
    facts.add(
        "sdk_switch",
        sdk=switch.sdk,
        purpose=switch.purpose,
        api=switch.sig,
        calls=len(calls),
        argument=None if first is None else _text(resolver.argument(first, len(resolver.descriptors(first)) - 1)),
        place=calls[0][0] if calls else None,
        start_state=None if first is None else moments.state(int(program.call_caller[first]), int(program.call_pc[first])).value,
    )


def _add_call(facts: FactSet, program: Program, moments: Moments, kind: str, row: int, api: WatchedApi, argument: str | None) -> None:
    method, pc = int(program.call_caller[row]), int(program.call_pc[row])
    moment = moments.at(method, pc)
    caller_class, _, caller_method = moments.signature(method).partition("->")
    facts.add(
        "watched_call",
        kind=kind,
        api=api.sig,
        argument=argument,
        caller_class=caller_class,
        caller_method=caller_method,
        line=program.line(method, pc),
        owner=moments.owner(method),
        start_state=moment.state.value,
        path=moments.path(method, pc),
    )


def _argument(bodies: Bodies, resolver: Resolver, row: int, api: WatchedApi) -> str | None:
    """Return the value that matters; where no argument does, the names in the calling method that look like a kept identifier."""
    program = bodies.program
    if api.argument is not None:
        return _text(resolver.argument(row, api.argument + (int(program.call_op[row]) not in _STATIC_OPS)))
    names = {text for text in bodies.strings(int(program.call_caller[row])) if _KEPT.fullmatch(text)}
    return ", ".join(sorted(names)[:_MOST_NAMES]) or None


def _text(value: Value) -> str | None:
    """Write what a value may be: numbers and whole texts; None where nothing is known."""
    found = [str(each.number) for each in value.alternatives() if each.kind is Kind.NUMBER and each.number is not None]
    return ", ".join(sorted({*found, *value.texts()})) or None
