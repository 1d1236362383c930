from __future__ import annotations

from scripts.write_facts import TARGET, render

from mingcha.facts.schema import SQL_TYPES, TABLES


def test_the_page_of_the_tables_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == render()


def test_every_table_begins_with_its_package_and_names_known_types() -> None:
    for name, table in TABLES.items():
        assert table.name == name
        names = [column.name for column in table.columns]
        assert names[0] == "package"
        assert len(names) == len(set(names))
        assert {column.type for column in table.columns} <= set(SQL_TYPES)
