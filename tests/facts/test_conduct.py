"""Rows of conduct have owner, path and place, and there are not too many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.dex.dexwriter import RETURN, Dex, const_string, invoke
from tests.hostile import packages

from mingcha.facts import conduct
from mingcha.facts.collect import collect

if TYPE_CHECKING:
    import pytest

    from mingcha.facts.factset import FactSet

MODE = "Landroid/content/Context;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;"
OPEN = ((0x1212,), const_string(1, "user"), invoke(0x6E, MODE, 0, 1, 2))  # const/4 v2, 1


def read(*code: tuple) -> FactSet:
    """Return the facts of an app whose application class runs that code when it is created."""

    def written(dex: Dex) -> None:
        dex.classes.clear()
        packages.on_create(dex.add(packages.APPLICATION, "Landroid/app/Application;"), *code, RETURN)

    return collect(packages.apk(dex=packages.program(written).build()), "x.apk")


def test_a_row_names_place_owner_and_way() -> None:
    facts = read(*OPEN)
    caller = {"caller_class": packages.APPLICATION, "caller_method": "onCreate()V", "line": None, "owner": "app"}
    found = {"kind": "world-readable", "detail": "MODE_WORLD_READABLE", "start_state": "at-start"}
    path = {"path": [f"{packages.APPLICATION}->onCreate()V"]}
    assert facts.rows["conduct"] == [{"package": facts.package, **found, **caller, **path}]


def test_rows_of_one_kind_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conduct, "_MOST", 2)
    facts = read(*OPEN, *OPEN, *OPEN)
    assert len(facts.rows["conduct"]) == 2
    assert [row["code"] for row in facts.rows["limit"] if row["code"] == "conduct-count"] == ["conduct-count"]
