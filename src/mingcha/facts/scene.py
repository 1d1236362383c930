"""What the finders of conduct look at and what they find; `conduct` puts their finds into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.bodies import Bodies
    from mingcha.dex.graph import Graph


class Conduct(NamedTuple):
    """One place of a kind of conduct; `of_object` says that the method runs once an object of its class was made and given away."""

    kind: str
    method: int
    pc: int
    detail: str | None = None
    of_object: bool = False


class Scene(NamedTuple):
    """What the finders look at: one program, its hierarchy, its single methods, the values in its calls, and names of resources."""

    graph: Graph
    bodies: Bodies
    resolver: Resolver
    names: Callable[[int], str | None]

    def inherits(self, method: int, *types: str) -> bool:
        """Tell whether the class of a method is one of some types or below one."""
        above = self.graph.ancestors(int(self.graph.program.method_class[method]))
        return any(type_ in above for type_ in types)
