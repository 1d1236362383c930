"""The findings of the laboratory report: each with verdict, clauses, culprit, sentence, evidence, call path and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.reports import view, words
from mingcha.reports.blocks import Block, Column, Heading, Paragraph, Table
from mingcha.reports.lab_words import TABLES, VERDICTS
from mingcha.reports.names import readable
from mingcha.reports.visible import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.model import Evidence, Finding, Report
    from mingcha.reports.names import Names

# What a signed report shows; the rest is counted, and stands in the JSON report.
MAX_GROUPS = 80
MAX_ALIKE = 15
MAX_PLACES = 2
MAX_STEPS = 10
MAX_TEXT = 400


def findings(report: Report, names: Names, lang: str) -> Iterator[Block]:
    """Yield one part per group of findings (one rule, one owner), numbered as the tables of conclusions refer to them."""
    groups = view.groups(report.findings)
    if not groups:
        yield Paragraph(words.pick(words.LABELS["no_findings"], lang))
    for number, group in enumerate(groups[:MAX_GROUPS], 1):
        yield from _group(number, group, names, lang)
    if len(groups) > MAX_GROUPS:
        yield Paragraph(words.pick(words.more(sum(map(len, groups[MAX_GROUPS:]))), lang), small=True)


def _group(number: int, group: list[Finding], names: Names, lang: str) -> Iterator[Block]:
    def say(text: Text) -> str:
        return words.pick(text, lang)

    first, label = group[0], words.LABELS
    title = f"{say(TABLES['finding'])} {number}　{shorten(say(first.title), MAX_TEXT)}"
    yield Heading(3, title)
    owner, vendor = say(names.owner(first.owner)), names.vendor(first.owner)
    verdict = (say(VERDICTS[first.verdict]), say(words.GRADES[first.grade]), say(words.VERDICT_MEANINGS[first.verdict]))
    rows = [
        (say(TABLES["verdict"]), " · ".join(verdict)),
        (say(label["clauses"]), "\n".join(f"{say(words.clause_reference(c))}　{say(names.clause(c))}" for c in first.clauses)),
        *([(say(label["label"]), say(names.label(first.label)))] if first.label else []),
        (say(label["owner"]), shorten(owner, 200) + (f" · {vendor}" if vendor else "")),
        (say(label["rule"]), f"{first.rule}　{', '.join(first.criteria)}"),
    ]
    rows += [(say(label["mark"]), shorten(say(mark), MAX_TEXT)) for mark in view.marks(first)]
    for index, finding in enumerate(group[:MAX_ALIKE], 1):
        mark = f" {index}" if len(group) > 1 else ""
        rows.append((say(TABLES["description"]) + mark, shorten(say(finding.sentence), MAX_TEXT)))
        if finding.evidence:
            rows.append((say(label["evidence"]) + mark, _places(finding, lang)))
        following = group[index] if index < min(len(group), MAX_ALIKE) else None
        if following is None or following.remedy != finding.remedy:
            rows.append((say(label["remedy"]), shorten(say(finding.remedy), MAX_TEXT)))
    if len(group) > MAX_ALIKE:
        rows.append((say(label["alike"]), say(words.more(len(group) - MAX_ALIKE))))
    yield Table((Column("", 18), Column("", 82)), tuple(rows), headed=False)


def _places(finding: Finding, lang: str) -> str:
    best = view.best_evidence(finding)
    places = [place for place in (best, *finding.evidence) if place is not None]
    shown = list(dict.fromkeys(places))[:MAX_PLACES]
    lines = [line for index, place in enumerate(shown) for line in _place(place, lang, path=index == 0)]
    hidden = len(finding.evidence) - len(shown)
    return "\n".join([*lines, words.pick(words.more(hidden), lang)] if hidden > 0 else lines)


def _place(place: Evidence, lang: str, *, path: bool) -> Iterator[str]:
    kind = words.pick(words.known(words.EVIDENCE_KINDS, place.kind), lang)
    yield f"[{kind}] {readable(shorten(place.where, MAX_TEXT))}"
    if place.quote:
        yield f"　{readable(shorten(place.quote, MAX_TEXT))}"
    if path and place.path:
        head, hidden, tail = view.middle_cut(place.path, MAX_STEPS)
        yield words.pick(Text("调用路径：", "Call path:"), lang)
        steps = [*head, *([words.pick(words.hidden_steps(hidden), lang)] if hidden else []), *tail]
        for number, step in enumerate(steps):
            yield f"　{'→ ' if number else ''}{readable(shorten(step, MAX_TEXT))}"
