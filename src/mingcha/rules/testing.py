"""Runs the tests beside the rules: small fact rows, and the verdict that the rule must come to.

A test file x.test.yaml beside x.sql is a list of cases:

    - name: reads the IMEI in Application.onCreate
      expect: suspected            # violated, suspected, not-found or not-tested
      facts: {access: [{data_type: imei, start_state: at-start}]}
      coverage: {code: partial}    # needed kinds that are not named are complete
      near_miss: true              # the closest thing that is no finding
      owners: [jpush]              # owners of the findings, sorted (optional)
      sentence: …                  # Chinese sentence of the first finding (optional)
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from mingcha.facts.factset import FactSet
from mingcha.model import CoverageState, InvalidRuleError, Verdict
from mingcha.rules.duck import DuckTables
from mingcha.rules.judge import Judgement, judge
from mingcha.rules.loader import Pack
from mingcha.rules.sqlite import SqliteTables

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.catalogue import Catalogue
    from mingcha.rules.rule import Rule

_KEYS = ("name", "expect", "facts", "coverage", "near_miss", "owners", "sentence")


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a rule's test file."""

    name: str
    expect: Verdict
    facts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    coverage: dict[str, str] = field(default_factory=dict)
    near_miss: bool = False
    owners: list[str] | None = None
    sentence: str | None = None


class Failure(NamedTuple):
    """A case whose rule came to something else than expected."""

    rule: str
    case: str
    what: str


def cases_path(folder: Path, rule: Rule) -> Path:
    """Return where the tests of a rule of the pack in `folder` are."""
    return folder / rule.place.replace(".sql", ".test.yaml")


def load_cases(folder: Path, rule: Rule) -> list[Case]:
    """Read the test file beside a rule; InvalidRuleError when it is missing or malformed."""
    path = cases_path(folder, rule)
    try:
        records = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InvalidRuleError(f"{rule.place}: no test file {path.name}") from error
    except yaml.YAMLError as error:
        raise InvalidRuleError(f"{path.name}: {' '.join(str(error).split())}") from error
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise InvalidRuleError(f"{path.name}: must be a list of cases")
    cases = []
    for record in records:
        if unknown := sorted(set(record) - set(_KEYS)):
            raise InvalidRuleError(f"{path.name}: unknown {', '.join(unknown)}")
        try:
            cases.append(Case(**{**record, "expect": Verdict(record["expect"])}))
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidRuleError(f"{path.name}: {record.get('name')}: {error!r}") from error
    return cases


def run_tests(pack: Pack, catalogue: Catalogue) -> list[Failure]:
    """Run every rule's cases on both engines, which must agree in every word; return what failed, by rule and case."""
    failures = []
    for rule in pack.rules:
        cases = load_cases(pack.folder, rule)
        facts = [_facts(rule, case) for case in cases]
        alone = Pack((rule,), pack.digest, pack.folder)
        sqlite, duck = (judge(facts, alone, catalogue, tables) for tables in (SqliteTables, DuckTables))
        for case, each in zip(cases, facts, strict=True):
            wrong = _differences(case, sqlite[each.package])
            if duck[each.package] != sqlite[each.package]:
                wrong.append("DuckDB and SQLite judge differently")
            failures += [Failure(rule.id, case.name, what) for what in wrong]
    return failures


def _facts(rule: Rule, case: Case) -> FactSet:
    facts = FactSet(hashlib.sha256(case.name.encode()).hexdigest())
    try:
        for table, rows in case.facts.items():
            for row in rows:
                facts.add(table, **row)
    except (KeyError, TypeError) as error:
        raise InvalidRuleError(f"{rule.place}: case {case.name}: unknown table or column {error}") from error
    if not case.facts.get("package"):
        facts.add("package", kind="apk")
    for kind in dict.fromkeys((*rule.needs, *case.coverage)):
        state = CoverageState(case.coverage.get(kind, "complete"))
        why = (None, None) if state is CoverageState.COMPLETE else ("测试", "test")
        facts.cover(kind, state.value, *why)
    return facts


def _differences(case: Case, judgement: Judgement) -> list[str]:
    (outcome,) = judgement.rules
    wrong = []
    if outcome.verdict is not case.expect:
        wrong.append(f"expected {case.expect}, got {outcome.verdict} {outcome.failure or ''}".strip())
    owners = [finding.owner for finding in judgement.findings]
    if case.owners is not None and owners != case.owners:
        wrong.append(f"expected findings of {case.owners}, got {owners}")
    sentences = [finding.sentence.zh for finding in judgement.findings]
    if case.sentence is not None and sentences[:1] != [case.sentence]:
        wrong.append(f"expected the sentence {case.sentence}, got {sentences[:1]}")
    if any("{" in text for finding in judgement.findings for text in (finding.sentence.zh, finding.sentence.en)):
        wrong.append("a word of the sentence was not filled in")
    return wrong
