"""The report for a terminal: the conclusion first, then what was found, then what was not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import CoverageState, Grade, StartState, Text, Verdict
from mingcha.reports import view, words
from mingcha.reports.columns import wrap
from mingcha.reports.names import Names, readable
from mingcha.reports.order import arrange
from mingcha.reports.page import Page
from mingcha.reports.visible import shorten

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import ClauseOutcome, Evidence, Finding, Report

# What a person can read in five minutes; the JSON holds everything.
MAX_FULL_GROUPS = 15
MAX_SHORT_GROUPS = 30
MAX_PATH_LINES = 6
MAX_LIMITS = 12
MAX_ROWS = 20
MAX_SIGNERS = 4
MAX_TEXT = 600

_STYLES = {
    Verdict.VIOLATED: "red",
    Verdict.SUSPECTED: "yellow",
    Verdict.NOT_FOUND: "green",
    Verdict.NOT_TESTED: "cyan",
    Verdict.NOT_APPLICABLE: "dim",
}


def write(report: Report, catalogue: Catalogue, *, lang: str = "zh", color: bool = False, columns: int = 80) -> str:
    """Return the report as text in `lang` (zh or en), `columns` wide (40 or more), with ANSI colours if `color`."""
    page = Page(lang, max(columns, 40), color=color)
    report, names = arrange(report), Names(catalogue)
    _head(page, report, names)
    _clauses(page, view.by_verdict(view.outcomes(report, names)), names)
    _findings(page, report, names)
    _unseen(page, report)
    _sdks(page, report)
    _accesses(page, report, names)
    _permissions(page, report, names)
    page.heading(page.say(words.LABELS["statement"]))
    for text in words.HONESTY[:2]:
        page.put(page.say(text), 2)
    return page.text()


def _head(page: Page, report: Report, names: Names) -> None:
    package, label = report.package, {key: page.say(text) for key, text in words.LABELS.items()}
    page.put(shorten(package.name or package.app_id or package.file_name, 120), style="bold")
    page.field(label["app_id"], shorten(package.app_id or label["unnamed"], 200))
    code = "" if package.version_code is None else f" ({package.version_code})"
    page.field(label["version"], shorten(package.version_name or label["unnamed"], 120) + code)
    kind = page.say(words.known(words.PACKAGE_KINDS, package.kind))
    page.field(label["file"], f"{shorten(package.file_name, 200)} · {kind} · {view.human_size(package.size)}")
    page.field("SHA-256", package.sha256)
    _signers(page, report)
    if package.packer:
        page.field(label["packer"], shorten(page.say(names.packer(package.packer)), 200), style="yellow")
    if package.app_type:
        page.field(label["app_type"], page.say(names.app_type(package.app_type)))
    page.field(label["policy"], page.say(words.known(words.POLICY_SOURCES, report.policy.source)))
    tool = report.tool
    digests = Text(
        f"{tool.version}，规则包 {tool.rules[:12]}，目录 {tool.catalogue[:12]}",
        f"{tool.version}, rules {tool.rules[:12]}, catalogue {tool.catalogue[:12]}",
    )
    page.field(label["tool"], page.say(digests))


def _signers(page: Page, report: Report) -> None:
    label = {key: page.say(text) for key, text in words.LABELS.items()}
    found = view.certificates(report.signers)
    if not found:
        page.field(label["signer"], label["unsigned"], style="yellow")
    for certificate in found[:MAX_SIGNERS]:
        states = [(label["valid"], certificate.valid), (label["invalid"], certificate.invalid)]
        marks = [f"{'+'.join(schemes)} {name}" for name, schemes in states if schemes]
        marks += [label["debug_key"]] if certificate.debug else []
        style = "yellow" if certificate.invalid or certificate.debug else "plain"
        page.field(label["signer"], f"{shorten(certificate.subject or '-', 200)} [{', '.join(marks)}]", style=style)
        page.field("", certificate.sha256 or shorten("; ".join(certificate.errors), 200), style="dim")
    _more(page, len(found) - MAX_SIGNERS, 2)


def _clauses(page: Page, grouped: dict[Verdict, list[ClauseOutcome]], names: Names) -> None:
    total = sum(map(len, grouped.values()))
    page.heading(page.say(Text(f"检测结论（两份通知共{total}项条款）", f"Conclusions ({total} clauses of the two notices)")))
    page.put(" · ".join(f"{page.say(words.VERDICTS[verdict])} {len(found)}" for verdict, found in grouped.items()), 2, "bold")
    for verdict, outcomes in grouped.items():
        if not outcomes:
            continue
        page.blank()
        meaning = page.say(words.VERDICT_MEANINGS[verdict])
        page.put(f"{page.say(words.VERDICTS[verdict])}: {meaning}", 2, _STYLES[verdict])
        if verdict is Verdict.NOT_TESTED:
            # One line each: the other formats have the reasons in full.
            for outcome in outcomes:
                line = f"{page.say(words.clause_reference(outcome.id))} {shorten(page.say(outcome.why), 200)}"
                first, *more = wrap(line, page.columns - 6)
                page.put(first + ("…" if more else ""), 4)
        elif verdict is Verdict.NOT_APPLICABLE:
            for why, clauses in view.by_reason(outcomes):
                reason = shorten(page.say(why), MAX_TEXT).rstrip("。.")
                page.put(f"{reason}: {page.say(words.cite(clauses))}", 4, hang=2)
        else:
            for outcome in outcomes:
                page.put(f"{page.say(words.clause_reference(outcome.id))} {page.say(names.clause(outcome.id))}", 4, hang=2)


def _findings(page: Page, report: Report, names: Names) -> None:
    counts = " · ".join(
        f"{page.say(name)} {sum(finding.grade is grade for finding in report.findings)}" for grade, name in words.GRADES.items()
    )
    page.heading(f"{page.say(words.LABELS['findings'])}: {counts}")
    if not report.findings:
        page.put(page.say(words.LABELS["no_findings"]), 2)
    groups = view.groups(report.findings)
    full = [group for group in groups if group[0].grade is not Grade.NOTE][:MAX_FULL_GROUPS]
    for number, group in enumerate(full, 1):
        _group(page, group, names, number)
    short = groups[len(full) :]
    if short:
        page.blank()
    for first, *alike in short[:MAX_SHORT_GROUPS]:
        owner = shorten(page.say(names.owner(first.owner)), 80)
        states = "".join(f" ({shorten(page.say(mark), 120)})" for mark in view.marks(first))
        page.put(f"{_marks(page, first)} {shorten(page.say(first.sentence), 200)} [{owner}]{_times(alike)}{states}", 2, hang=2)
    _more(page, sum(map(len, short[MAX_SHORT_GROUPS:])), 2)


def _group(page: Page, group: list[Finding], names: Names, number: int) -> None:
    """Put the findings of one rule about one owner: the first in full, of the others what they are about."""
    page.blank()
    first, *alike = group
    title = first.label if page.lang == "zh" and first.label else page.say(first.title)
    head = f"{number}. {_marks(page, first)} {shorten(title, 200)} ({shorten(first.rule, 80)}){_times(alike)}"
    page.put(head, 2, _STYLES[first.verdict], hang=3)
    page.put(shorten(page.say(first.sentence), MAX_TEXT), 5)
    label = words.LABELS
    page.field(page.say(label["owner"]), shorten(page.say(names.owner(first.owner)), 200), 5)
    page.field(page.say(label["clauses"]), shorten(page.say(words.cite(first.clauses)), MAX_TEXT), 5)
    best = view.best_evidence(first)
    if best:
        _evidence(page, best, len(first.evidence) - 1, names)
    if alike:
        page.field(page.say(label["alike"]), _about(page, alike, names), 5)
    page.field(page.say(label["remedy"]), shorten(page.say(first.remedy), MAX_TEXT), 5)
    for mark in view.marks(first):
        page.field(page.say(label["mark"]), shorten(page.say(mark), MAX_TEXT), 5)


def _about(page: Page, findings: list[Finding], names: Names) -> str:
    named = [page.say(subject) for finding in findings if (subject := names.finding(finding))]
    shown = _separator(page).join(shorten(name, 60) for name in dict.fromkeys(named[:MAX_ROWS]))
    count = page.say(Text(f"{len(findings)} 项", f"{len(findings)} more"))
    return f"{count}: {shown}{'…' if len(named) > MAX_ROWS else ''}" if shown else count


def _times(alike: list[Finding]) -> str:
    return f" ×{len(alike) + 1}" if alike else ""


def _evidence(page: Page, evidence: Evidence, others: int, names: Names) -> None:
    kind = page.say(words.known(words.EVIDENCE_KINDS, evidence.kind))
    more = page.say(Text(f"（另有 {others} 处）", f" (and {others} more)")) if others else ""
    page.field(page.say(words.LABELS["evidence"]), f"{kind} {readable(shorten(evidence.where, 400))}{more}", 5)
    if evidence.quote:
        page.cut(readable(shorten(evidence.quote, 400)), 7)
    head, hidden, tail = view.middle_cut(evidence.path, MAX_PATH_LINES)
    steps = [_step(page, line, names) for line in head]
    if hidden:
        steps.append(page.say(words.hidden_steps(hidden)))
    steps += [_step(page, line, names) for line in tail]
    for number, step in enumerate(steps):
        page.cut(f"{'→ ' if number else ''}{step}", 7 if not number else 9, "dim")


def _step(page: Page, line: str, names: Names) -> str:
    """Return one line of a path; code that begins to be another's is marked before its method, where no cut can take it."""
    edge, where, owner = view.hop(shorten(line, 400), names)
    marks = [f"[{page.say(edge)}] "] if edge else []
    marks += [f"[{shorten(page.say(owner), 40)}] "] if owner else []
    return "".join(marks) + where


