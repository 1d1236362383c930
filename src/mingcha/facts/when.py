"""When a method can run, by whose code it is reached, and the path that proves it."""

from __future__ import annotations

import itertools
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex.first_start import Gate
from mingcha.dex.program import NONE
from mingcha.dex.reach import CALLBACK
from mingcha.facts import path as paths
from mingcha.facts.owner import APP, LIBRARY, UNKNOWN
from mingcha.model import StartState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mingcha.dex.consent_dialogs import Agreement
    from mingcha.dex.graph import Graph
    from mingcha.dex.reach import Reachability, Step
    from mingcha.facts.owner import Owners

# All paths of one package; real apps have up to some thousand lines.
MAX_LINES = 100_000
# A path through a reflective call rests on names in strings.
REFLECTED = 0.8

_STATE_OF = {
    "start": StartState.AT_START,
    "background": StartState.BACKGROUND,
    "gated": StartState.GATED,
    "ui": StartState.USER_ACTION,
}
_WALK_OF = {state: walk for walk, state in _STATE_OF.items()}


class Moment(NamedTuple):
    """When and how one method runs; of an unreached one the `initiator` is its owner."""

    state: StartState
    reached_from: tuple[str, ...]
    initiator: str
    confidence: float
    gate: str | None = None


class Moments:
    """Answers `of` for the methods of one program; answers are kept."""

    def __init__(
        self,
        graph: Graph,
        reachability: Reachability,
        owners: Owners,
        gates: Mapping[tuple[int, int], Gate],
        agreed: Mapping[int, Agreement] = MappingProxyType({}),
    ) -> None:
        """Take the gates by method and pc, and the dialogs that methods agree to."""
        self._graph = graph
        self._reach = reachability
        self._owners = owners
        self._gates = gates
        self._agreed = agreed
        self._first_gate: dict[int, tuple[int, Gate]] = {}
        for (method, pc), gate in sorted(gates.items()):
            self._first_gate.setdefault(method, (pc, gate))
        self._known: dict[int, Moment] = {}
        self._steps: dict[int, tuple[Step, ...]] = {}
        self._lines = 0
        self.is_limited = False
        self._signatures: dict[int, str] = {}
        self._owner_of: dict[int, str] = {}
        self._standings: dict[int, tuple[StartState, tuple[str, ...]]] = {}
        self._walks = {
            "start": reachability.start,
            "background": reachability.background,
            "gated": reachability.gated,
            "ui": reachability.ui,
        }
        # Single items are read from memory views at half the price.
        self._seen = {name: walk.seen.data for name, walk in self._walks.items()}
        self._class_of = graph.program.cells.method_class

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
        if self.state(method, pc) is moment.state:
            return moment
        return moment._replace(state=StartState.GATED, gate=self._words(self._gates[method, pc], method, pc))

    def state(self, method: int, pc: int) -> StartState:
        """Return the state that `at` has, without the path."""
        state = self._standing(method)[0]
        if (method, pc) in self._gates and state in (StartState.AT_START, StartState.BACKGROUND):
            return StartState.GATED
        return state

    def path(self, method: int, pc: int) -> list[str]:
        """Return the lines of `facts.path` from the entry point to the instruction at `pc` of a method.

        There are none when it is unreached, and none when the lines of all paths would be more than MAX_LINES: see `is_limited`.
        """
        self.of(method)
        steps = self._steps.get(method, ())
        if self._lines + len(steps) > MAX_LINES:
            self.is_limited = True
            return []
        self._lines += len(steps)
        program, lines, owner = self._graph.program, [], APP
        component = self._component(method, steps)
        if component is not None:
            owner = self._owners.of_class(component)
            lines.append(paths.write(paths.Hop("", component, None, "" if owner == APP else owner)))
        for place, step in enumerate(steps):
            at = paths.place(self._graph, step.method, steps[place + 1]) if place + 1 < len(steps) else pc
            line = None if at is None else program.line(step.method, at)
            before, owner = owner, self.owner(step.method)
            edge = paths.edge(self._graph, step) if lines else ""
            lines.append(paths.write(paths.Hop(edge, self.signature(step.method), line, "" if owner == before else owner)))
        return lines

    def _component(self, method: int, steps: Sequence[Step]) -> str | None:
        """Return the component whose inherited method a path begins with, None where it begins with a class's own."""
        graph, program = self._graph, self._graph.program
        if not steps or steps[0].kind != CALLBACK:
            return None
        owner = program.cells.method_class[steps[0].method]
        if graph.component[program.type_class[owner]]:
            return None
        live = self._walks[_WALK_OF[self._standing(method)[0]]].live
        components = np.flatnonzero((graph.component > 0) & (live > 0)).tolist()
        inheriting = (each for each in components if program.type_name(owner) in graph.ancestors(int(program.class_type[each])))
        found = next(inheriting, None)
        return None if found is None else program.type_name(int(program.class_type[found]))

    def signature(self, method: int) -> str:
        """Return the method's signature."""
        known = self._signatures.get(method)
        if known is None:
            known = self._signatures[method] = self._graph.program.signature(method)
        return known

    def owner(self, method: int) -> str:
        """Return the owner of the method's class."""
        class_ = self._class_of[method]
        known = self._owner_of.get(class_)
        if known is None:
            known = self._owner_of[class_] = self._owners.of_class(self._graph.program.type_name(class_))
        return known

    def _standing(self, method: int) -> tuple[StartState, tuple[str, ...]]:
        """Return the state of a method and the names of the walks that reach it."""
        known = self._standings.get(method)
        if known is None:
            known = self._standings[method] = self._stand(method)
        return known

    def _stand(self, method: int) -> tuple[StartState, tuple[str, ...]]:
        reached_from = tuple(name for name, seen in self._seen.items() if seen[method])
        if "start" in reached_from:
            reached_from = tuple(name for name in reached_from if name != "gated")
        if not reached_from:
            return StartState.UNREACHED, ()
        if reached_from[0] == "background" and "gated" in reached_from and not self._reach.unasked.seen[method]:
            return StartState.GATED, reached_from
        return _STATE_OF[reached_from[0]], reached_from

    def _judge(self, method: int) -> Moment:
        state, reached_from = self._standing(method)
        if state is StartState.UNREACHED:
            return Moment(state, (), self.owner(method), 1.0)
        walk = self._walks[_WALK_OF[state]]
        route = walk.route(self._graph, method)
        steps = self._steps[method] = route.steps
        owners = [self.owner(step.method) for step in steps]
        confidence = REFLECTED if route.reflected else 1.0
        gate = self._gate(steps) if state is StartState.GATED else None
        return Moment(state, reached_from, _initiator(owners), confidence, gate)

    def _gate(self, steps: Sequence[Step]) -> str | None:
        """Return the gate that a path leads through, in words: the flag, its value before consent, and what is behind the check.

        A dialog's words stand for a flag.

        A step that is no call (a callback, an initialiser, a class by name) is booked on the first gate of its caller.
        """
        program = self._graph.program
        for before, step in itertools.pairwise(steps):
            if self._reach.start.seen[step.method]:
                continue
            caller = before.method
            if step.row != NONE:
                pc = program.cells.call_pc[step.row]
                gate = self._gates.get((caller, pc))
            else:
                pc, gate = self._first_gate.get(caller, (0, None))
            if gate is not None:
                return self._words(gate, caller, pc)
        asked = next((self._agreed[step.method] for step in steps if step.method in self._agreed), None)
        return None if asked is None else self._words(Gate(asked.words, None), asked.method, asked.pc)

    def _words(self, gate: Gate, method: int, pc: int) -> str:
        default = "null" if gate.default is None else f'"{gate.default}"' if isinstance(gate.default, str) else gate.default
        line = self._graph.program.line(method, pc)
        return f"{gate.key} = {default} @ {self.signature(method)}{'' if line is None else f':{line}'}"


def _initiator(owners: list[str]) -> str:
    """Return the owner of the first code on a path that acts for itself.

    An open-source library acts for whoever comes next; so does an unknown one that calls back the app's own code.
    """
    acting = [owner for owner in owners if not owner.startswith(LIBRARY)] or owners
    first = acting[0] if acting else APP
    second = next((owner for owner in acting if owner != first), first)
    return second if first.startswith(UNKNOWN) and second == APP else first
