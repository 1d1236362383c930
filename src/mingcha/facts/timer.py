"""Code that runs again and again by a timer and the personal data that it reads each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex.nodes import KINDS
from mingcha.dex.program import NONE
from mingcha.facts.reads import Indirect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mingcha.dex.receivers import Receivers
    from mingcha.facts.reads import Reads
    from mingcha.facts.scene import Scene

_RUNNABLE = "Ljava/lang/Runnable;"
_UNIT = "Ljava/util/concurrent/TimeUnit;"
_MS = {"MILLISECONDS": 1, "SECONDS": 1_000, "MINUTES": 60_000, "HOURS": 3_600_000, "DAYS": 86_400_000}
_EXECUTED = f"({_RUNNABLE}JJ{_UNIT})Ljava/util/concurrent/ScheduledFuture;"
_TASK, _DATE = "Ljava/util/TimerTask;", "Ljava/util/Date;"
_PENDING = "(IJJLandroid/app/PendingIntent;)V"
# What the system starts when an alarm goes off.
_STARTED = {
    "Landroid/content/BroadcastReceiver;": {"onReceive"},
    "Landroid/app/Service;": {"onStart", "onStartCommand", "onHandleIntent", "onHandleWork"},
}
_MOST_ROWS = 500


class _Form(NamedTuple):
    """A call that repeats its first argument: the places of the period and of the period's unit, behind the receiver."""

    name: str
    descriptor: str
    period: int
    unit: int | None = None


_REPEATING = (
    *(_Form(name, f"({_TASK}{first}J)V", 3) for name in ("schedule", "scheduleAtFixedRate") for first in ("J", _DATE)),
    _Form("scheduleAtFixedRate", _EXECUTED, 3, 4),
    _Form("scheduleWithFixedDelay", _EXECUTED, 3, 4),
)
_ALARMS = (_Form("setRepeating", _PENDING, 3), _Form("setInexactRepeating", _PENDING, 3))
_AGAIN = _Form("postDelayed", f"({_RUNNABLE}J)Z", 2)


def find(scene: Scene, receivers: Receivers, reads: Reads) -> Iterator[Indirect]:
    """Yield one find per timer and data type, with its period in ms where that is constant.

    Timers are those of java.util.Timer, scheduled executors and repeating alarms, and a Runnable that posts itself again.
    """
    for form in _REPEATING:
        for row in _rows(scene, form):
            for type_ in sorted(receivers.handed(row, 1) or ()):
                yield from _finds(scene, reads, form, row, reads.runs(type_))
    for form in _ALARMS:
        for row in _rows(scene, form):
            yield from _finds(scene, reads, form, row, _alarmed(scene, row))
    program = scene.graph.program
    for row in _rows(scene, _AGAIN, "run"):
        method = int(program.call_caller[row])
        own = int(program.method_class[method])
        if own in (receivers.handed(row, 1) or ()):
            yield from _finds(scene, reads, _AGAIN, row, [method])


def _rows(scene: Scene, form: _Form, caller: str | None = None) -> list[int]:
    """Return the calls of one form, whatever class the code names; only those in methods of a name, if one is given."""
    program = scene.graph.program
    name = program.find_string(form.name)
    if name is None:
        return []
    named = np.flatnonzero(program.method_name == name).tolist()
    refs = [ref for ref in named if program.proto_name(int(program.method_proto[ref])) == form.descriptor]
    rows = program.calls_of(refs)
    if caller is not None:
        string = program.find_string(caller)
        rows = rows[program.method_name[program.call_caller[rows]] == (NONE if string is None else string)]
    found: list[int] = rows[:_MOST_ROWS].tolist()
    return found


def _finds(scene: Scene, reads: Reads, form: _Form, row: int, runs: Iterable[int]) -> Iterator[Indirect]:
    program = scene.graph.program
    runs = sorted(runs)
    found = reads.within(runs) if runs else {}
    period = _period(scene, form, row) if found else None
    for data_type, read in sorted(found.items()):
        api, target = program.signature(int(program.call_callee[row])), program.signature(runs[0])
        place = int(program.call_caller[row]), int(program.call_pc[row])
        yield Indirect("timer", *place, api, None if period is None else str(period), target, data_type, read)


def _period(scene: Scene, form: _Form, row: int) -> int | None:
    """Return the period in ms, None where it or its unit is not constant."""
    number = scene.resolver.argument(row, form.period).number
    if number is None or number <= 0 or form.unit is None:
        return number if number is not None and number > 0 else None
    nodes = scene.resolver.registers.arguments(row) or ()
    kind, field, _, _ = scene.resolver.registers.nodes.get(nodes[form.unit]) if len(nodes) > form.unit else (0, 0, 0, 0)
    if kind != KINDS["FIELD"]:
        return None
    owner, _, name = scene.graph.program.field_signature(field).partition("->")
    factor = _MS.get(name.partition(":")[0]) if owner == _UNIT else None
    return None if factor is None else number * factor


def _alarmed(scene: Scene, row: int) -> list[int]:
    """Return what an alarm starts, where the method that sets it names one class of a component only."""
    program = scene.graph.program
    found: dict[int, list[int]] = {}
    for each in scene.bodies.classes(int(program.call_caller[row])):
        type_ = program.find_type(each)
        above = scene.graph.ancestors(type_) if type_ is not None else ()
        for base, names in _STARTED.items():
            if type_ is not None and base in above:
                found[type_] = scene.bodies.named(type_, names)
    return next(iter(found.values())) if len(found) == 1 else []
