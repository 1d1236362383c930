"""The linter finds each fault that it is there for, and no fault where there is none."""

from pathlib import Path

import pytest

from mingcha.rules import load_pack
from mingcha.rules.lint import Problem, lint_pack


@pytest.fixture
def problems(write_rule, catalogue):
    """Return a function that gives what the linter says of one rule."""

    def lint(**parts):
        found = lint_pack(load_pack(catalogue, write_rule(**parts)), catalogue)
        assert {problem.place.partition("/")[2] for problem in found} <= {f"{parts.get('rule_id', 'low-target')}.sql"}
        return [problem.what for problem in found]

    return lint


def test_own_rules_pass(own_pack, catalogue):
    assert lint_pack(own_pack, catalogue) == []


def test_a_good_rule_passes(problems):
    assert problems() == []


def test_a_criterion_that_notices_have_no_label_for_carries_a_rule_without_one(problems):
    unlabelled = {"clauses": "[MIIT-2023-2.2]", "folder": "MIIT-2023-2.2", "criteria": "[SEC-02]", "label": "", "more": ""}
    cases = (Path(__file__).parent / "conftest.py").read_text("utf-8").partition('CASES = """')[2].partition('"""')[0]
    good = {**unlabelled, "decides": "suspected", "cases": cases.replace("violated", "suspected")}
    assert problems(**good) == []
    assert problems(**{**good, "criteria": "[]"})[0] == "criteria must not be empty"


def test_a_criterion_with_a_label_needs_it(problems):
    assert problems(label="") == ["label (none) is none of its criteria's labels: APP强制、频繁、过度索取权限"]


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"rule_id": "Low_Target"}, "must be lower-case words joined by hyphens"),
        ({"folder": "MIIT-2020-6"}, "folder MIIT-2020-6 is not one of its clauses"),
        ({"label": "不存在"}, "label 不存在 is not a label of public notices"),
        ({"label": "违规收集个人信息"}, "label 违规收集个人信息 is none of its criteria's labels: APP强制、频繁、过度索取权限"),
        ({"clauses": "[MIIT-2020-5, MIIT-2020-5]"}, "clauses: MIIT-2020-5 twice"),
        ({"clauses": "[MIIT-2020-5, MIIT-2020-1]"}, "clause MIIT-2020-1 has none of its criteria"),
        ({"clauses": "[MIIT-2020-5, MIIT-2023-2.10]"}, "clause MIIT-2023-2.10 binds nobody whose acts show in a package"),
        ({"criteria": "[PRM-08]", "decides": "suspected", "more": ""}, "criterion PRM-08 also belongs to MIIT-2023-1.10"),
        ({"needs": "[]", "more": ""}, "needs must not be empty"),
        ({"needs": "[manifest, dreams]"}, "unknown kind of evidence dreams"),
        ({"more": "silence_of: [code]"}, "silence_of: code not among manifest"),
        ({"more": "exhausts: [PRM-08]"}, "exhausts: PRM-08 not among PRM-13"),
        ({"needs": "[code]"}, "cannot exhaust PRM-13 without manifest"),
        ({"criteria": "[PRM-22]", "more": ""}, "decides violated, but files may only suspect on PRM-22"),
        ({"criteria": "[PRM-04]", "more": "", "decides": "suspected"}, "decides suspected, but files may only none on PRM-04"),
        ({"zh": "English {target_sdk}"}, "sentence: zh is not Chinese"),
        ({"en": "中文 {target_sdk}"}, "sentence: en is not English"),
        ({"zh": "目标{target}"}, "sentence: unknown words target"),
        ({"more": "key: [target]"}, "key: target not in the result"),
        ({"sql": "select target_sdk from package"}, "the result has no column package"),
        ({"sql": "select package, target from package"}, "SQLite: no such column: target"),
        ({"sql": "select package, 1 as target_sdk from packages"}, "SQLite: no such table: packages"),
        ({"sql": "select package, random() as target_sdk from package"}, "SQLite: not authorized to use function: random"),
        ({"sql": "select package, name, max(target_sdk) as target_sdk from package group by package"}, "DuckDB: Binder Error"),
        ({"sql": 'select package, target_sdk from package where name = "blank"'}, "DuckDB: Binder Error"),
        ({"sql": "select package, target_sdk from package; drop table package"}, "SQLite: You can only execute one statement at a time."),
        ({"cases": None}, "no test file low-target.test.yaml"),
        ({"cases": "- {name: a}"}, "low-target.test.yaml: a: KeyError('expect')"),
        ({"cases": "a: 1"}, "low-target.test.yaml: must be a list of cases"),
        ({"cases": "- ["}, "low-target.test.yaml: while parsing"),
        ({"cases": "- {name: a, expect: violated, because: x}"}, "low-target.test.yaml: unknown because"),
    ],
)
def test_each_fault_is_found(problems, parts, says):
    assert [what for what in problems(**parts) if says in what] != []


def test_too_few_tests_are_counted_by_kind(problems):
    cases = "- {name: a, expect: violated, facts: {package: [{target_sdk: 1}]}}\n- {name: b, expect: not-found}"
    assert problems(cases=cases) == [
        "tests: fewer than 2 positive",
        "tests: fewer than 2 not-found",
        "tests: fewer than 1 near-miss",
        "tests: fewer than 1 not-tested",
    ]


def test_rows_of_a_case_must_fit_the_schema(problems, write_rule):
    good = (write_rule() / "MIIT-2020-5" / "low-target.test.yaml").read_text(encoding="utf-8")
    wrong = good.replace("{package: [{target_sdk: 30}]}", "{package: [{target: 30}], dreams: [{a: 1}]}")
    assert problems(cases=wrong) == ["tests: d: package has no target", "tests: d: unknown table dreams"]


def test_a_machine_with_a_run_may_decide_more_than_files(problems):
    parts = {"criteria": "[PRM-04]", "more": "", "needs": "[screen]", "cases": None}
    assert problems(**parts) == ["MIIT-2020-5/low-target.sql: no test file low-target.test.yaml"]


def test_problems_come_with_their_place(write_rule, catalogue):
    pack = load_pack(catalogue, write_rule(zh="x"))
    assert lint_pack(pack, catalogue) == [Problem("MIIT-2020-5/low-target.sql", "sentence: zh is not Chinese")]
