"""Personal data that something else reads through the app's code: web pages by a bridge, timers again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.facts import bridge, timer
from mingcha.facts.reads import Reads

if TYPE_CHECKING:
    from mingcha.dex.receivers import Receivers
    from mingcha.facts.factset import FactSet
    from mingcha.facts.scene import Scene
    from mingcha.facts.when import Moments

# Rows of one kind; a package with more is none that a person can read.
_MOST = 200


def collect_indirect(facts: FactSet, scene: Scene, moments: Moments, receivers: Receivers) -> None:
    """Add the rows of indirect reads of one program, kind by kind, sorted by place; needs the access rows."""
    reads = Reads(scene, facts.rows["access"])
    for find in (bridge.find, timer.find):
        found = set(find(scene, receivers, reads))
        if len(found) > _MOST:
            facts.limit("indirect-count", "", f"间接读取过多，仅列出{_MOST}处", f"too many indirect reads: only {_MOST} are listed")
        for each in sorted(found, key=lambda each: (moments.signature(each.method), each.pc, each.target, each.data_type))[:_MOST]:
            caller_class, _, caller_method = moments.signature(each.method).partition("->")
            facts.add(
                "indirect_read",
                kind=each.kind,
                data_type=each.data_type,
                api=each.api,
                argument=each.argument,
                target=each.target,
                reads=each.reads,
                beside=each.beside,
                caller_class=caller_class,
                caller_method=caller_method,
                line=scene.graph.program.line(each.method, each.pc),
                owner=moments.owner(each.method),
                start_state=moments.state(each.method, each.pc).value,
                path=moments.path(each.method, each.pc),
            )
