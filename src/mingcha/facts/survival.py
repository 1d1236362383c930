"""Conduct that keeps an app running or out of sight: services that come back, a window of one pixel, a launcher switched off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.columns import among, distinct
from mingcha.facts.scene import Conduct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.facts.scene import Scene

_SERVICE, _ACTIVITY = "Landroid/app/Service;", "Landroid/app/Activity;"
_STARTS = re.compile(r"->(startService|startForegroundService)\(|AlarmManager;->(set\w*)\(|JobScheduler;->(schedule)\(")
_SIZES = {
    f"Landroid/view/{owner};->{name}:I": name
    for owner in ("WindowManager$LayoutParams", "ViewGroup$LayoutParams")
    for name in ("width", "height")
}
_VOLUME = "Landroid/media/MediaPlayer;->setVolume(FF)V"
_LOOP = "Landroid/media/MediaPlayer;->setLooping(Z)V"
_SWITCH = "Landroid/content/pm/PackageManager;->setComponentEnabledSetting(Landroid/content/ComponentName;II)V"
_OWN_NAME = "->getComponentName()Landroid/content/ComponentName;"
# PackageManager.COMPONENT_ENABLED_STATE_DISABLED, _DISABLED_USER and _DISABLED_UNTIL_USED.
_DISABLED = (2, 3, 4)
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_$][\w$]*)+")
_MOST_NAMES = 10
_MOST_METHODS = 2_000


def find(scene: Scene) -> Iterator[Conduct]:
    """Yield revive, watch, pixel-window, silent-loop and component-disabled."""
    yield from _revived(scene)
    yield from _pixels(scene)
    yield from _silent(scene)
    yield from _disabled(scene)


def _revived(scene: Scene) -> Iterator[Conduct]:
    """Yield services that start again when they end, and connections that start the other side when it ends."""
    for name in ("onDestroy", "onTaskRemoved"):
        for method in scene.bodies.defined(name):
            if scene.inherits(method, _SERVICE):
                yield from _starting(scene, "revive", method)
    for method in scene.bodies.defined("onServiceDisconnected"):
        yield from _starting(scene, "watch", method)


def _starting(scene: Scene, kind: str, method: int) -> Iterator[Conduct]:
    program = scene.graph.program
    for row in scene.bodies.calls(method):
        called = _STARTS.search(program.signature(int(program.call_callee[row])))
        if called:
            name = next(word for word in called.groups() if word)
            yield Conduct(kind, method, int(program.call_pc[row]), name, of_object=kind == "watch")
            return


def _pixels(scene: Scene) -> Iterator[Conduct]:
    """Yield screens that make their own window one pixel wide and high."""
    program = scene.graph.program
    fields = {field: name for signature, name in _SIZES.items() if (field := program.find_field(signature)) is not None}
    rows = among(program.field_ref_field, np.array(sorted(fields), np.uint32), len(program.field_class))
    for method in distinct(program.field_ref_method[rows])[:_MOST_METHODS].tolist():
        if not scene.inherits(method, _ACTIVITY):
            continue
        ones = [each for each in scene.bodies.stored(method) if each.field in fields and each.number == 1]
        if {fields[each.field] for each in ones} == {"width", "height"}:
            yield Conduct("pixel-window", method, ones[0].pc)


def _silent(scene: Scene) -> Iterator[Conduct]:
    """Yield services that play something in a loop at volume 0."""
    program = scene.graph.program
    volume, loop = program.find_method(_VOLUME), program.find_method(_LOOP)
    if volume is None or loop is None:
        return
    loops = {int(program.method_class[program.call_caller[row]]) for row in program.calls_of([loop]).tolist()}
    for row in program.calls_of([volume])[:_MOST_METHODS].tolist():
        method, pc = int(program.call_caller[row]), int(program.call_pc[row])
        if (
            int(program.method_class[method]) in loops
            and scene.inherits(method, _SERVICE)
            and scene.bodies.passed(method, pc)[1:] == [0, 0]
        ):
            yield Conduct("silent-loop", method, pc)


def _disabled(scene: Scene) -> Iterator[Conduct]:
    """Yield components that code switches off: one row for each class that the method names, by its name in the manifest's form."""
    program = scene.graph.program
    ref = program.find_method(_SWITCH)
    for row in [] if ref is None else program.calls_of([ref])[:_MOST_METHODS].tolist():
        state = scene.resolver.argument(row, 2)
        if not any(each.number in _DISABLED for each in state.alternatives()):
            continue
        method = int(program.call_caller[row])
        names = {each[1:-1].replace("/", ".") for each in scene.bodies.classes(method)}
        names |= {each for each in scene.bodies.strings(method) if _NAME.fullmatch(each)}
        if any(each.endswith(_OWN_NAME) for each in scene.bodies.callees(method)):
            names.add(program.type_name(int(program.method_class[method]))[1:-1].replace("/", "."))
        for name in sorted(names)[:_MOST_NAMES]:
            yield Conduct("component-disabled", method, int(program.call_pc[row]), name)
