"""The report as one HTML file: no network, Chinese with an English switch, for the screen and for paper."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingcha.model import CoverageState, Text, Verdict
from mingcha.reports import json, policy_marks, policy_matrix, policy_words, view, words
from mingcha.reports.names import Names, readable
from mingcha.reports.order import arrange
from mingcha.reports.visible import shorten, visible

if TYPE_CHECKING:
    import jinja2

    from mingcha.catalogue import Catalogue
    from mingcha.model import Finding, Report

MAX_BYTES = 2_000_000
TEMPLATES = Path(__file__).parent / "templates"

# A verdict is told by word, shape and border, never by colour alone.
SHAPES = {
    Verdict.VIOLATED: "■",
    Verdict.SUSPECTED: "▲",
    Verdict.NOT_TESTED: "◇",
    Verdict.NOT_FOUND: "○",
    Verdict.NOT_APPLICABLE: "－",
}
COVERAGE_SHAPES = {CoverageState.COMPLETE: "●", CoverageState.PARTIAL: "◐", CoverageState.ABSENT: "○"}


@dataclass(frozen=True, slots=True)
class Caps:
    """How much of each list is shown, how many characters of a text, and of a policy's; the rest is counted and left to the JSON."""

    findings: int
    places: int
    steps: int
    rows: int
    sites: int
    text: int
    policy: int
    signers: int = 4
    references: int = 12
    statements: int = 8


# From generous to what fits into MAX_BYTES whatever the package holds.
LEVELS = (
    Caps(findings=300, places=8, steps=40, rows=300, sites=200, text=1000, policy=200_000),
    Caps(findings=120, places=4, steps=16, rows=150, sites=60, text=400, policy=60_000),
    Caps(findings=50, places=2, steps=8, rows=50, sites=20, text=100, policy=8_000),
)


def write(report: Report, catalogue: Catalogue, *, lang: str = "zh") -> str:
    """Return the report as an HTML document of less than MAX_BYTES that opens in `lang` (zh or en) and holds both.

    Lists that are cut say how much is missing. All text is escaped, and what cannot be seen is named (`visible`).
    """
    report, names = arrange(report), Names(catalogue)
    template = _environment().get_template("report.html")
    content = _content(report, names, lang)
    page = ""
    for caps in LEVELS:
        page = template.render(content | _capped(report, content["groups"], caps, names) | _policy(report, caps, names, catalogue))
        if len(page.encode()) < MAX_BYTES:
            break
    return page


def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )


def _content(report: Report, names: Names, lang: str) -> dict[str, Any]:
    package = report.package
    outcomes = view.outcomes(report, names)
    grouped = view.by_verdict(outcomes)
    groups = view.groups(report.findings)
    levels = view.permissions_by_level(report.permissions)
    weighty = levels.pop("dangerous", []) + levels.pop("special", [])
    return {
        **_assets(),
        "report": report,
        "package": package,
        "lang": lang,
        "title": package.name or package.app_id or package.file_name,
        "digest": hashlib.sha256(json.write(report).encode()).hexdigest(),
        "names": names,
        "words": words,
        "label": words.LABELS,
        "known": words.known,
        "reference": words.clause_reference,
        "human_size": view.human_size,
        "sdk_state": lambda state: words.known(words.SDK_STATES, state),
        "trait_kind": lambda trait: words.known(words.SDK_EVIDENCE, trait.partition(":")[0]),
        "shapes": SHAPES,
        "coverage_shapes": COVERAGE_SHAPES,
        "certificates": view.certificates(report.signers),
        "grouped": grouped,
        "outcomes": outcomes,
        "summary": _summary({verdict: len(found) for verdict, found in grouped.items()}),
        "numbers": defaultdict(list, view.numbers_by_clause(report.findings)),
        "groups": groups,
        "ranges": view.ranges,
        "marks": view.marks,
        "states": words.START_STATE_ORDER,
        "rows": view.access_rows(report.accesses, names),
        "weighty": weighty,
        "ordinary": [permission for found in levels.values() for permission in found],
        "exported": [component for component in report.components if component.exported],
        "internal": [component for component in report.components if not component.exported],
        "coverage": view.coverage_in_order(report.coverage),
    }


def _capped(report: Report, groups: list[list[Finding]], caps: Caps, names: Names) -> dict[str, Any]:
    shown, room = [], caps.findings
    for group in groups:
        if room > 0:
            shown.append(group[:room])
            room -= len(group)
    return {
        "shown_groups": shown,
        "hidden_findings": max(0, -room) + sum(map(len, groups[len(shown) :])),
        "caps": caps,
        "cut": lambda text: shorten(text, caps.text),
        "java": lambda text: readable(shorten(text, caps.text)),
        "hop": lambda line: view.hop(shorten(line, caps.text), names),
        "path_parts": lambda path: view.middle_cut(path, caps.steps),
        "sites": report.accesses[: caps.sites],
    }


def _policy(report: Report, caps: Caps, names: Names, catalogue: Catalogue) -> dict[str, Any]:
    files = policy_marks.mark_all(report.policy, caps.policy)
    numbers = [mark.number for marked in files for line in marked.lines for piece in line for mark in [piece.mark] if mark]
    subjects = policy_matrix.build(report, files, names, catalogue) if report.policy.found else []
    return {
        "policy_files": files,
        "policy_reach": max(numbers, default=0),
        "seen": [subject for subject in subjects if subject.is_seen],
        "unseen": [subject for subject in subjects if not subject.is_seen],
        "parties": policy_matrix.parties(report),
        "in_policy": {row.sdk for row in report.policy.sdks if row.sdk},
        "embedded": {sdk.id for sdk in report.sdks},
        "says": policy_words,
        "term": names.term,
        "check": lambda item: policy_words.element(item, catalogue),
    }


def _assets() -> dict[str, Any]:
    """Return style and script with the hashes by which the page's own Content-Security-Policy allows them."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    assets: dict[str, Any] = {}
    for name, file in (("style", "report.css"), ("script", "report.js")):
        text = (TEMPLATES / file).read_text(encoding="utf-8")
        assets[name] = Markup(text)  # noqa: S704 - our own file, no text of a package
        assets[f"{name}_hash"] = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return assets


def _summary(counts: dict[Verdict, int]) -> Text:
    total = sum(counts.values())
    zh = "、".join(f"{words.VERDICTS[verdict].zh}{count}项" for verdict, count in counts.items())
    en = ", ".join(f"{words.VERDICTS[verdict].en} {count}" for verdict, count in counts.items())
    return Text(f"本次检测涉及两份通知共{total}项条款：{zh}。", f"Of the {total} clauses of the two notices: {en}.")
