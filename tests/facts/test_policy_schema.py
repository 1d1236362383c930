"""The tables of documents are part of the schema, in their order."""

from mingcha.facts.policy_schema import POLICY_TABLES
from mingcha.facts.schema import TABLES


def test_the_schema_holds_them_in_their_order() -> None:
    names = [name for name, *_ in POLICY_TABLES]
    assert [name for name in TABLES if name in names] == names
    assert {"disclosure", "policy_element", "policy_name", "policy_sdk", "listing"} <= set(names)
    for name, text, *columns in POLICY_TABLES:
        assert TABLES[name].doc == text
        assert [(column.name, column.type, column.doc) for column in TABLES[name].columns[1:]] == columns
