"""The test report as a laboratory signs it: cover, notes, conclusions with signature lines, findings, limits, annexes.

Nothing in it says more than the evidence does: 不符合 stands only where files prove it, 疑似 wherever a person or a device run
must confirm, and what was not tested is listed with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.model import Grade, Text, Verdict
from mingcha.reports import view, words
from mingcha.reports.blocks import Block, Column, Document, Heading, PageBreak, Paragraph, Signatures, Table, make_visible
from mingcha.reports.lab_annexes import annexes
from mingcha.reports.lab_findings import findings
from mingcha.reports.lab_words import (
    BLANK_DAY,
    BLANK_LINE,
    BLANK_NUMBER,
    COVER,
    HEADINGS,
    NOTES,
    ROLES,
    TABLES,
    VERDICTS,
    day_in_words,
)
from mingcha.reports.names import Names
from mingcha.reports.order import arrange
from mingcha.reports.visible import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mingcha.catalogue import Catalogue
    from mingcha.model import ClauseOutcome, Report

MAX_TEXT = 400
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a laboratory enters into its report: number, client and its own name; room is left for what is empty."""

    number: str = ""
    client: str = ""
    laboratory: str = ""


BLANK = Imprint()


def build(report: Report, catalogue: Catalogue, *, lang: str = "zh", day: str | None = None, imprint: Imprint = BLANK) -> Document:
    """Return the document in `lang` (zh or en); `day` (YYYY-MM-DD) is printed as its date, else room is left for it."""
    report, names = arrange(report), Names(catalogue)
    package = report.package
    say = _Speaker(lang)
    name = shorten(package.name or package.app_id or package.file_name, 80)
    blocks = [
        *_notes(say),
        *_conclusions(report, names, say),
        Heading(1, say.section(2, HEADINGS["findings"])),
        *findings(report, names, lang),
        Heading(1, say.section(3, HEADINGS["untested"])),
        *_untested(report, say),
        *annexes(report, names, lang),
        Paragraph(say(HEADINGS["end"]), small=True),
    ]
    document = Document(
        lang=lang,
        number=f"{say(COVER['number'])}{imprint.number or say(BLANK_NUMBER)}",
        title=say(COVER["title"]),
        subtitle=say(COVER["subtitle"]),
        cover=_cover(report, name, say, day, imprint),
        issuer=(say(COVER["issuer"]) + imprint.laboratory, day_in_words(day, lang) if day else say(BLANK_DAY)),
        head=(say(COVER["short_title"]), f"{say(COVER['number'])}{imprint.number or BLANK_LINE}"),
        foot=f"{name}　SHA-256 {package.sha256[:16]}…",
        page=say(COVER["page"]),
        blocks=tuple(blocks),
    )
    shown: Document = make_visible(document)
    return shown


