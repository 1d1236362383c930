"""Judges packages: every rule's query runs once over all of them; what was not seen is not tested."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mingcha.model import ClauseOutcome, CoverageState, Finding, Grade, ToldType, Verdict
from mingcha.rules.evidence import Evidence
from mingcha.rules.findings import make_findings
from mingcha.rules.outcomes import ClauseOutcomes, RuleOutcome
from mingcha.rules.tables import QueryError, Rows, Tables, open_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mingcha.catalogue import Catalogue
    from mingcha.facts.factset import FactSet
    from mingcha.rules.loader import Pack
    from mingcha.rules.rule import Rule

_GRADES = tuple(Grade)


class Judgement(NamedTuple):
    """What is said of one package: findings by grade, rule, owner, data type; all 36 clauses; every rule's outcome.

    `told` sets what the code can read beside what the policy says, where there is a policy.
    """

    findings: tuple[Finding, ...]
    clauses: tuple[ClauseOutcome, ...]
    rules: tuple[RuleOutcome, ...]
    told: tuple[ToldType, ...] = ()


def judge(
    facts: Sequence[FactSet],
    pack: Pack,
    catalogue: Catalogue,
    open_with: Callable[[Sequence[FactSet], Catalogue], Tables] = open_tables,
) -> dict[str, Judgement]:
    """Return the judgement of each package by its SHA-256, in the order given; of equal packages the first counts.

    A rule whose query fails is not tested for any package; the others go on.
    """
    packages = {each.package: each for each in reversed(facts)}
    packages = {each.package: packages[each.package] for each in facts}
    found: dict[str, list[Finding]] = {package: [] for package in packages}
    outcomes: dict[str, dict[str, RuleOutcome]] = {package: {} for package in packages}
    evidence = {package: Evidence(each) for package, each in packages.items()}
    tables = open_with(list(packages.values()), catalogue)
    try:
        for rule in pack.rules:
            # Without any package that gives what the rule needs its rows would say nothing.
            can_tell = any(not _is_blind(rule, each) for each in evidence.values())
            rows, failure = _ask(tables, rule) if can_tell else ({}, None)
            for package in packages:
                findings, outcome = _apply(rule, rows.get(package, []), failure, evidence[package], catalogue)
                found[package] += findings
                outcomes[package][rule.id] = outcome
        told = _told(tables)
    finally:
        tables.close()
    clauses = ClauseOutcomes(pack.rules, catalogue)
    return {
        package: Judgement(
            findings=tuple(sorted(found[package], key=_order)),
            clauses=clauses.of(found[package], outcomes[package], evidence[package]),
            rules=tuple(outcomes[package].values()),
            told=told.get(package, ()),
        )
        for package in packages
    }


def _told(tables: Tables) -> dict[str, tuple[ToldType, ...]]:
    found: dict[str, list[ToldType]] = {}
    for row in tables.query("select package, owner, data_type, state, quote from told_type order by package, data_type, owner"):
        found.setdefault(row["package"], []).append(ToldType(row["owner"], row["data_type"], row["state"], row["quote"]))
    return {package: tuple(rows) for package, rows in found.items()}


def _ask(tables: Tables, rule: Rule) -> tuple[dict[str, Rows], str | None]:
    """Run one rule; return its rows by package, or why there are none."""
    by_package: dict[str, Rows] = {}
    try:
        for row in tables.query(rule.sql):
            by_package.setdefault(row["package"], []).append(row)
    except QueryError as error:
        return {}, str(error)
    return by_package, None


def _is_blind(rule: Rule, evidence: Evidence) -> bool:
    """Tell whether a kind of evidence that a rule needs is absent."""
    return any(evidence.of(kind).state is CoverageState.ABSENT for kind in evidence.incomplete(rule.needs))


def _apply(rule: Rule, rows: Rows, failure: str | None, evidence: Evidence, catalogue: Catalogue) -> tuple[list[Finding], RuleOutcome]:
    if failure is not None:
        return [], RuleOutcome(rule.id, Verdict.NOT_TESTED, (), failure)
    lacking = evidence.incomplete(rule.needs)
    if not rows or _is_blind(rule, evidence):
        verdict = Verdict.NOT_TESTED if lacking else Verdict.NOT_FOUND
        return [], RuleOutcome(rule.id, verdict, lacking)
    unproved = evidence.incomplete(rule.silence_of)
    if unproved:
        return [], RuleOutcome(rule.id, Verdict.NOT_TESTED, unproved)
    return make_findings(rule, rows, catalogue), RuleOutcome(rule.id, rule.decides)


def _order(finding: Finding) -> tuple[int, str, str, str]:
    return _GRADES.index(finding.grade), finding.rule, finding.owner, finding.data_type or ""
