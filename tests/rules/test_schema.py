"""The catalogue's tables and the derived tables, in both engines."""

import pytest

from mingcha.facts.factset import FactSet
from mingcha.facts.schema import TABLES
from mingcha.rules.schema import ALL_TABLES, CATALOGUE_TABLES, DERIVED, catalogue_rows
from mingcha.rules.tables import FUNCTIONS


def test_rows_have_the_columns_of_their_tables(catalogue):
    rows = catalogue_rows(catalogue)
    assert set(rows) == set(CATALOGUE_TABLES)
    assert {name for name, table in CATALOGUE_TABLES.items() for row in rows[name] if len(row) != len(table.columns)} == set()
    assert [name for name, found in rows.items() if len(found) != len(set(found))] == []


def test_names_of_tables_and_functions_do_not_collide():
    assert len(ALL_TABLES) == len(TABLES) + len(CATALOGUE_TABLES)
    assert not set(DERIVED) & set(ALL_TABLES)
    assert all(function == function.lower() for function in FUNCTIONS)


def test_catalogue_tables_hold_the_catalogue(tables, catalogue):
    base = tables()
    for name, rows in catalogue_rows(catalogue).items():
        assert base.query(f"select count(*) as n from {name}") == [{"n": len(rows)}]  # noqa: S608 - our own name
    assert base.query("select parent, permission_required as needed from data_type where id = 'imei'") == [
        {"parent": "device_id", "needed": True}
    ]
    assert base.query("select group_zh, group_en, level from permission_info where name = 'android.permission.CAMERA'") == [
        {"group_zh": "相机", "group_en": "camera", "level": "dangerous"}
    ]


ACCESS = {"api": "Lx;->y()V", "caller_class": "La;", "caller_method": "b()V", "confidence": 1.0, "start_state": "at-start"}


@pytest.mark.parametrize(
    ("access", "permission", "seen"),
    [
        ({"data_type": "imei", "via": "api"}, "READ_PHONE_STATE", True),
        ({"data_type": "imei", "via": "api"}, "INTERNET", False),
        ({"data_type": "imei", "via": "property"}, "INTERNET", True),
        ({"data_type": "imei", "via": "api", "confidence": 0.69}, "READ_PHONE_STATE", False),
        ({"data_type": "imei", "via": "api", "confidence": 0.7}, "READ_PHONE_STATE", True),
        ({"data_type": "android_id", "via": "setting"}, "INTERNET", True),
        ({"behaviour": "hot_update", "via": "api"}, "INTERNET", True),
    ],
)
def test_likely_access_holds_what_can_succeed_and_is_no_hint(tables, access, permission, seen):
    facts, other = FactSet("p"), FactSet("q")
    facts.add("access", **{**ACCESS, **access, "line": 3})
    facts.add("permission", name=f"android.permission.{permission}")
    other.add("permission", name="android.permission.READ_PHONE_STATE")
    rows = tables(facts, other).query("select package, place, quote from likely_access")
    assert rows == ([{"package": "p", "place": "La;->b()V:3", "quote": "Lx;->y()V"}] if seen else [])


def test_judged_type_is_what_was_told_before_what_is_guessed_and_says_which(tables):
    told, guessed, unknown = FactSet("a"), FactSet("b"), FactSet("c")
    told.add("package", app_type="news")
    guessed.add("package")
    unknown.add("package")
    for facts in (told, guessed):
        facts.add("type_guess", app_type="ebooks", score=3, evidence=["name:小说"])
    rows = tables(told, guessed, unknown).query("select package, app_type, zh, guessed, basis_en from judged_type order by package")
    assert [(row["package"], row["app_type"], row["zh"], bool(row["guessed"]), row["basis_en"]) for row in rows] == [
        ("a", "news", "新闻资讯类", False, ""),
        ("b", "ebooks", "电子图书类", True, " (guessed from its name and the like, not confirmed)"),
    ]
