"""Which personal data a method certainly reads: by its own calls, and by those of what it runs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mingcha.facts.meaning import HINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mingcha.facts.scene import Scene

# Methods of one search, and calls between its start and a read.
_MOST, _DEEPEST = 400, 5
_DIRECT_OPS = (0x6F, 0x70, 0x71, 0x75, 0x76, 0x77)  # invoke-super, -direct, -static
# What an object that a method makes is made for: it is run by a thread, a handler or an executor.
_RUN = {"Ljava/lang/Runnable;": "run", "Ljava/util/concurrent/Callable;": "call", "Landroid/os/AsyncTask;": "doInBackground"}
_SURE = ("api", "setting", "uri", "property", "field")


class Indirect(NamedTuple):
    """A read that something else sets going: the call that does, and what it reads where."""

    kind: str
    method: int
    pc: int
    api: str
    argument: str | None
    target: str
    data_type: str
    reads: str
    beside: str | None = None


class Reads:
    """Answers for one program; `accesses` are its access rows."""

    def __init__(self, scene: Scene, accesses: Sequence[Mapping[str, Any]]) -> None:
        """Take the program and its access rows; they are looked at once something is asked."""
        self._scene = scene
        self._accesses = accesses

    def within(self, starts: Iterable[int]) -> dict[str, str]:
        """Return by data type the first read, as `api @ method`, that running some methods leads to.

        Calls are followed where they can run one method only, and into what is made to be run by a thread; not into constructors,
        which read what is kept and not read anew.
        """
        found: dict[str, str] = {}
        layer = sorted(starts)
        seen = set(layer)
        for _ in range(_DEEPEST):
            following: set[int] = set()
            for method in layer:
                for data_type, read in self._by_method.get(method, ()):
                    found.setdefault(data_type, read)
                following |= self._next(method)
            layer = sorted(following - seen)[: _MOST - len(seen)]
            seen |= set(layer)
            if not layer:
                break
        return found

    @cached_property
    def _by_method(self) -> dict[int, list[tuple[str, str]]]:
        by_signature: dict[str, list[tuple[str, str]]] = {}
        for access in self._accesses:
            if access["data_type"] and access["via"] in _SURE and access["confidence"] > HINT:
                signature = f"{access['caller_class']}->{access['caller_method']}"
                by_signature.setdefault(signature, []).append((access["data_type"], f"{access['api']} @ {signature}"))
        program = self._scene.graph.program
        return {method: reads for signature, reads in by_signature.items() if (method := program.find_method(signature)) is not None}

    def _next(self, method: int) -> set[int]:
        graph = self._scene.graph
        program = graph.program
        found = set()
        for row in range(int(graph.call_start[method]), int(graph.call_end[method])):
            callee = program.cells.call_callee[row]
            runs = {int(graph.resolved[callee])}
            if program.cells.call_op[row] not in _DIRECT_OPS:
                runs |= set(graph.targets[int(graph.target_offset[callee]) : int(graph.target_offset[callee + 1])].tolist())
            coded = {each for each in runs if self._scene.bodies.has_code(each)}
            if len(coded) == 1:
                found |= coded
        for row in range(int(graph.new_start[method]), int(graph.new_end[method])):
            found |= set(self.runs(int(graph.new_type[row])))
        return {each for each in found if program.cells.method_name[each] != graph.init_name}

    def runs(self, type_: int) -> list[int]:
        """Return the methods by which a thread runs an object of a class of the package."""
        above = self._scene.graph.ancestors(type_)
        names = {name for owner, name in _RUN.items() if owner in above}
        types = [self._scene.graph.program.find_type(each) for each in above] if names else []
        return next((found for each in types if each is not None and (found := self._scene.bodies.named(each, names))), [])
