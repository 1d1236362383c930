"""What a reader gets to see, arranged once for text and HTML alike: conclusions, best evidence, accesses by owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mingcha.facts import path as paths
from mingcha.model import BaselineState, ClauseOutcome, Evidence, StartState, Text, Verdict
from mingcha.reports import words
from mingcha.reports.names import readable
from mingcha.reports.order import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mingcha.model import Access, Coverage, Finding, Permission, Report, Signer
    from mingcha.reports.names import Names


class AccessRow(NamedTuple):
    """Call sites of one owner for one data type or behaviour, counted by start state."""

    subject: Text
    id: str
    owner: str
    counts: dict[StartState, int]


def outcomes(report: Report, names: Names) -> list[ClauseOutcome]:
    """Return one outcome for each clause of the two notices, as printed; a clause the judge left out is not tested."""
    found = {outcome.id: outcome for outcome in report.clauses}
    return [found.get(clause) or ClauseOutcome(clause, Verdict.NOT_TESTED, words.NO_OUTCOME) for clause in names.notice_clauses()]


def by_verdict(outcomes: Iterable[ClauseOutcome]) -> dict[Verdict, list[ClauseOutcome]]:
    """Return the outcomes by verdict, each verdict in its place even where it has none."""
    grouped: dict[Verdict, list[ClauseOutcome]] = {verdict: [] for verdict in words.VERDICT_ORDER}
    for outcome in outcomes:
        grouped[outcome.verdict].append(outcome)
    return grouped


def by_reason(outcomes: Iterable[ClauseOutcome]) -> list[tuple[Text, list[str]]]:
    """Return the clauses that share a reason, the most frequent reason first."""
    reasons: dict[Text, list[str]] = {}
    for outcome in outcomes:
        reasons.setdefault(outcome.why, []).append(outcome.id)
    return sorted(reasons.items(), key=lambda item: (-len(item[1]), natural(item[1][0])))


def groups(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return the findings of one rule about one owner together, in the order of their first: they differ by data type.

    What is suppressed, known or new is set apart, so that a mark on a group holds for all of it.
    """
    grouped: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        marked = (finding.suppression, finding.baseline)
        key = (finding.rule, finding.owner, finding.verdict, finding.grade, finding.clauses, finding.label, marked)
        grouped.setdefault(key, []).append(finding)
    return list(grouped.values())


def is_open(finding: Finding) -> bool:
    """Tell whether a finding counts: it is neither suppressed nor known from an earlier report."""
    return not (finding.suppression and finding.suppression.active) and finding.baseline is not BaselineState.KNOWN


def marks(finding: Finding) -> list[Text]:
    """Return in words why a finding does not count, or that it is new, or that its suppression has expired."""
    found = []
    if finding.suppression:
        words_state = words.SUPPRESSED if finding.suppression.active else words.EXPIRED
        until_zh = f"，有效期至{finding.suppression.expires}" if finding.suppression.expires else ""
        until_en = f", until {finding.suppression.expires}" if finding.suppression.expires else ""
        reason = finding.suppression.reason
        found.append(Text(f"{words_state.zh}{until_zh}：{reason}", f"{words_state.en}{until_en}: {reason}"))
    if finding.baseline:
        found.append(words.BASELINE_STATES[finding.baseline])
    return found


def numbers_by_clause(findings: Iterable[Finding]) -> dict[str, list[int]]:
    """Return for each clause the numbers, from 1, of the groups of findings that are booked on it."""
    numbers: dict[str, list[int]] = {}
    for number, group in enumerate(groups(findings), 1):
        for clause in group[0].clauses:
            numbers.setdefault(clause, []).append(number)
    return numbers


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return first and last of each run of consecutive numbers: 1, 2, 3, 5 gives (1, 3), (5, 5)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def best_evidence(finding: Finding) -> Evidence | None:
    """Return the place to show first: the first that has a call path, or else the first."""
    return next((place for place in finding.evidence if place.path), finding.evidence[0] if finding.evidence else None)


def hop(line: str, names: Names) -> tuple[Text | None, str, Text | None]:
    """Return how a line of a path is reached (None: by a call), the method as Java writes it with its line, and whose code begins."""
    read = paths.read(line)
    where = readable(read.method) if read.line is None else f"{readable(read.method)}:{read.line}"
    return (words.known(words.EDGES, read.edge) if read.edge else None, where, names.owner(read.owner) if read.owner else None)


