"""The rows of conduct and of indirect reads of the apps of the violation bench, by the name of their pair."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bench.violations.build import RULED
from tests.smali import assemble

from mingcha.facts.collect import collect

if TYPE_CHECKING:
    from bench.violations.app import App

    from mingcha.facts.factset import FactSet

PAIRS = {pair.name: pair for pair in RULED}
Rows = list[tuple[str | None, ...]]


def read(app: App) -> FactSet:
    """Return the facts of an app."""
    return collect(assemble(app.sources(), app.manifest, resources=app.resources, files=app.files, sdk=app.sdk, schemes=()), "x.apk")


@cache
def conducts(name: str) -> tuple[Rows, Rows]:
    """Return (kind, detail, start state) of the violating app's rows and of its twin's."""
    return _rows(name, "conduct", ("kind", "detail", "start_state"))


@cache
def indirect(name: str) -> tuple[Rows, Rows]:
    """Return (kind, data type, argument, target) of the violating app's indirect reads and of its twin's."""
    return _rows(name, "indirect_read", ("kind", "data_type", "argument", "target"))


def _rows(name: str, table: str, columns: tuple[str, ...]) -> tuple[Rows, Rows]:
    pair = PAIRS[name]
    violating, complying = (
        [tuple(row[column] for column in columns) for row in read(app).rows[table]] for app in (pair.violating, pair.complying)
    )
    return violating, complying
