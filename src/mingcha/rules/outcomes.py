"""Says for every clause of the two notices what can be said, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mingcha.model import ClauseOutcome, Finding, Text, Verdict
from mingcha.rules.evidence import FILE_KINDS, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mingcha.catalogue import Catalogue, Clause, Criterion
    from mingcha.rules.evidence import Evidence
    from mingcha.rules.rule import Rule

NOTICES = ("MIIT-2020", "MIIT-2023")
# Those whose duties can show in a package: the app, an SDK in it, the store that hands it out.
_SHOWN_BY_PACKAGE = ("APP", "SDK", "store")
_NO_RULE = Text("尚无规则", "no rule yet")
_RULE_FAILED = Text("规则执行失败", "rule failed")


class RuleOutcome(NamedTuple):
    """What one rule says of one package; `lacking` are the kinds of evidence that kept it from a verdict."""

    rule: str
    verdict: Verdict
    lacking: tuple[str, ...] = ()
    failure: str | None = None


class _Tested(NamedTuple):
    """The criteria of a clause by how far they were tested, and what the rest needs."""

    settled: int
    touched: int
    open: int
    needs: Counter[Text]
    reasons: tuple[str, ...]


def applies_to_packages(clause: Clause) -> bool:
    """Tell whether a clause binds anybody whose acts can show in a package."""
    return bool({*clause.subjects} & {*_SHOWN_BY_PACKAGE})


class ClauseOutcomes:
    """What is said of clauses, for packages that one pack judged; packages alike in what counts for a clause share the answer."""

    def __init__(self, rules: Iterable[Rule], catalogue: Catalogue) -> None:
        """Take the rules that the packages were judged by."""
        self._catalogue = catalogue
        self._by_criterion: dict[str, list[Rule]] = {}
        for rule in rules:
            for criterion in rule.criteria:
                self._by_criterion.setdefault(criterion, []).append(rule)
        self._clauses = [(clause, self._rules_of(clause)) for clause in catalogue.clauses.values() if clause.notice in NOTICES]
        self._untested: dict[tuple[object, ...], ClauseOutcome] = {}

    def of(self, findings: Sequence[Finding], outcomes: Mapping[str, RuleOutcome], evidence: Evidence) -> tuple[ClauseOutcome, ...]:
        """Return one outcome per clause of both notices, in catalogue order; `outcomes` are those of all rules, by rule."""
        return tuple(self._outcome(clause, rules, findings, outcomes, evidence) for clause, rules in self._clauses)

    def _rules_of(self, clause: Clause) -> tuple[str, ...]:
        criteria = self._catalogue.criteria_by_clause[clause.id] if applies_to_packages(clause) else ()
        return tuple(dict.fromkeys(rule.id for criterion in criteria for rule in self._by_criterion.get(criterion.id, ())))

    def _outcome(
        self, clause: Clause, rules: tuple[str, ...], findings: Sequence[Finding], outcomes: Mapping[str, RuleOutcome], evidence: Evidence
    ) -> ClauseOutcome:
        booked = [finding for finding in findings if clause.id in finding.clauses]
        for verdict in (Verdict.VIOLATED, Verdict.SUSPECTED):
            if any(finding.verdict is verdict for finding in booked):
                return ClauseOutcome(clause.id, verdict, _found(booked))
        key = (clause.id, evidence.states, *[outcomes[rule] for rule in rules])
        known = self._untested.get(key)
        if known is None:
            known = self._untested[key] = self._without_findings(clause, outcomes, evidence)
        return known

    def _without_findings(self, clause: Clause, outcomes: Mapping[str, RuleOutcome], evidence: Evidence) -> ClauseOutcome:
        if not applies_to_packages(clause):
            return ClauseOutcome(clause.id, Verdict.NOT_APPLICABLE, _outside(clause, self._catalogue))
        tested = _test(self._catalogue.criteria_by_clause[clause.id], outcomes, self._by_criterion, evidence, self._catalogue)
        if tested.touched + tested.open == 0:
            why = Text(
                f"全部{tested.settled}条检测项均已检测，未发现问题。",
                f"All {tested.settled} criteria were tested; nothing was found.",
            )
            return ClauseOutcome(clause.id, Verdict.NOT_FOUND, why)
        return ClauseOutcome(clause.id, Verdict.NOT_TESTED, _untested(tested, evidence))


def _found(findings: Sequence[Finding]) -> Text:
    """Name the rules behind a verdict with the number of their findings, violations first."""
    words = {Verdict.VIOLATED: Text("违规", "violated"), Verdict.SUSPECTED: Text("疑似", "suspected")}
    zh, en = [], []
    for verdict, word in words.items():
        counted = Counter(finding.rule for finding in findings if finding.verdict is verdict)
        if counted:
            titles = {finding.rule: finding.title for finding in findings}
            zh.append(f"{word.zh}：" + "、".join(f"{titles[rule].zh}（{rule}，{n}项）" for rule, n in sorted(counted.items())))
            en.append(f"{word.en}: " + ", ".join(f"{titles[rule].en} ({rule}, {n})" for rule, n in sorted(counted.items())))
    return Text("；".join(zh) + "。", "; ".join(en) + ".")


def _outside(clause: Clause, catalogue: Catalogue) -> Text:
    subjects = [catalogue.subjects[name] for name in clause.subjects]
    return Text(
        f"本条约束{'、'.join(subject.zh for subject in subjects)}，不能由安装包判断。",
        f"This clause binds {', '.join(subject.en for subject in subjects)}; a package cannot show it.",
    )


def _test(
    criteria: Sequence[Criterion],
    outcomes: Mapping[str, RuleOutcome],
    by_criterion: Mapping[str, list[Rule]],
    evidence: Evidence,
    catalogue: Catalogue,
) -> _Tested:
    settled = touched = 0
    needs: Counter[Text] = Counter()
    lacking: dict[str, None] = {}
    for criterion in criteria:
        rules = by_criterion.get(criterion.id, [])
        silent = [rule for rule in rules if outcomes[rule.id].verdict is Verdict.NOT_FOUND]
        if any(criterion.id in rule.exhausts for rule in silent):
            settled += 1
        elif silent:
            touched += 1
        else:
            missing = _missing(criterion, [outcomes[rule.id] for rule in rules], evidence, catalogue)
            needs.update(missing)
            lacking |= dict.fromkeys(kind for kind in FILE_KINDS if KINDS[kind] in missing)
    return _Tested(settled, touched, len(criteria) - settled - touched, needs, tuple(lacking))


def _missing(criterion: Criterion, outcomes: Sequence[RuleOutcome], evidence: Evidence, catalogue: Catalogue) -> set[Text]:
    """Return what a criterion still needs, in words: kinds of evidence, or a rule."""
    missing = set()
    for need in criterion.evidence:
        kind = catalogue.evidence_kinds[need.kind]
        if kind.coverage is None:
            missing.add(kind.title)
        elif not evidence.complete(kind.coverage):
            missing.add(KINDS[kind.coverage])
    missing |= {KINDS[kind] for outcome in outcomes for kind in outcome.lacking}
    if any(outcome.failure for outcome in outcomes):
        missing.add(_RULE_FAILED)
    return missing or {_NO_RULE}


def _untested(tested: _Tested, evidence: Evidence) -> Text:
    total = tested.settled + tested.touched + tested.open
    zh, en = [f"共{total}条检测项："], [f"Of {total} criteria"]
    counted = []
    if tested.settled:
        counted.append((f"{tested.settled}条已检测未发现", f"{tested.settled} tested without a finding"))
    if tested.touched:
        counted.append((f"{tested.touched}条仅作部分检查未发现", f"{tested.touched} only partly tested without a finding"))
    if tested.open:
        counted.append((f"{tested.open}条未检测", f"{tested.open} not tested"))
    zh.append("，".join(part for part, _ in counted))
    en.append(f" {', '.join(part for _, part in counted)}")
    if tested.needs:
        order = sorted(tested.needs.items(), key=lambda item: (-item[1], item[0].en))
        zh.append("；需要：" + "、".join(f"{need.zh}({n})" for need, n in order))
        en.append("; these need: " + ", ".join(f"{need.en} ({n})" for need, n in order))
    given = [kind for kind in tested.reasons if evidence.of(kind).why.zh != "未提供"]
    if given:
        reasons = evidence.reasons(given)
        zh.append(f"（{reasons.zh}）")
        en.append(f" ({reasons.en})")
    return Text("".join(zh) + "。", "".join(en) + ".")
