"""When a method can run, by whose code it is reached, and the path that proves it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from mingcha.facts.owner import APP, UNKNOWN
from mingcha.model import StartState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingcha.dex.first_start import Gate
    from mingcha.dex.graph import Graph
    from mingcha.dex.reach import Reachability
    from mingcha.facts.owner import Owners

# A path through a reflective call rests on names in strings.
REFLECTED = 0.8


class Moment(NamedTuple):
    """When and how one method runs; `path` is empty when it is unreached, `initiator` is then its owner."""

    state: StartState
    reached_from: tuple[str, ...]
    path: tuple[str, ...]
    initiator: str
    confidence: float
    gate: str | None = None


class Moments:
    """Answers `of` for the methods of one program; answers are kept."""

    def __init__(self, graph: Graph, reachability: Reachability, owners: Owners, gates: Mapping[tuple[int, int], Gate]) -> None:
        self._graph = graph
        self._reach = reachability
        self._owners = owners
        self._gates = gates
        self._first_gate: dict[int, tuple[int, Gate]] = {}
        for (method, pc), gate in sorted(gates.items()):
            self._first_gate.setdefault(method, (pc, gate))
        self._known: dict[int, Moment] = {}
        self._signatures: dict[int, str] = {}
        self._owner_of: dict[int, str] = {}

    def of(self, method: int) -> Moment:
        """Return when a defined method can run, as the first that holds.

        The order: at start, in the background whether or not the user agreed, gated, in the background, on a user's action.
        """
        if method not in self._known:
            self._known[method] = self._judge(method)
        return self._known[method]

    def at(self, method: int, pc: int) -> Moment:
        """Return when the instruction at `pc` of a defined method can run: as the method, unless a gate stands before it."""
        moment = self.of(method)
        gate = self._gates.get((method, pc))
        if gate is None or moment.state not in (StartState.AT_START, StartState.BACKGROUND):
            return moment
        return moment._replace(state=StartState.GATED, gate=self._words(gate, method, pc))

    def signature(self, method: int) -> str:
        """Return the method's signature."""
        known = self._signatures.get(method)
        if known is None:
            known = self._signatures[method] = self._graph.program.signature(method)
        return known

    def owner(self, method: int) -> str:
        """Return the owner of the method's class."""
        known = self._owner_of.get(method)
        if known is None:
            known = self._owner_of[method] = self._owners.of_class(self.signature(method).partition("->")[0])
        return known

    def _judge(self, method: int) -> Moment:
        walks = {
            "start": self._reach.start,
            "background": self._reach.background,
            "gated": self._reach.gated,
            "ui": self._reach.ui,
        }
        reached_from = tuple(name for name, walk in walks.items() if walk.seen[method])
        if "start" in reached_from:
            reached_from = tuple(name for name in reached_from if name != "gated")
        owner = self.owner(method)
        if not reached_from:
            return Moment(StartState.UNREACHED, (), (), owner, 1.0)
        first = reached_from[0]
        if first == "background" and "gated" in reached_from and not self._reach.unasked.seen[method]:
            first = "gated"
        state = {
            "start": StartState.AT_START,
            "background": StartState.BACKGROUND,
            "gated": StartState.GATED,
            "ui": StartState.USER_ACTION,
        }[first]
        walk = walks[first]
        steps = walk.path(self._graph, method)
        owners = [self.owner(step) for step in steps]
        confidence = REFLECTED if walk.reflected(method) else 1.0
        path = tuple(map(self.signature, steps))
        gate = self._gate(steps) if state is StartState.GATED else None
        return Moment(state, reached_from, path, _initiator(owners), confidence, gate)

    def _gate(self, steps: list[int]) -> str | None:
        """Return the gate that a path leads through, in words: the flag, its value before consent, and what is behind the check.

        A step that is no call (a callback, an initialiser, a class by name) is booked on the first gate of its caller.
        """
        program = self._graph.program
        for caller, step in itertools.pairwise(steps):
            if self._reach.start.seen[step]:
                continue
            row = self._reach.gated.call_row(self._graph, step)
            if row is not None and int(program.call_caller[row]) == caller:
                pc = int(program.call_pc[row])
                gate = self._gates.get((caller, pc))
            else:
                pc, gate = self._first_gate.get(caller, (0, None))
            if gate is not None:
                return self._words(gate, caller, pc)
        return None

    def _words(self, gate: Gate, method: int, pc: int) -> str:
        line = self._graph.program.line(method, pc)
        return f"{gate.key} = {gate.default} @ {self.signature(method)}{'' if line is None else f':{line}'}"


def _initiator(owners: list[str]) -> str:
    """Return the owner of the first code on a path; an unknown library that calls back the app's own code acts for the app."""
    first = owners[0] if owners else APP
    second = next((owner for owner in owners if owner != first), first)
    return second if first.startswith(UNKNOWN) and second == APP else first
