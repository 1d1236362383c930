"""Conduct towards data in transit and at rest: certificates that are not checked, files that all may read, data in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mingcha.dex.bodies import THROW
from mingcha.dex.columns import among
from mingcha.dex.nodes import KINDS
from mingcha.facts.meaning import HINT
from mingcha.facts.scene import Conduct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.program import Program
    from mingcha.facts.scene import Scene

_MANAGERS = ("Ljavax/net/ssl/X509TrustManager;", "Ljavax/net/ssl/X509ExtendedTrustManager;")
_VERIFIER = "Ljavax/net/ssl/HostnameVerifier;"
_VERIFY = "(Ljava/lang/String;Ljavax/net/ssl/SSLSession;)Z"
_HANDLER = "Landroid/webkit/SslErrorHandler;"
_SSL_ERROR = f"(Landroid/webkit/WebView;{_HANDLER}Landroid/net/http/SslError;)V"
# Calls whose second argument (after the receiver) is the mode of a file; 1 lets all apps read it, 2 write it.
_WITH_MODE = {"openFileOutput": "(Ljava/lang/String;I)", "getSharedPreferences": "(Ljava/lang/String;I)"}
_MODES = {1: "MODE_WORLD_READABLE", 2: "MODE_WORLD_WRITEABLE", 3: "MODE_WORLD_READABLE | MODE_WORLD_WRITEABLE"}
_MOST_MODES = 2_000
# Classes that write into the log, and how the names of the methods begin that do.
_LOGS = {"Landroid/util/Log;": "", "Ljava/io/PrintStream;": "print"}
# Calls between a read and the log that are looked through, and steps of one search.
_DEEPEST, _MOST_STEPS = 8, 64


def find(scene: Scene) -> Iterator[Conduct]:
    """Yield trust-all, any-host, ssl-proceed and world-readable."""
    bodies = scene.bodies
    for method in bodies.defined("checkServerTrusted"):
        # What refuses a certificate throws or asks another manager; a body that does neither accepts all.
        if scene.inherits(method, *_MANAGERS) and not bodies.calls(method) and _never_throws(scene, method):
            yield Conduct("trust-all", method, 0, of_object=True)
    for method in bodies.defined("verify", _VERIFY):
        if scene.inherits(method, _VERIFIER) and bodies.always_true(method):
            yield Conduct("any-host", method, 0, of_object=True)
    for method in bodies.defined("onReceivedSslError", _SSL_ERROR):
        # One that goes on only where a flag says so may have asked the user before.
        if bodies.always_calls(method, f"{_HANDLER}->proceed()V"):
            yield Conduct("ssl-proceed", method, 0, of_object=True)
    yield from _open_files(scene)


def _never_throws(scene: Scene, method: int) -> bool:
    found = scene.bodies.ordered(method)
    return bool(found) and all(each.op != THROW for each in found)


def _open_files(scene: Scene) -> Iterator[Conduct]:
    program = scene.graph.program
    for name, parameters in _WITH_MODE.items():
        string = program.find_string(name)
        if string is None:
            continue
        named = np.flatnonzero(program.method_name == string)
        refs = [ref for ref in named.tolist() if program.proto_name(int(program.method_proto[ref])).startswith(parameters)]
        rows = program.calls_of(refs)
        for row in rows[:_MOST_MODES].tolist():
            mode = scene.resolver.argument(row, 2)
            if mode.complete and mode.number is not None and mode.number & 3:
                yield Conduct("world-readable", int(program.call_caller[row]), int(program.call_pc[row]), _MODES[mode.number & 3])


def find_logged(scene: Scene, accesses: Sequence[Mapping[str, Any]]) -> Iterator[Conduct]:
    """Yield logged: where a method reads personal data by a call and puts what it got into the log."""
    program = scene.graph.program
    rows = _log_calls(program)
    if not len(rows):
        return
    reads: dict[str, dict[str, str]] = {}
    for access in accesses:
        if access["data_type"] and access["via"] in ("api", "setting") and access["confidence"] > HINT:
            member = access["api"].partition("->")[2]
            reads.setdefault(f"{access['caller_class']}->{access['caller_method']}", {})[member] = access["data_type"]
    methods = {method: members for signature, members in reads.items() if (method := program.find_method(signature)) is not None}
    callers = program.call_caller[rows]
    for row in rows[among(callers, np.array(sorted(methods), np.uint32), len(program.method_class))].tolist():
        method = int(program.call_caller[row])
        for data_type in sorted(_sources(scene.resolver, row, methods[method])):
            yield Conduct("logged", method, int(program.call_pc[row]), data_type)


def _log_calls(program: Program) -> npt.NDArray[np.uint32]:
    """Return the call rows of what writes into the log."""
    refs: list[int] = []
    for owner, start in _LOGS.items():
        type_ = program.find_type(owner)
        named = [] if type_ is None else np.flatnonzero(program.method_class == type_).tolist()
        refs += [ref for ref in named if program.text(int(program.method_name[ref])).startswith(start)]
    return program.calls_of(refs)


def _sources(resolver: Resolver, row: int, members: Mapping[str, str]) -> set[str]:
    """Return the data types of the reads whose results flow into a call's arguments, within the method."""
    program, registers = resolver.program, resolver.registers
    if not registers.analyse(int(program.method_def[program.call_caller[row]])):
        return set()
    queue = [(node, 0) for node in registers.arguments(row) or ()]
    seen: set[int] = set()
    found = set()
    while queue and len(seen) < _MOST_STEPS:
        node, depth = queue.pop()
        if node in seen or node == 0 or depth > _DEEPEST:
            continue
        seen.add(node)
        kind, a, b, _ = registers.nodes.get(node)
        if kind == KINDS["CALL"]:
            member = program.signature(int(program.call_callee[a])).partition("->")[2]
            if member in members:
                found.add(members[member])
            queue += [(each, depth + 1) for each in registers.arguments(a) or ()]
        elif kind in (KINDS["JOINED"], KINDS["EITHER"]):
            queue += [(a, depth + 1), (b, depth + 1)]
    return found
