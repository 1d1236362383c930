"""The conduct rows of the apps of the violation bench, by the name of their pair."""

from __future__ import annotations

from functools import cache

from bench.violations.build import RULED
from tests.smali import assemble

from mingcha.facts.collect import collect

PAIRS = {pair.name: pair for pair in RULED}


@cache
def conducts(name: str) -> tuple[list[tuple[str, str | None, str]], list[tuple[str, str | None, str]]]:
    """Return (kind, detail, start state) of the violating app's rows and of its twin's."""
    pair = PAIRS[name]
    sides = []
    for app in (pair.violating, pair.complying):
        data = assemble(app.sources(), app.manifest, resources=app.resources, files=app.files, sdk=app.sdk, schemes=())
        sides.append([(row["kind"], row["detail"], row["start_state"]) for row in collect(data, "x.apk").rows["conduct"]])
    return sides[0], sides[1]