def _unseen(page: Page, report: Report) -> None:
    page.heading(page.say(words.LABELS["unseen"]))
    partial = [item for item in view.coverage_in_order(report.coverage) if item.state is not CoverageState.COMPLETE]
    if not partial and not report.limits:
        page.put(page.say(words.LABELS["all_seen"]), 2)
    for item in partial:
        why = f": {shorten(page.say(item.why), 300)}" if item.why else ""
        kind = page.say(words.known(words.EVIDENCE_KINDS, item.kind))
        page.put(
            f"{kind}（{page.say(words.COVERAGE_STATES[item.state])}）{why}"
            if page.lang == "zh"
            else f"{kind} ({page.say(words.COVERAGE_STATES[item.state])}){why}",
            2,
            hang=2,
        )
    for limit in report.limits[:MAX_LIMITS]:
        page.put(f"- {shorten(page.say(limit), 300)}", 2, hang=2)
    _more(page, len(report.limits) - MAX_LIMITS, 2)


def _sdks(page: Page, report: Report) -> None:
    page.heading(f"{page.say(words.LABELS['sdks'])}: {len(report.sdks)}")
    if not report.sdks:
        return
    rows = [
        [
            page.say(Text("名称", "Name")),
            "ID",
            page.say(Text("版本", "Version")),
            page.say(Text("状态", "State")),
            page.say(Text("置信度", "Confidence")),
        ]
    ]
    rows += [
        [
            shorten(page.say(sdk.name), 60),
            shorten(sdk.id, 40),
            shorten(sdk.version or "-", 30),
            page.say(words.known(words.SDK_STATES, sdk.state or "-")),
            f"{sdk.confidence:.2f}",
        ]
        for sdk in report.sdks[: 2 * MAX_ROWS]
    ]
    page.table(rows)
    _more(page, len(report.sdks) - 2 * MAX_ROWS, 2)


