import pytest

from mingcha.facts.factset import FactSet
from mingcha.rules.sqlite import SqliteTables
from mingcha.rules.tables import QueryError


def test_a_query_that_costs_too_much_ends_after_the_same_work_each_time(catalogue, monkeypatch):
    monkeypatch.setattr("mingcha.rules.sqlite._LOOKS", 20)
    facts = FactSet("p")
    for number in range(300):
        facts.add("permission", name=f"n{number}")
    base = SqliteTables([facts], catalogue)
    cross = "select count(*) as n from permission a join permission b on a.name <> b.name"
    assert base.query(cross) == [{"n": 300 * 299}]
    with pytest.raises(QueryError, match="interrupted"):
        base.query(f"{cross} join permission c on c.name <> b.name")
    assert base.query("select count(*) as n from permission") == [{"n": 300}]


def test_lists_are_no_text(catalogue):
    facts = FactSet("p")
    facts.add("native_lib", path='["lib/a.so"]')
    facts.add("sdk", evidence=["code:a"])
    base = SqliteTables([facts], catalogue)
    assert base.query("select path from native_lib") == [{"path": '["lib/a.so"]'}]
    assert base.query("select evidence as path from sdk") == [{"path": ["code:a"]}]
