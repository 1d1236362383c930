import pytest

from mingcha.model import InvalidRuleError
from mingcha.rules import load_pack


def test_rules_come_in_the_order_of_their_ids(write_rule, catalogue):
    write_rule("second", folder="MIIT-2020-1")
    folder = write_rule("first", folder="MIIT-2020-5")
    assert [rule.id for rule in load_pack(catalogue, folder).rules] == ["first", "second"]


def test_digest_follows_the_rules_and_not_their_tests(write_rule, catalogue):
    folder = write_rule()
    before = load_pack(catalogue, folder).digest
    write_rule(cases="[]")
    assert load_pack(catalogue, folder).digest == before
    write_rule(grade="general")
    assert load_pack(catalogue, folder).digest != before


def test_a_pack_that_cannot_be_judged_by_is_refused(write_rule, catalogue, tmp_path):
    with pytest.raises(InvalidRuleError, match="no rules"):
        load_pack(catalogue, tmp_path)
    folder = write_rule(criteria="[PRM-99]")
    with pytest.raises(InvalidRuleError, match=r"MIIT-2020-5/low-target\.sql: unknown PRM-99"):
        load_pack(catalogue, folder)
    write_rule()
    write_rule(folder="MIIT-2020-6")
    with pytest.raises(InvalidRuleError, match=r"id low-target is also that of MIIT-2020-5/low-target\.sql"):
        load_pack(catalogue, folder)
    (folder / "MIIT-2020-6" / "low-target.sql").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidRuleError, match="not UTF-8"):
        load_pack(catalogue, folder)