def _accesses(page: Page, report: Report, names: Names) -> None:
    rows = view.merged_rows(view.access_rows(report.accesses, names))
    seen = [(row, owners) for row, owners in rows if row.counts.keys() - {StartState.UNREACHED}]
    page.heading(page.say(words.LABELS["accesses"]))
    if not seen:
        page.put(page.say(words.LABELS["none"]), 2)
    else:
        states = [state for state in words.START_STATE_ORDER if state is not StartState.UNREACHED]
        heads = [words.LABELS["data_type"], *(words.SHORT_START_STATES[state] for state in states), words.LABELS["owner"]]
        table = [list(map(page.say, heads))]
        for row, owners in seen[:MAX_ROWS]:
            counts = [str(row.counts.get(state) or "-") for state in states]
            named = names.owner(owners[0])
            if len(owners) > 1:
                named = Text(f"{named.zh} 等{len(owners)}方", f"{len(owners)}: {named.en} …")
            table.append([shorten(page.say(row.subject), 60), *counts, shorten(page.say(named), 60)])
        page.table(table)
    _more(page, len(seen) - MAX_ROWS, 2)
    unreached = sum(access.start_state is StartState.UNREACHED for access in report.accesses)
    if unreached:
        words_unreached = Text(f"另有 {unreached} 处代码未见调用路径", f"{unreached} more call sites with no path to them seen")
        page.put(page.say(words_unreached), 2, "dim")


def _permissions(page: Page, report: Report, names: Names) -> None:
    page.heading(f"{page.say(words.LABELS['permissions'])}: {len(report.permissions)}")
    for level, permissions in view.permissions_by_level(report.permissions).items():
        name = f"{page.say(words.known(words.PERMISSION_LEVELS, level))} {len(permissions)}"
        if level not in {"dangerous", "special"}:
            page.field(
                name,
                page.say(Text("（名称见 JSON 或 HTML 报告）", "(names are in the JSON and HTML reports)")),
                2,
                "dim",
            )
            continue
        shown = []
        for permission in permissions[:MAX_ROWS]:
            family = names.family(permission.group_zh)
            suffix = f" [{page.say(family)}]" if family else ""
            shown.append(shorten(permission.name.removeprefix("android.permission."), 80) + suffix)
        hidden = len(permissions) - MAX_ROWS
        if hidden > 0:
            shown.append(page.say(_more_words(hidden)))
        page.field(name, _separator(page).join(shown), 2)


def _marks(page: Page, finding: Finding) -> str:
    return f"[{page.say(words.GRADES[finding.grade])}·{page.say(words.VERDICTS[finding.verdict])}]"


def _separator(page: Page) -> str:
    return "、" if page.lang == "zh" else ", "


def _more_words(count: int) -> Text:
    return Text(f"另有 {count} 项", f"{count} more")


def _more(page: Page, count: int, indent: int) -> None:
    if count > 0:
        words_more = _more_words(count)
        page.put(page.say(Text(f"{words_more.zh}，见 JSON 报告", f"{words_more.en}: see the JSON report")), indent, "dim")
