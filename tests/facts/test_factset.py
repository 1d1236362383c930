from __future__ import annotations

import json

import pytest

from mingcha.facts.factset import FactSet


def test_rows_survive_the_wire() -> None:
    facts = FactSet("ab")
    facts.add("permission", name="a", level="normal", owner="app")
    facts.add("access", data_type="imei", path=["x", "y"])
    facts.cover("code", "partial", "因", "why")
    again = FactSet.from_wire(json.loads(json.dumps(facts.to_wire())))
    assert (again.package, again.rows) == (facts.package, facts.rows)


def test_an_unknown_table_or_column_is_refused() -> None:
    facts = FactSet("ab")
    with pytest.raises(KeyError):
        facts.add("nothing", name="a")
    with pytest.raises(KeyError):
        facts.add("permission", colour="red")
    for rows in ([{"package": "ab", "colour": "red"}], [{"package": "other", "name": "a"}], [{"name": "a"}]):
        with pytest.raises(KeyError):
            FactSet.from_wire({"package": "ab", "rows": {"permission": rows}})


def test_text_that_no_store_can_hold_becomes_visible() -> None:
    facts = FactSet("ab")
    facts.add("access", api="a\ud800b\0c", path=["中\udfff"])
    assert facts.rows["access"] == [{"package": "ab", "api": "a\\ud800b\\x00c", "path": ["中\\udfff"]}]
