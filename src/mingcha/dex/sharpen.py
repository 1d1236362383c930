"""What makes a walk sharper on the way to what a report shows: exact receivers of calls, objects that are only kept, and dead ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.dex.dead_ends import DeadEnds
from mingcha.dex.kept import Kept
from mingcha.dex.reach import Sharper
from mingcha.dex.receivers import Receivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.graph import Graph
    from mingcha.dex.reach import Reached


class Sharpener:
    """Looks at the walks of one graph, each narrower than the one before, on the paths to some methods."""

    def __init__(self, graph: Graph, resolver: Resolver, wanted: Sequence[int], launched: Iterable[str] = ()) -> None:
        """Take the methods that a report shows, and the classes of the screens that a launcher starts."""
        self.receivers = Receivers(graph, resolver)
        self._kept = Kept(graph, resolver.origins)
        self._dead = DeadEnds(graph, resolver, launched)
        self._wanted = wanted
        self._known = Sharper({}, frozenset(), {})

    def sharpen(self, start: Reached) -> Sharper | None:
        """Return what is known after a walk at start, None when it is nothing new."""
        exact = self.receivers.sharpen(start, self._wanted)
        kept = self._kept.find(start, self._wanted)
        dead = self._dead.find(start, [*self._wanted, *sorted(self._kept.leaks)])
        if exact is None and kept is None and dead is None:
            return None
        known = self._known
        self._known = Sharper(
            known.exact if exact is None else exact, known.kept if kept is None else kept, known.dead if dead is None else dead
        )
        return self._known
