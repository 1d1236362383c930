"""What the intent says that a launcher starts a screen with: the main action, no data, nothing extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.graph import ACTIVITY
from mingcha.dex.nodes import KINDS
from mingcha.dex.origins import STATIC
from mingcha.dex.program import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.graph import Graph
    from mingcha.dex.program import Bytes

_INTENT, _GET_INTENT = "Landroid/content/Intent;", "getIntent"
_MAIN = "android.intent.action.MAIN"
_NONE = frozenset(
    {
        *("getData", "getDataString", "getScheme", "getType", "getClipData", "hasExtra"),
        *(f"get{kind}Extra" for kind in ("String", "Parcelable", "Serializable", "Bundle", "StringArray", "StringArrayList")),
    }
)
# What these give is their second argument, the default.
_DEFAULTS = frozenset(f"get{kind}Extra" for kind in ("Boolean", "Byte", "Char", "Short", "Int"))
_CONST_CLASS = 0x1C
MAX_DEPTH = 3  # methods that hand the intent on
MAX_ROWS = 16


class LaunchIntents:
    """Answers for one graph whose launcher starts screens of some classes."""

    def __init__(self, graph: Graph, resolver: Resolver, launched: Iterable[str]) -> None:
        self._graph = graph
        self._program = graph.program
        self._registers = resolver.registers
        self._origins = resolver.origins
        found = (self._program.find_type(each) for each in launched)
        self._launched = {type_ for type_ in found if type_ is not None}

    def said(self, row: int, seen: Bytes) -> str | int | None:
        """Return what a call takes out of such an intent, None when it takes something else.

        That is a text, 0 for null or false, or -N for the default at place N. `seen` marks the methods that may have run.
        """
        program, callee = self._program, self._program.cells.call_callee[row]
        if not self._launched or program.type_name(program.cells.method_class[callee]) != _INTENT:
            return None
        name = program.text(program.cells.method_name[callee])
        if name != "getAction" and name not in _NONE and name not in _DEFAULTS:
            return None
        if not self._is_launched(self._argument(row, 0), seen, MAX_DEPTH):
            return None
        return _MAIN if name == "getAction" else -2 if name in _DEFAULTS else 0

    def _argument(self, row: int, place: int) -> int:
        """Return the node of an argument of a call, 0 when it is not known."""
        analysed = self._registers.analyse(self._program.cells.method_def[self._program.cells.call_caller[row]])
        nodes = self._registers.arguments(row) if analysed else None
        return nodes[place] if nodes and place < len(nodes) else 0

    def _is_launched(self, node: int, seen: Bytes, depth: int) -> bool:
        """Tell whether a value is the intent that a launcher started the screen at hand with."""
        kind, a, b, _ = self._registers.nodes.get(node)
        if kind == KINDS["CALL"]:
            return self._gets(a, seen)
        if kind != KINDS["PARAMETER"] or depth == 0 or (b == 0 and not int(self._program.def_flags[a]) & STATIC):
            return False
        every = None if self._origins.is_called_from_outside(a) else self._origins.calls(a)
        rows = [row for row in every or () if seen[self._program.call_caller[row]]]
        return 0 < len(rows) <= MAX_ROWS and all(self._is_launched(self._argument(row, b), seen, depth - 1) for row in rows)

    def _gets(self, row: int, seen: Bytes) -> bool:
        """Tell whether a call asks a screen for its intent that is only ever started by a launcher."""
        program, callee = self._program, self._program.cells.call_callee[row]
        is_own = program.method_def[self._graph.resolved[callee]] != NONE
        if is_own or program.text(program.cells.method_name[callee]) != _GET_INTENT:
            return False
        kind, definition, place, _ = self._registers.nodes.get(self._argument(row, 0))
        if kind != KINDS["PARAMETER"] or place or int(program.def_flags[definition]) & STATIC:
            return False
        own = int(program.class_type[int(program.def_class[definition])])
        screens = program.class_type[(self._graph.component & ACTIVITY) > 0].tolist()
        shown = {type_ for type_ in screens if own in self._origins.ancestors(type_)}
        return bool(shown) and shown <= self._launched and not any(self._is_named(type_, seen) for type_ in shown)

    def _is_named(self, type_: int, seen: Bytes) -> bool:
        """Tell whether code that may have run names a class, as it does to start a screen itself."""
        program = self._program
        rows = (program.type_ref_type == type_) & (program.type_ref_op == _CONST_CLASS)
        name = program.find_string(program.type_name(type_)[1:-1].replace("/", "."))
        texts = program.const_method[program.const_string == name] if name is not None else np.empty(0, np.uint32)
        return bool(seen[program.type_ref_method[rows]].any() or seen[texts].any())
