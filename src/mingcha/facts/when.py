"""When a method can run, by whose code it is reached, and the path that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mingcha.facts.owner import APP
from mingcha.model import StartState

if TYPE_CHECKING:
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


class Moments:
    """Answers `of` for the methods of one program; answers are kept."""

    def __init__(self, graph: Graph, reachability: Reachability, owners: Owners) -> None:
        self._graph = graph
        self._reach = reachability
        self._owners = owners
        self._known: dict[int, Moment] = {}
        self._signatures: dict[int, str] = {}
        self._owner_of: dict[int, str] = {}

    def of(self, method: int) -> Moment:
        """Return when a defined method can run; at start wins over background, background over a user's action."""
        if method not in self._known:
            self._known[method] = self._judge(method)
        return self._known[method]

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
        walks = {"start": self._reach.start, "background": self._reach.background, "ui": self._reach.ui}
        reached_from = tuple(name for name, walk in walks.items() if walk.seen[method])
        owner = self.owner(method)
        if not reached_from:
            return Moment(StartState.UNREACHED, (), (), owner, 1.0)
        first = reached_from[0]
        state = {
            "start": StartState.AT_START,
            "background": StartState.BACKGROUND,
            "ui": StartState.USER_ACTION,
        }[first]
        walk = walks[first]
        steps = walk.path(self._graph, method)
        owners = [self.owner(step) for step in steps]
        confidence = REFLECTED if walk.reflected(method) else 1.0
        path = tuple(map(self.signature, steps))
        return Moment(state, reached_from, path, _initiator(owners), confidence)


def _initiator(owners: list[str]) -> str:
    """Return the owner of the last code before the path first enters code that is not the app's own."""
    return owners[0] if owners else APP
