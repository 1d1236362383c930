"""Conduct that gets in the user's way: sensitive shakes, windows over other apps, hands on the uninstaller."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex.columns import among, distinct
from mingcha.facts.scene import Conduct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.facts.scene import Scene

_SENSOR_LISTENER = "Landroid/hardware/SensorEventListener;"
_CHANGED = "(Landroid/hardware/SensorEvent;)V"
# Accelerations in m/s² that a shake is told by; below are other units and noise, and gravity itself is no threshold.
_LEAST, _MOST = 3.0, 100.0
_GRAVITY = (9.7, 9.9)
_JUMPS = re.compile(r"->(startActivity|vibrate)\(|[sS]hake")
_SHAKE = re.compile("[sS]hake|摇一摇")
_PARAMETERS = "Landroid/view/WindowManager$LayoutParams;"
# WindowManager.LayoutParams: PHONE, SYSTEM_ALERT, TOAST, SYSTEM_OVERLAY, PRIORITY_PHONE, SYSTEM_ERROR, APPLICATION_OVERLAY.
OVER_OTHERS = (2002, 2003, 2005, 2006, 2007, 2010, 2038)
_ACCESSIBILITY = "Landroid/accessibilityservice/AccessibilityService;"
_ACTS = re.compile(r"->(performGlobalAction|performAction)\(")
_UNINSTALL = re.compile("卸载|设备管理|[uU]ninstall|packageinstaller|DeviceAdminAdd")
_PACKAGE_TYPE = "application/vnd.android.package-archive"
_TYPED = (
    "Landroid/content/Intent;->setDataAndType(Landroid/net/Uri;Ljava/lang/String;)Landroid/content/Intent;",
    "Landroid/content/Intent;->setDataAndTypeAndNormalize(Landroid/net/Uri;Ljava/lang/String;)Landroid/content/Intent;",
    "Landroid/content/Intent;->setType(Ljava/lang/String;)Landroid/content/Intent;",
)
_MOST_METHODS = 2_000


def find(scene: Scene) -> Iterator[Conduct]:
    """Yield shake, overlay, uninstall-guard and install."""
    yield from _shaken(scene)
    yield from _overlaid(scene)
    yield from _guarded(scene)
    yield from _installed(scene)


def _shaken(scene: Scene) -> Iterator[Conduct]:
    """Yield listeners for motion that act (jump, vibrate, speak of a shake), with the least acceleration that they compare."""
    for method in scene.bodies.defined("onSensorChanged", _CHANGED):
        if not scene.inherits(method, _SENSOR_LISTENER):
            continue
        around = _with_helpers(scene, method)
        compared = [value for each in around for value in scene.bodies.compared(each)]
        limits = [value for value in compared if _LEAST <= value <= _MOST and not _GRAVITY[0] <= value <= _GRAVITY[1]]
        if limits and _acts_on_shakes(scene, around):
            yield Conduct("shake", method, 0, f"{min(limits):g}", of_object=True)


def _with_helpers(scene: Scene, method: int) -> list[int]:
    """Return a method and those of its own class that it calls."""
    own = set(scene.bodies.siblings(method)) - {method}
    called = {int(scene.graph.program.call_callee[row]) for row in scene.bodies.calls(method)}
    return [method, *sorted(own & called)]


def _acts_on_shakes(scene: Scene, methods: list[int]) -> bool:
    program = scene.graph.program
    if _SHAKE.search(program.type_name(int(program.method_class[methods[0]]))):
        return True
    return any(
        any(_JUMPS.search(each) for each in scene.bodies.callees(method))
        or any(_SHAKE.search(each) for each in scene.bodies.strings(method))
        for method in methods
    )


def _overlaid(scene: Scene) -> Iterator[Conduct]:
    """Yield windows of a type that lies over other apps: the type's field, or the constructor's third number."""
    program = scene.graph.program
    field = program.find_field(f"{_PARAMETERS}->type:I")
    if field is not None:
        methods = distinct(program.field_ref_method[among(program.field_ref_field, np.array([field], np.uint32), len(program.field_class))])
        for method in methods[:_MOST_METHODS].tolist():
            types = [each for each in scene.bodies.stored(method) if each.field == field and each.number in OVER_OTHERS]
            if types:
                yield Conduct("overlay", method, types[0].pc, str(types[0].number))
    for signature in ("(IIIII)V", "(IIIIIII)V"):
        init = program.find_method(f"{_PARAMETERS}-><init>{signature}")
        for row in [] if init is None else program.calls_of([init])[:_MOST_METHODS].tolist():
            for each in scene.resolver.argument(row, 3 if signature == "(IIIII)V" else 5).alternatives():
                if each.number in OVER_OTHERS:
                    yield Conduct("overlay", int(program.call_caller[row]), int(program.call_pc[row]), str(each.number))


def _guarded(scene: Scene) -> Iterator[Conduct]:
    """Yield accessibility services that act by themselves and know the words of the uninstaller."""
    for method in scene.bodies.defined("onAccessibilityEvent"):
        if not scene.inherits(method, _ACCESSIBILITY):
            continue
        own = scene.bodies.siblings(method)
        words = [text for each in own for text in scene.bodies.strings(each) if _UNINSTALL.search(text)]
        if words and any(_ACTS.search(callee) for each in own for callee in scene.bodies.callees(each)):
            yield Conduct("uninstall-guard", method, 0, min(words)[:100])


def _installed(scene: Scene) -> Iterator[Conduct]:
    """Yield intents of the type of packages: the installer opens the file."""
    program = scene.graph.program
    for signature in _TYPED:
        ref = program.find_method(signature)
        for row in [] if ref is None else program.calls_of([ref])[:_MOST_METHODS].tolist():
            method = int(program.call_caller[row])
            if _PACKAGE_TYPE in scene.bodies.strings(method):
                yield Conduct("install", method, int(program.call_pc[row]))
