"""Checks a rule pack: references, languages, honesty, SQL on both engines, and tests beside each rule."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mingcha.facts.schema import TABLES
from mingcha.model import InvalidRuleError, Verdict
from mingcha.rules.duck import DuckTables
from mingcha.rules.evidence import FILE_KINDS, KINDS
from mingcha.rules.outcomes import applies_to_packages
from mingcha.rules.rule import GIVEN_WORDS, RESULT_COLUMNS, Rule, placeholders
from mingcha.rules.sqlite import SqliteTables
from mingcha.rules.tables import QueryError
from mingcha.rules.testing import Case, load_cases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mingcha.catalogue import Catalogue, Criterion
    from mingcha.rules.loader import Pack
    from mingcha.rules.tables import Tables

_HAN = re.compile("[\u4e00-\u9fff]")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# A criterion's verdict fields, and what a rule may then decide.
_MAY = {
    "decide": (Verdict.VIOLATED, Verdict.SUSPECTED),
    "suspect": (Verdict.SUSPECTED,),
    "none": (),
}
_AT_LEAST = {"positive": 2, Verdict.NOT_FOUND: 2, "near-miss": 1, Verdict.NOT_TESTED: 1}


class Problem(NamedTuple):
    """Something wrong with a rule of a pack."""

    place: str
    what: str


def lint_pack(pack: Pack, catalogue: Catalogue) -> list[Problem]:
    """Return everything wrong with a pack, in the order of its rules; an empty list means that it may be used."""
    engines: dict[str, Tables] = {"SQLite": SqliteTables((), catalogue), "DuckDB": DuckTables((), catalogue)}
    problems = []
    for rule in pack.rules:
        checks = (
            _names(rule, catalogue),
            _references(rule),
            _booking(rule, catalogue),
            _languages(rule),
            _honesty(rule, catalogue),
            _query(rule, engines),
            _tests(rule, pack),
        )
        problems += [Problem(rule.place, what) for check in checks for what in check]
    for engine in engines.values():
        engine.close()
    return problems


def _names(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    folder, _, file = rule.place.partition("/")
    if f"{rule.id}.sql" != file:
        yield f"id {rule.id} is not the name of the file"
    if not _ID.fullmatch(rule.id):
        yield f"id {rule.id} must be lower-case words joined by hyphens"
    if folder not in rule.clauses:
        yield f"folder {folder} is not one of its clauses"
    if rule.label and rule.label not in catalogue.labels:
        yield f"label {rule.label} is not a label of public notices"


def _references(rule: Rule) -> Iterator[str]:
    for name in ("clauses", "criteria", "needs"):
        if not getattr(rule, name):
            yield f"{name} must not be empty"
    for name in ("clauses", "criteria", "exhausts", "needs", "silence_of", "key"):
        twice = [item for item, times in Counter(getattr(rule, name)).items() if times > 1]
        if twice:
            yield f"{name}: {', '.join(twice)} twice"
    for kind in (*rule.needs, *rule.silence_of):
        if kind not in KINDS:
            yield f"unknown kind of evidence {kind}"
    for name, known in (("exhausts", rule.criteria), ("silence_of", rule.needs)):
        foreign = [item for item in getattr(rule, name) if item not in known]
        if foreign:
            yield f"{name}: {', '.join(foreign)} not among {', '.join(known)}"


def _booking(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    criteria = [catalogue.criteria[name] for name in rule.criteria]
    for criterion in criteria:
        bound = [name for name in criterion.clauses if applies_to_packages(catalogue.clauses[name])]
        missing = [name for name in bound if name.startswith("MIIT-20") and name not in rule.clauses]
        if missing:
            yield f"criterion {criterion.id} also belongs to {', '.join(missing)}"
    for name in rule.clauses:
        if not any(name in criterion.clauses for criterion in criteria):
            yield f"clause {name} has none of its criteria"
        if not applies_to_packages(catalogue.clauses[name]):
            yield f"clause {name} binds nobody whose acts show in a package"
    labels = {criterion.label for criterion in criteria}
    if (rule.label or None) not in labels:
        yield f"label {rule.label or '(none)'} is none of its criteria's labels: {', '.join(sorted(str(label) for label in labels))}"


def _languages(rule: Rule) -> Iterator[str]:
    for name in ("title", "sentence", "remedy"):
        text = getattr(rule, name)
        if not _HAN.search(text.zh):
            yield f"{name}: zh is not Chinese"
        if not text.en or _HAN.search(text.en):
            yield f"{name}: en is not English"


def _honesty(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    from_files = set(rule.needs) <= set(FILE_KINDS)
    for name in rule.criteria:
        criterion = catalogue.criteria[name]
        verdict = criterion.file_only_verdict if from_files else criterion.machine_verdict
        if rule.decides not in _MAY[verdict]:
            source = "files" if from_files else "a machine"
            yield f"decides {rule.decides}, but {source} may only {verdict} on {name}"
    for name in rule.exhausts:
        missing = _unmet(catalogue.criteria[name], rule, catalogue)
        if missing:
            yield f"cannot exhaust {name} without {', '.join(missing)}"


def _unmet(criterion: Criterion, rule: Rule, catalogue: Catalogue) -> list[str]:
    kinds = [catalogue.evidence_kinds[need.kind] for need in criterion.evidence]
    return [kind.id for kind in kinds if kind.coverage not in rule.needs]


def _query(rule: Rule, engines: Mapping[str, Tables]) -> Iterator[str]:
    results = []
    for name, engine in engines.items():
        try:
            results.append(engine.columns(rule.sql))
        except QueryError as error:
            yield f"{name}: {error}"
    if len(results) < len(engines):
        return
    first, *others = results
    if any(other != first for other in others):
        yield f"the engines name the columns differently: {results}"
    if "package" not in first:
        yield "the result has no column package"
    if foreign := [name for name in rule.key if name not in first]:
        yield f"key: {', '.join(foreign)} not in the result"
    words = {*GIVEN_WORDS, *(name for name in first if name not in RESULT_COLUMNS)}
    for name in ("sentence", "remedy"):
        if unknown := sorted(placeholders(getattr(rule, name)) - words):
            yield f"{name}: unknown words {', '.join(unknown)}"
    if placeholders(rule.title):
        yield "title: is the same for every finding and takes no words"


def _tests(rule: Rule, pack: Pack) -> Iterator[str]:
    try:
        cases = load_cases(pack.folder, rule)
    except InvalidRuleError as error:
        yield str(error)
        return
    names = Counter(case.name for case in cases)
    if twice := [name for name, times in names.items() if times > 1]:
        yield f"tests: {', '.join(twice)} twice"
    for wanted, least in _AT_LEAST.items():
        if sum(_counts_as(case, wanted, rule) for case in cases) < least:
            yield f"tests: fewer than {least} {wanted}"
    for case in cases:
        for table, rows in case.facts.items():
            if table not in TABLES:
                yield f"tests: {case.name}: unknown table {table}"
                continue
            known = {column.name for column in TABLES[table].columns}
            if unknown := sorted({name for row in rows for name in row} - known):
                yield f"tests: {case.name}: {table} has no {', '.join(unknown)}"


def _counts_as(case: Case, wanted: str, rule: Rule) -> bool:
    if wanted == "positive":
        return case.expect is rule.decides
    if wanted == "near-miss":
        return case.near_miss and case.expect is Verdict.NOT_FOUND
    return case.expect == wanted
