import pytest

from mingcha.facts.factset import FactSet
from mingcha.rules.duck import DuckTables
from mingcha.rules.tables import QueryError


def test_a_query_that_takes_too_long_is_interrupted(catalogue, monkeypatch):
    monkeypatch.setattr("mingcha.rules.duck._SECONDS", 0.3)
    facts = FactSet("p")
    for number in range(3000):
        facts.add("permission", name=f"n{number}")
    base = DuckTables([facts], catalogue)
    with pytest.raises(QueryError):
        base.query(
            "select count(*) as n from permission a join permission b on a.name <> b.name join permission c on c.name < a.name || b.name"
        )
    assert base.query("select count(*) as n from permission") == [{"n": 3000}]


def test_a_value_far_down_a_column_of_nulls_is_kept(catalogue):
    facts = FactSet("p")
    for _ in range(3000):
        facts.add("access")
    facts.add("access", api="x", line=7, confidence=0.5, path=["a", "b"])
    rows = DuckTables([facts], catalogue).query("select api, line, confidence, path from access where api is not null")
    assert rows == [{"api": "x", "line": 7, "confidence": 0.5, "path": ["a", "b"]}]


def test_the_configuration_is_locked(catalogue):
    base = DuckTables([], catalogue)
    assert base._base.execute("select current_setting('enable_external_access')").fetchall() == [(False,)]
    assert base._base.execute("select current_setting('lock_configuration')").fetchall() == [(True,)]
