"""The catalogue, and packs of a few small rules written into a folder."""

import pytest

from mingcha.catalogue import load
from mingcha.rules import load_pack
from mingcha.rules.duck import DuckTables
from mingcha.rules.sqlite import SqliteTables

RULE = """/*---
id: {id}
clauses: {clauses}
criteria: {criteria}
label: {label}
title: {{zh: 标题, en: Title}}
decides: {decides}
grade: {grade}
needs: {needs}
{more}
sentence: {{zh: "{zh}", en: "{en}"}}
remedy: {{zh: 删除。, en: Remove it.}}
---*/
{sql}
"""
DEFAULTS = {
    "clauses": "[MIIT-2020-5]",
    "criteria": "[PRM-13]",
    "label": "APP强制、频繁、过度索取权限",
    "decides": "violated",
    "grade": "serious",
    "needs": "[manifest]",
    "more": "exhausts: [PRM-13]",
    "zh": "目标版本为{target_sdk}。",
    "en": "The target is {target_sdk}.",
    "sql": "select package, target_sdk from package where target_sdk < 23",
}
CASES = """- {name: a, expect: violated, facts: {package: [{target_sdk: 22}]}}
- {name: b, expect: violated, facts: {package: [{target_sdk: 1}]}}
- {name: c, expect: not-found, near_miss: true, facts: {package: [{target_sdk: 23}]}}
- {name: d, expect: not-found, facts: {package: [{target_sdk: 30}]}}
- {name: e, expect: not-tested, coverage: {manifest: absent}}
"""


@pytest.fixture(scope="session")
def catalogue():
    return load()


@pytest.fixture(scope="session")
def own_pack(catalogue):
    return load_pack(catalogue)


@pytest.fixture
def write_rule(tmp_path):
    """Return a function that writes a rule with its tests into the folder of a pack, and returns that folder."""

    def write(rule_id="low-target", folder="MIIT-2020-5", cases=CASES, **parts):
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        (place / f"{rule_id}.sql").write_text(RULE.format(id=rule_id, **{**DEFAULTS, **parts}), encoding="utf-8")
        if cases is not None:
            (place / f"{rule_id}.test.yaml").write_text(cases, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture(params=[SqliteTables, DuckTables], ids=["sqlite", "duckdb"])
def tables(request, catalogue):
    """Return a function that opens facts in one engine, and closes it after the test."""
    opened = []

    def open_facts(*facts):
        opened.append(request.param(facts, catalogue))
        return opened[-1]

    yield open_facts
    for each in opened:
        each.close()
