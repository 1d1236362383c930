"""One rule in words: what it is about, what it needs, what it finds and does not find, and its query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.reports import words
from mingcha.rules.testing import load_cases

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mingcha.catalogue import Catalogue
    from mingcha.model import Text
    from mingcha.rules.rule import Rule


def write(rule: Rule, catalogue: Catalogue, folder: Path) -> str:
    """Return the rule as text for a terminal, Chinese first and English beside it; `folder` is that of its pack."""
    decides, meaning, grade = words.VERDICTS[rule.decides], words.VERDICT_MEANINGS[rule.decides], words.GRADES[rule.grade]
    parts = [
        [rule.id, f"  {rule.title.zh}", f"  {rule.title.en}"],
        [
            f"结论 Verdict    {_both(decides)}（{_both(meaning)}）",
            f"级别 Grade      {_both(grade)}",
            *([f"通报用语 Label  {_both(catalogue.labels[rule.label].title)}"] if rule.label else []),
        ],
        ["条款 Clauses", *_clauses(rule, catalogue)],
        ["检测项 Criteria", *_criteria(rule, catalogue)],
        ["所需证据 Evidence", *_evidence(rule)],
        ["问题表述 Sentence", f"  {rule.sentence.zh}", f"  {rule.sentence.en}"],
        ["整改建议 Remedy", f"  {rule.remedy.zh}", f"  {rule.remedy.en}"],
        ["示例 Examples", *_examples(rule, folder)],
        [f"查询 Query  {rule.place}", rule.sql.strip()],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _both(text: Text) -> str:
    return words.joined(text)


def _clauses(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    for name in rule.clauses:
        clause = catalogue.clauses[name]
        yield f"  {name}  {_both(clause.title)}"
        if clause.text_zh:
            yield f"    {clause.text_zh}"
        yield f"    {clause.source}"


def _criteria(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    for name in rule.criteria:
        criterion = catalogue.criteria[name]
        yield f"  {name}  {_both(criterion.title)}"
        yield f"    {criterion.condition}"
        kinds = [catalogue.evidence_kinds[need.kind].title for need in criterion.evidence]
        yield f"    证据 evidence: {'、'.join(kind.zh for kind in kinds)} / {', '.join(kind.en for kind in kinds)}"
        if name in rule.exhausts:
            yield "    本规则无结果即可记为未发现 / silence of this rule settles it"


def _evidence(rule: Rule) -> Iterator[str]:
    for kind in rule.needs:
        name = words.known(words.EVIDENCE_KINDS, kind)
        yield f"  {_both(name)}：不完整且无结果时为未检测 / not tested where it is incomplete and nothing was found"
    for kind in rule.silence_of:
        name = words.known(words.EVIDENCE_KINDS, kind)
        yield f"  {_both(name)}：须完整方可认定 / must be complete before anything is found"


def _examples(rule: Rule, folder: Path) -> Iterator[str]:
    for case in load_cases(folder, rule):
        near = "（相近但不构成问题 / a near miss）" if case.near_miss else ""
        yield f"  {_both(words.VERDICTS[case.expect])}: {case.name}{near}"
