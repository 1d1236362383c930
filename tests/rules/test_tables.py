"""Both engines: what they hold, what they refuse, and that they answer alike."""

import pytest

from mingcha.facts.factset import FactSet
from mingcha.facts.schema import TABLES
from mingcha.rules.duck import DuckTables
from mingcha.rules.sqlite import SqliteTables
from mingcha.rules.tables import FEW, QueryError, open_tables

VALUES = {"text": "文字 ' \" ; --\n", "int": 2**62, "float": 0.25, "bool": True, "list": ["a,b", "", "[c]"]}


def full_row(table):
    return {column.name: VALUES[column.type] for column in TABLES[table].columns if column.name != "package"}


def test_every_fact_table_gives_back_what_was_put_in(tables):
    facts = FactSet("p")
    for name in TABLES:
        facts.add(name, **full_row(name))
        facts.add(name)
    base = tables(facts)
    for name, table in TABLES.items():
        names = [column.name for column in table.columns]
        quoted = ", ".join(f'"{column}"' for column in names)
        expected = [{"package": "p", **full_row(name)}, {"package": "p"}]
        rows = base.query(f'select {quoted} from "{name}"')  # noqa: S608 - our own names
        assert rows == [{column: row.get(column) for column in names} for row in expected]


def test_paths_come_as_lists(tables):
    facts = FactSet("p")
    facts.add("access", api="1", path=["a → b", 'c"', "d\\"])
    facts.add("access", api="2", path=[])
    facts.add("access", api="3")
    assert tables(facts).query("select api, path from access order by api") == [
        {"api": "1", "path": ["a → b", 'c"', "d\\"]},
        {"api": "2", "path": []},
        {"api": "3", "path": None},
    ]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("list_contains(reached_from, 'start')", True),
        ("list_contains(reached_from, 'star')", False),
        ("list_contains(reached_from, null)", None),
        ("starts_with(api, 'Lcom/%')", False),
        ("starts_with(api, 'Lcom/X')", True),
        ("starts_with(argument, 'x')", None),
        ("is_blank(' ' || owner)", True),
        ("is_blank(api)", False),
        ("is_blank(argument)", None),
        ("api like 'lcom/%'", False),
        ("api like 'Lcom/%'", True),
        ("api glob 'Lcom/*;'", True),
        ("instr(api, 'X')", 6),
        ("substr(api, 2, 3)", "com"),
        ("length(dex)", 2),
        ("7 % 4", 3),
        ("case when line = 1 then 'one' else 'many' end", "one"),
    ],
)
def test_functions_mean_the_same_in_both_engines(tables, expression, value):
    facts = FactSet("p")
    facts.add("access", api="Lcom/X;", line=1, owner="\u200b\u3164\t", dex="中文", reached_from=["ui", "start"])
    (row,) = tables(facts).query(f"select {expression} as value from access")  # noqa: S608 - from the list above
    assert row["value"] == value


def test_joined_gives_distinct_values_sorted(tables):
    facts = FactSet("p")
    for name in ("b", "a", None, "b"):
        facts.add("permission", name=name, owner="app")
    facts.add("permission", owner="jpush")
    assert tables(facts).query("select owner, joined(name, '、') as names from permission group by owner order by owner") == [
        {"owner": "app", "names": "a、b"},
        {"owner": "jpush", "names": None},
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "delete from access",
        "drop table access",
        "create table x (a int)",
        "insert into access (package) values ('x')",
        "update package set name = 'x'",
        "attach 'escape.db' as other",
        "pragma table_info(access)",
        "select package from package; select 1",
        "select package from package; drop table access",
        "select * from sqlite_master",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from read_text('/etc/passwd')",
        "copy package to 'escape.csv'",
        "install httpfs",
        "set threads = 8",
        "select load_extension('x') from package",
        "select random() as r from package",
        "select now() as t from package",
        "select datetime('now') as t from package",
        "select current_timestamp as t from package",
        "select getenv('HOME') as h from package",
        "select current_setting('threads') as s from package",
        "select writefile('escape.txt', 'x') from package",
        "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n",
        "select x from access",
        "select package from nothing",
        "select package from",
        "",
    ],
)
def test_everything_but_one_select_of_the_dialect_is_refused(tables, sql):
    facts = FactSet("p")
    facts.add("package", kind="apk")
    base = tables(facts)
    with pytest.raises(QueryError):
        base.query(sql)
    with pytest.raises(QueryError):
        base.columns(sql)
    assert base.query("select kind from package") == [{"kind": "apk"}]


def test_a_query_that_gives_too_much_ends(tables, monkeypatch):
    for module in ("sqlite", "duck"):
        monkeypatch.setattr(f"mingcha.rules.{module}.MAX_ROWS", 10)
    facts = FactSet("p")
    for number in range(11):
        facts.add("permission", name=f"n{number}")
    base = tables(facts)
    with pytest.raises(QueryError, match="more than 10 rows"):
        base.query("select name from permission")
    assert len(base.query("select name from permission where name <> 'n0'")) == 10


def test_the_engine_is_chosen_by_the_number_of_packages(catalogue):
    for count, engine in ((0, SqliteTables), (FEW, SqliteTables), (FEW + 1, DuckTables)):
        base = open_tables([FactSet(f"{number}") for number in range(count)], catalogue)
        assert isinstance(base, engine)
        base.close()