class _Speaker:
    """Says texts in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, text: Text) -> str:
        return words.pick(text, self.lang)

    def section(self, number: int, text: Text) -> str:
        return f"{number}. {text.en}" if self.lang == "en" else f"{_NUMERALS[number - 1]}、{text.zh}"


def _cover(report: Report, name: str, say: _Speaker, day: str | None, imprint: Imprint) -> tuple[tuple[str, str], ...]:
    package, label = report.package, words.LABELS
    code = "" if package.version_code is None else f" ({package.version_code})"
    subjects = [shorten(found.subject or "—", 160) for found in view.certificates(report.signers)[:2]]
    rows = (
        (label["app_name"], name),
        (label["app_id"], shorten(package.app_id or say(label["unnamed"]), 120)),
        (label["version"], shorten(package.version_name or say(label["unnamed"]), 60) + code),
        (COVER["sha256"], package.sha256),
        (COVER["developer"], "\n".join(subjects) or say(label["unsigned"])),
        (COVER["client"], imprint.client or BLANK_LINE),
        (COVER["day"], day_in_words(day, say.lang) if day else say(BLANK_DAY)),
    )
    return tuple((say(name), value) for name, value in rows)


def _notes(say: _Speaker) -> Iterator[Block]:
    yield Heading(2, say(HEADINGS["notes"]))
    for number, text in enumerate((*NOTES, *words.HONESTY), 1):
        yield Paragraph(f"{number}. {say(text)}" if say.lang == "en" else f"{number}．{say(text)}")
    yield PageBreak()


def _conclusions(report: Report, names: Names, say: _Speaker) -> Iterator[Block]:
    outcomes = view.outcomes(report, names)
    yield Heading(1, say.section(1, HEADINGS["conclusions"]))
    yield Table((Column("", 22), Column("", 78)), tuple(_summary(report, outcomes, names, say)), headed=False)
    yield Signatures(tuple(say(role) for role in ROLES), say(HEADINGS["name"]), say(HEADINGS["day"]))
    yield PageBreak()
    numbers = view.numbers_by_clause(report.findings)
    for index, (prefix, notice) in enumerate(words.NOTICES.items()):
        title = Text(f"（{_NUMERALS[index]}）{notice.zh}", f"1.{index + 1} {notice.en}")
        yield Heading(2, say(title))
        columns = tuple(
            Column(say(TABLES[key]), share) for key, share in (("number", 7), ("clause", 25), ("verdict", 15), ("why", 43), ("see", 10))
        )
        rows = [
            (
                outcome.id.removeprefix(prefix),
                say(names.clause(outcome.id)),
                say(VERDICTS[outcome.verdict]),
                shorten(say(outcome.why), MAX_TEXT),
                _see(numbers.get(outcome.id, [])),
            )
            for outcome in outcomes
            if outcome.id.startswith(prefix)
        ]
        yield Table(columns, tuple(rows))
    yield Paragraph(say(TABLES["meaning"]) + _meanings(say), small=True)


def _summary(report: Report, outcomes: Sequence[ClauseOutcome], names: Names, say: _Speaker) -> Iterator[tuple[str, str]]:
    package, label = report.package, words.LABELS
    size = f"{view.human_size(package.size)} ({package.size:,} B)"
    kind = say(words.known(words.PACKAGE_KINDS, package.kind))
    yield say(COVER["sample"]), f"{shorten(package.file_name, 120)}\n{kind}, {size}"
    yield say(COVER["sha256"]), package.sha256
    yield say(COVER["basis"]), "\n".join(say(notice) for notice in words.NOTICES.values())
    yield say(COVER["method"]), say(HEADINGS["method"])
    if package.packer:
        yield say(label["packer"]), say(names.packer(package.packer)) + say(HEADINGS["packed"])
    yield say(COVER["counts"]), _counts(outcomes, say)
    if labels := _labels(report, names, say):
        yield say(COVER["labels"]), labels
    yield say(label["conclusion"]), say(_verdict_sentence(outcomes))


def _counts(outcomes: Sequence[ClauseOutcome], say: _Speaker) -> str:
    grouped = view.by_verdict(outcomes)
    parts = [f"{say(VERDICTS[verdict])} {len(found)}" for verdict, found in grouped.items()]
    total = Text(f"两份通知共{len(outcomes)}项：", f"{len(outcomes)} clauses of two notices: ")
    return say(total) + ("，" if say.lang == "zh" else ", ").join(parts)


def _labels(report: Report, names: Names, say: _Speaker) -> str:
    """Return the labels of public notices under which the findings fall, by verdict; what is only a note has none."""
    lines = []
    for verdict in (Verdict.VIOLATED, Verdict.SUSPECTED):
        found = [finding for finding in report.findings if finding.verdict is verdict and finding.grade is not Grade.NOTE]
        labels = dict.fromkeys(say(names.label(finding.label)) for finding in found if finding.label)
        if labels:
            zh = say.lang == "zh"
            lines.append(f"{say(VERDICTS[verdict])}{'：' if zh else ': '}{('；' if zh else '; ').join(labels)}")
    return "\n".join(lines)


def _verdict_sentence(outcomes: Sequence[ClauseOutcome]) -> Text:
    """Return the conclusion in one sentence; it never says that an app complies."""
    grouped = view.by_verdict(outcomes)
    violated, suspected, open_ = (len(grouped[key]) for key in (Verdict.VIOLATED, Verdict.SUSPECTED, Verdict.NOT_TESTED))
    if not violated and not suspected:
        return Text(
            f"在已检测的范围内未发现不符合项；另有{open_}项未检测，不能据此认为该应用符合要求。",
            f"Nothing was found in what was tested; {open_} clauses were not tested, so this does not show that the app complies.",
        )
    return Text(
        f"该应用{violated}项不符合，{suspected}项疑似不符合，另有{open_}项未检测。疑似项须经真机检测或人工复核确认后方可认定。",
        f"{violated} clauses are violated and {suspected} suspected; {open_} were not tested. "
        "What is suspected must be confirmed by a run on a device or by a person before it counts.",
    )


def _see(numbers: list[int]) -> str:
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in view.ranges(numbers)) or "—"


def _meanings(say: _Speaker) -> str:
    parts = [(say(VERDICTS[verdict]), say(meaning)) for verdict, meaning in words.VERDICT_MEANINGS.items()]
    if say.lang == "en":
        return "; ".join(f"{name}: {meaning}" for name, meaning in parts) + "."
    return "；".join(f"{name}：{meaning}" for name, meaning in parts) + "。"


def _untested(report: Report, say: _Speaker) -> Iterator[Block]:
    columns = (Column(say(TABLES["evidence"]), 22), Column(say(TABLES["state"]), 14), Column(say(TABLES["reason"]), 64))
    rows = [
        (
            say(words.known(words.EVIDENCE_KINDS, item.kind)),
            say(words.COVERAGE_STATES[item.state]),
            shorten(say(item.why), MAX_TEXT) if item.why else "—",
        )
        for item in view.coverage_in_order(report.coverage)
    ]
    yield Paragraph(say(HEADINGS["untested_note"]))
    yield Table(columns, tuple(rows))
    if report.limits:
        yield Heading(2, say(words.LABELS["limits"]))
        for number, limit in enumerate(report.limits[:40], 1):
            yield Paragraph(f"{number}. {shorten(say(limit), MAX_TEXT)}", small=True)
        if len(report.limits) > 40:  # noqa: PLR2004 - what a reader reads; the JSON report has all
            yield Paragraph(say(words.more(len(report.limits) - 40)), small=True)
