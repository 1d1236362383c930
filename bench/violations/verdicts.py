"""Pairs at the level of rules: of two apps, a rule must fire on the one, for whom and for what, and stay silent on the other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bench.violations.app import PACKAGE, App

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bench.violations.app import Pair


class Fire(NamedTuple):
    """One finding that must be there: a rule, whose code it is booked on, the data type, and when the code can run.

    `start_state` is None for a rule that is not about when code runs.
    """

    rule: str
    owner: str = "app"
    data_type: str | None = None
    start_state: str | None = None


@dataclass(frozen=True)
class Verdicts:
    """An app on which rules must fire, and its twin, a near miss, on which all of these rules stay silent."""

    name: str
    violating: App
    complying: App
    fires: tuple[Fire, ...]


def package(  # noqa: PLR0913 - what an app can be made of
    *classes: str,
    components: str = "",
    attributes: str = "",
    permissions: tuple[str, ...] = (),
    main: str = "",
    resources: Mapping[str, str | bytes] | None = None,
    files: Mapping[str, bytes] | None = None,
    sdk: tuple[int, int] = (21, 26),
    label: str = "Bench",
    documents: Mapping[str, str] | None = None,
    manifest: str = "",
) -> App:
    """Return an app of some classes.

    The manifest gets `components`, attributes of its own, of the application and of the launcher (`main`), and permissions by their
    name, without android.permission. where that is their prefix.
    """
    names = [name if "." in name else f"android.permission.{name}" for name in permissions]
    asked = "\n  ".join(f'<uses-permission android:name="{name}"/>' for name in names)
    text = f"""<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="{PACKAGE}" {manifest}>
  {asked}
  <application android:label="{label}" android:name=".App" {attributes}>
    <activity android:name=".Main" android:exported="true" {main}><intent-filter>
      <action android:name="android.intent.action.MAIN"/><category android:name="android.intent.category.LAUNCHER"/>
    </intent-filter></activity>
    {components}
  </application>
</manifest>
"""
    # Two packages that differ in nothing but what lies beside them would be one package.
    marks = {"assets/beside.bin": hashlib.sha256(repr(sorted(documents.items())).encode()).digest()} if documents else {}
    return App(classes, text, None, resources or {}, {**(files or {}), **marks}, sdk, documents or {})


def verdicts(name: str, fires: Fire | tuple[Fire, ...], violating: App, complying: App) -> Verdicts:
    """Return a pair whose first app breaks what some rules look for."""
    return Verdicts(name, violating, complying, (fires,) if isinstance(fires, Fire) else fires)


def versus(name: str, fires: Fire | tuple[Fire, ...], make: Callable[[bool], App]) -> Verdicts:
    """Return a pair of which `make` builds the violating app when told True and its twin when told False."""
    return verdicts(name, fires, make(True), make(False))


def from_accesses(pair: Pair) -> Verdicts:
    """Return what the rules of collection at start must say of a pair that is told apart by its accesses."""
    fires = tuple(
        Fire(_AT_START[":" not in find.owner and find.owner != "app"], find.owner, find.data_type, find.start_state)
        for find in sorted(pair.violating.finds or ())
        if find.start_state == "at-start"
    )
    return Verdicts(pair.name, pair.violating, pair.complying, fires)


_AT_START = ("app-collects-at-start", "sdk-collects-at-start")