def middle_cut(path: Sequence[str], limit: int) -> tuple[list[str], int, list[str]]:
    """Return head, number of steps left out, and tail, so that a long path keeps its entry point and its call.

    Where code of another owner begins among the steps left out, the first of the tail says whose it is.
    """
    if len(path) <= limit:
        return list(path), 0, []
    tail = limit // 2
    head = limit - tail - 1
    first, *rest = path[-tail:]
    owners = [owner for line in path[head : len(path) - tail + 1] if (owner := paths.read(line).owner)]
    if owners:
        first = paths.write(paths.read(first)._replace(owner=owners[-1]))
    return list(path[:head]), len(path) - head - tail, [first, *rest]


def access_rows(accesses: Iterable[Access], names: Names) -> list[AccessRow]:
    """Return one row per data type or behaviour and owner; what runs soonest and without consent comes first."""
    rows: dict[tuple[str, str], AccessRow] = {}
    for access in accesses:
        key = access.data_type or access.behaviour or access.api
        row = rows.setdefault((key, access.owner), AccessRow(names.access(access), key, access.owner, {}))
        row.counts[access.start_state] = row.counts.get(access.start_state, 0) + 1
    soonest: dict[str, int] = {}
    for row in rows.values():
        soonest[row.id] = min(soonest.get(row.id, len(words.START_STATE_ORDER)), *map(_rank, row.counts))
    return sorted(rows.values(), key=lambda row: (soonest[row.id], row.id, min(map(_rank, row.counts)), row.owner))


def merged_rows(rows: Iterable[AccessRow]) -> list[tuple[AccessRow, list[str]]]:
    """Return one row per data type or behaviour, counts summed, and its owners beside it; both in the order of `rows`."""
    merged: dict[str, tuple[AccessRow, list[str]]] = {}
    for row in rows:
        total, owners = merged.setdefault(row.id, (AccessRow(row.subject, row.id, "", {}), []))
        owners.append(row.owner)
        for state, count in row.counts.items():
            total.counts[state] = total.counts.get(state, 0) + count
    return list(merged.values())


def permissions_by_level(permissions: Iterable[Permission]) -> dict[str, list[Permission]]:
    """Return the permissions by protection level, the ones that matter to a user first."""
    levels: dict[str, list[Permission]] = {level: [] for level in words.PERMISSION_LEVELS}
    for permission in permissions:
        levels.setdefault(permission.level, []).append(permission)
    return {level: found for level, found in levels.items() if found}


def coverage_in_order(coverage: Iterable[Coverage]) -> list[Coverage]:
    """Return the kinds of evidence from the package outwards: files, then papers, then runs."""
    kinds = list(words.EVIDENCE_KINDS)
    return sorted(coverage, key=lambda item: (kinds.index(item.kind) if item.kind in kinds else len(kinds), item.kind))


class Certificate(NamedTuple):
    """A signer as readers know it: one certificate and the schemes under which it signed."""

    subject: str | None
    sha256: str | None
    algorithm: str | None
    valid: tuple[str, ...]
    invalid: tuple[str, ...]
    debug: bool
    errors: tuple[str, ...]


def certificates(signers: Iterable[Signer]) -> list[Certificate]:
    """Return the signers' certificates, each once, with the schemes that verify and those that do not."""
    grouped: dict[tuple[str | None, str | None], list[Signer]] = {}
    for signer in signers:
        grouped.setdefault((signer.sha256, signer.subject), []).append(signer)
    return [
        Certificate(
            subject=subject,
            sha256=sha256,
            algorithm=next((signer.algorithm for signer in found if signer.algorithm), None),
            valid=tuple(signer.scheme for signer in found if signer.valid),
            invalid=tuple(signer.scheme for signer in found if not signer.valid),
            debug=any(signer.debug for signer in found),
            errors=tuple(dict.fromkeys(signer.error for signer in found if signer.error)),
        )
        for (sha256, subject), found in grouped.items()
    ]


def human_size(size: int) -> str:
    """Return a file size as people write it: 48.3 MB (10⁶ bytes), 812 kB, 12 B."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} B"


def _rank(state: StartState) -> int:
    return words.START_STATE_ORDER.index(state)
