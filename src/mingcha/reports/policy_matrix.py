"""What a policy declares beside what the code reads: one row for each data type and party, without any judgement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mingcha.model import StartState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mingcha.catalogue import Catalogue
    from mingcha.model import Disclosure, PolicySdk, Report, Text
    from mingcha.reports.names import Names
    from mingcha.reports.policy_marks import Marked

APP, SELF, THIRD_PARTY = "app", "self", "third-party"


class Declared(StrEnum):
    """What a policy says of one party and data type."""

    NONE = "none"
    DENIED = "denied"
    BOTH = "both"
    EXCEPTION = "exception"
    OTHER = "other"
    GENERAL = "general"
    MENTIONED = "mentioned"
    UNNAMED = "unnamed"
    YES = "yes"


# The states of `told_type`, on which rules rest, the gravest first.
_TOLD = {
    "incorrect": Declared.DENIED,
    "omitted": Declared.NONE,
    "unnamed": Declared.UNNAMED,
    "ambiguous": Declared.BOTH,
    "mentioned": Declared.MENTIONED,
    "vague": Declared.GENERAL,
    "clear": Declared.YES,
}
_SILENT = (Declared.NONE, Declared.UNNAMED)
_VAGUE = (Declared.GENERAL, Declared.OTHER)


@dataclass(frozen=True, slots=True)
class Row:
    """One party of one data type: what the policy says, in which marks, and the number of call sites in all and at start."""

    party: str
    declared: Declared
    marks: tuple[int, ...]
    sites: int
    at_start: int

    @property
    def needs_a_look(self) -> bool:
        """Whether code reads what is not plainly declared for its party."""
        return self.sites > 0 and self.declared is not Declared.YES


@dataclass(frozen=True, slots=True)
class Subject:
    """One data type: the app's row, those of SDKs in the package, and other parties that are said to collect it."""

    term: str
    name: Text
    is_sensitive: bool
    rows: tuple[Row, ...]
    others: tuple[str, ...]

    @property
    def is_seen(self) -> bool:
        """Whether the code reads it."""
        return any(row.sites for row in self.rows)


@dataclass(frozen=True, slots=True)
class Party:
    """A third party that the policy names: its row, and the SDKs of the registry that its name stands for."""

    row: PolicySdk
    ids: tuple[str, ...]


def parties(report: Report) -> list[Party]:
    """Return the third parties that the policy names, each printed name once, in the order of the policy."""
    found: dict[str, list[PolicySdk]] = defaultdict(list)
    for row in report.policy.sdks:
        found[row.name].append(row)
    return [Party(rows[0], tuple(row.sdk for row in rows if row.sdk)) for rows in found.values()]


@dataclass(frozen=True, slots=True)
class _Said:
    statement: Disclosure
    mark: int
    parties: frozenset[str]


def build(report: Report, files: Sequence[Marked], names: Names, catalogue: Catalogue) -> list[Subject]:
    """Return the rows of every data type that the policy declares or the code reads, those that need a look first.

    Where the comparison that rules rest on has a state (`PolicyView.told`), that state stands. The code of open-source libraries and of
    unidentified third parties counts as the app's own: the app answers for it.
    """
    matrix = _Matrix(report, files, names, catalogue)
    return sorted((matrix.subject(term) for term in matrix.terms()), key=_weight)


def _weight(subject: Subject) -> tuple[bool, bool, bool, str]:
    looks = [row for row in subject.rows if row.needs_a_look]
    return (
        not any(row.at_start for row in looks),
        not looks,
        not subject.is_seen,
        subject.term,
    )


