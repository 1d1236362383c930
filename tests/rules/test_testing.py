"""The runner of rule tests: passes what is right, and names what is wrong."""

import pytest

from mingcha.model import InvalidRuleError
from mingcha.rules import load_pack
from mingcha.rules.testing import Failure, load_cases, run_tests


def test_own_rules_pass_their_tests(own_pack, catalogue):
    assert sum(len(load_cases(own_pack.folder, rule)) for rule in own_pack.rules) >= 5 * len(own_pack.rules)
    assert run_tests(own_pack, catalogue) == []


def test_every_test_file_belongs_to_a_rule(own_pack):
    tests = {f"{path.parent.name}/{path.name}" for path in own_pack.folder.glob("*/*.yaml")}
    assert tests == {rule.place.replace(".sql", ".test.yaml") for rule in own_pack.rules}


@pytest.mark.parametrize(
    ("case", "what"),
    [
        ("{name: a, expect: not-found, facts: {package: [{target_sdk: 22}]}}", "expected not-found, got violated"),
        ("{name: a, expect: violated, facts: {package: [{target_sdk: 23}]}}", "expected violated, got not-found"),
        (
            "{name: a, expect: violated, owners: [jpush], facts: {package: [{target_sdk: 22}]}}",
            "expected findings of ['jpush'], got ['app']",
        ),
        (
            "{name: a, expect: violated, sentence: x, facts: {package: [{target_sdk: 22}]}}",
            "expected the sentence x, got ['目标版本为22。']",
        ),
        ("{name: a, expect: not-found, coverage: {manifest: partial}}", "expected not-found, got not-tested"),
    ],
)
def test_what_differs_is_named(write_rule, catalogue, case, what):
    pack = load_pack(catalogue, write_rule(cases=f"- {case}"))
    assert run_tests(pack, catalogue) == [Failure("low-target", "a", what)]


def test_engines_that_disagree_are_found(write_rule, catalogue):
    # Division is of integers in one engine and not in the other.
    pack = load_pack(
        catalogue,
        write_rule(
            sql="select package, target_sdk / 4 as target_sdk from package where target_sdk < 23",
            cases="- {name: a, expect: violated, facts: {package: [{target_sdk: 22}]}}",
        ),
    )
    assert run_tests(pack, catalogue) == [Failure("low-target", "a", "DuckDB and SQLite judge differently")]


def test_a_word_that_is_not_filled_in_is_found(write_rule, catalogue):
    pack = load_pack(catalogue, write_rule(zh="目标{x}", cases="- {name: a, expect: violated, facts: {package: [{target_sdk: 2}]}}"))
    assert run_tests(pack, catalogue) == [Failure("low-target", "a", "a word of the sentence was not filled in")]


def test_rows_that_do_not_fit_the_schema_are_refused(write_rule, catalogue):
    pack = load_pack(catalogue, write_rule(cases="- {name: a, expect: violated, facts: {package: [{target: 2}]}}"))
    with pytest.raises(InvalidRuleError, match="case a: unknown table or column"):
        run_tests(pack, catalogue)
