"""What code does that no single call shows: certificates not checked, processes kept alive, shakes and windows that intrude.

Each family of conduct has a module of its own that finds the places; here they get owner, start state and path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.facts import intrusion, survival, ticked, trust
from mingcha.model import StartState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.facts.factset import FactSet
    from mingcha.facts.scene import Conduct, Scene
    from mingcha.facts.when import Moments

# Rows of one kind; a package with more is none that a person can read.
_MOST = 200
_ORDER = (StartState.AT_START, StartState.BACKGROUND, StartState.GATED, StartState.USER_ACTION, StartState.UNREACHED)


def collect_conduct(facts: FactSet, scene: Scene, moments: Moments) -> None:
    """Add the conduct rows of one program, kind by kind, sorted by place; personal data that is logged needs the access rows."""
    logged = trust.find_logged(scene, facts.rows["access"])
    finders = (trust.find(scene), logged, survival.find(scene), intrusion.find(scene), ticked.find(scene))
    found = sorted(
        {conduct for each in finders for conduct in each},
        key=lambda each: (each.kind, moments.signature(each.method), each.pc, each.detail or ""),
    )
    counts: dict[str, int] = {}
    for each in found:
        counts[each.kind] = counts.get(each.kind, 0) + 1
        if counts[each.kind] <= _MOST:
            _add(facts, scene, moments, each)
    for kind, count in counts.items():
        if count > _MOST:
            facts.limit("conduct-count", "", f"{kind}过多，仅列出{_MOST}处", f"too many places of {kind}: only {_MOST} are listed")


def _add(facts: FactSet, scene: Scene, moments: Moments, conduct: Conduct) -> None:
    method, pc = conduct.method, conduct.pc
    caller_class, _, caller_method = moments.signature(method).partition("->")
    place = min(_runs(scene, conduct), key=lambda each: _ORDER.index(moments.state(*each)))
    facts.add(
        "conduct",
        kind=conduct.kind,
        detail=conduct.detail,
        caller_class=caller_class,
        caller_method=caller_method,
        line=scene.graph.program.line(method, pc),
        owner=moments.owner(method),
        start_state=moments.state(*place).value,
        path=moments.path(*place),
    )


def _runs(scene: Scene, conduct: Conduct) -> Iterator[tuple[int, int]]:
    """Yield the places whose running makes the conduct run."""
    yield conduct.method, conduct.pc
    if conduct.of_object:
        yield from scene.bodies.constructions(conduct.method)