class _Matrix:
    def __init__(self, report: Report, files: Sequence[Marked], names: Names, catalogue: Catalogue) -> None:
        self._types = catalogue.policy_terms.sections["data_types"]
        self._embedded = {sdk.id for sdk in report.sdks}
        self._ids = _ids_by_name(report)
        self._said: dict[str, list[_Said]] = defaultdict(list)
        self._listed: dict[str, set[str]] = defaultdict(set)
        self._sites: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        self._names = names
        for marked in files:
            for mark in marked.marks:
                for item in mark.statements:
                    self._said[item.data_type].append(_Said(item, mark.number, self._parties(item)))
        for row in report.policy.sdks:
            for term in row.data_types:
                self._listed[term].add(row.sdk or row.name)
        self._told: dict[tuple[str, str], Declared] = {}
        gravity = list(_TOLD)
        for told in sorted(report.policy.told, key=lambda told: gravity.index(told.state) if told.state in gravity else len(gravity)):
            if told.state in _TOLD:
                self._told.setdefault((self._term(told.data_type), _party(told.owner)), _TOLD[told.state])
        for access in report.accesses:
            if access.data_type:
                term = self._term(access.data_type)
                counts = self._sites[term][_party(access.owner)]
                counts[0] += 1
                counts[1] += access.start_state is StartState.AT_START

    def _term(self, data_type: str) -> str:
        """Return the policies' word for a data type of the catalogue."""
        return self._names.policy_term(data_type) or data_type

    def terms(self) -> Iterable[str]:
        return {*self._said, *self._sites, *self._listed} - {
            term for term, entry in self._types.items() if entry.get("generic") and term not in self._sites
        }

    def subject(self, term: str) -> Subject:
        told = {party for said in self._said[term] for party in said.parties} | self._listed[term]
        parties = [APP, *sorted(self._sites[term].keys() - {APP} | (told & self._embedded))]
        entry = self._types.get(term, {})
        return Subject(
            term,
            self._names.term(term),
            bool(entry.get("sens")),
            tuple(self._row(term, party) for party in parties),
            tuple(sorted(told - {SELF, THIRD_PARTY, *parties})),
        )

    def _row(self, term: str, party: str) -> Row:
        sites, at_start = self._sites[term].get(party, (0, 0))
        declared, marks = self._declared(term, SELF if party == APP else party)
        told = self._told.get((term, party), declared)
        if told is Declared.GENERAL and declared in _VAGUE:
            told = declared
        if told in _SILENT:
            marks = set()
        return Row(party, told, tuple(sorted(marks)), sites, at_start)

    def _declared(self, term: str, party: str) -> tuple[Declared, set[int]]:
        said = self._said[term]
        yes = {each.mark for each in said if party in each.parties and _affirms(each.statement)}
        no = [each for each in said if party in each.parties and _denies(each.statement)]
        plain = {each.mark for each in no if each.statement.polarity == "no"}
        if yes and plain:
            return Declared.BOTH, yes | plain
        if yes or party in self._listed[term]:
            return Declared.YES, yes
        if plain:
            return Declared.DENIED, plain
        if no:
            return Declared.EXCEPTION, {each.mark for each in no}
        general = {
            each.mark for above in self._above(term) for each in self._said[above] if party in each.parties and _affirms(each.statement)
        }
        if general or any(party in self._listed[above] for above in self._above(term)):
            return Declared.GENERAL, general
        terms = {term, *self._above(term)}
        other = {each.mark for name in terms for each in self._said[name] if _affirms(each.statement)}
        return (Declared.OTHER if other or any(self._listed[name] for name in terms) else Declared.NONE), other

    def _above(self, term: str) -> set[str]:
        """Return the types that a type belongs to, near and far."""
        found: set[str] = set()
        left = list(self._types.get(term, {}).get("parents", ()))
        while left:
            each = left.pop()
            if each not in found and not self._types.get(each, {}).get("generic"):
                found.add(each)
                left += self._types.get(each, {}).get("parents", ())
        return found

    def _parties(self, item: Disclosure) -> frozenset[str]:
        """Return who a statement is about: ids of SDKs where the name is known, else names, self or third-party."""
        found: set[str] = set()
        for who in (item.handler, item.recipient):
            if who is not None:
                name = who.removeprefix("sdk:")
                found |= self._ids.get(name.casefold(), {name})
        return frozenset(found)


def _ids_by_name(report: Report) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in report.policy.sdks:
        if row.sdk:
            found[row.name.casefold()].add(row.sdk)
    return found


def _party(owner: str) -> str:
    return APP if owner.startswith(("oss:", "unknown:")) else owner


def _affirms(item: Disclosure) -> bool:
    return item.polarity in (None, "yes", "conditional") and "method" not in (item.hedge or "")


def _denies(item: Disclosure) -> bool:
    """Say whether a statement denies what reading in code is; one that denies sharing does not."""
    return item.polarity in ("no", "no-with-exception") and item.practice in ("collect", "use", "store")
