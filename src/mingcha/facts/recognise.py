"""Names the SDKs whose code was renamed, and the classes that are theirs, by fingerprints of strings and class shapes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.facts.owner import APP, UNKNOWN, is_sdk
from mingcha.fingerprint.match import ACCEPTED, NO_HITS, Hits, Traits, find_shapes, find_strings
from mingcha.fingerprint.skeleton import of_program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mingcha.dex.program import Program
    from mingcha.facts.owner import Owners
    from mingcha.fingerprint.database import Database

# Share of classes nobody is known for, in packages of one or two letters, from which on code counts as renamed.
_RENAMED_SHARE = 0.05
# A suspicion: so many strings of one SDK in code of nobody known.
_SUSPICIOUS_STRINGS = 4
# Votes of fingerprints for the owner of a class.
_STRING_VOTE, _SHAPE_VOTE, _FEWEST_VOTES = 1, 2, 2
# Part of a package's classes that must be claimed by one SDK, and of all claims there, for the package to be its.
_PACKAGE_SHARE, _PACKAGE_MAJORITY = 0.2, 0.9
# Renaming keeps the classes of a deep package together, unless told to move them: so few claims, all for one SDK, are enough.
_DEEP, _FEW_CLAIMS = 2, 3
# What renaming makes of a package and of a class.
_SHORT_PACKAGE = re.compile(r"(?:\w{1,2}(?:/\w{1,2})*)?")
_SHORT_CLASS = re.compile(r"(?:.*/|L)\w{1,3}(?:\$\w+)?;", re.DOTALL)
# Part of a payload's named classes that one SDK must have for the rest of the payload to be its.
_PAYLOAD_MAJORITY = 0.5


class Recognised(NamedTuple):
    """What was found.

    `owners` are by class of the program, in its order, `traits` by SDK, and `releases` the matched strings by number of a
    release, in all code that is or may be its SDK's.
    """

    owners: list[str]
    traits: dict[str, Traits]
    releases: dict[int, int]


def recognise(program: Program, owners: Owners, database: Database, payloads: Iterable[str], known: Iterable[str]) -> Recognised:
    """Return what was found, and tell `owners` whose the renamed classes are.

    `payloads` are the dex files that lie in assets. `known` are SDKs of which other evidence was found.
    """
    names = program.class_names
    packages = [name[1 : max(name.rfind("/", 1, -1), 1)] for name in names]
    holders = owners.of_classes(names, packages)
    _claim_payloads(program, names, holders, owners, set(payloads))
    skeletons = of_program(program)
    strings = find_strings(skeletons, database)
    sdk_of = [database.owner_of(number) for number in range(len(database.sets))]
    free = {owner: _is_free(owner) for owner in set(holders)}
    suspects = Counter(sdk_of[number] for holder, _, number in strings.rows() if free[holders[holder]])
    shapes = NO_HITS
    if _looks_renamed(names, packages, holders, free) or any(count >= _SUSPICIOUS_STRINGS for count in suspects.values()):
        shapes = find_shapes(skeletons, database, np.fromiter(map(free.__getitem__, holders), bool, len(holders)))
    evidence = _Evidence(holders, sdk_of, strings, shapes)
    traits = evidence.traits(database)
    accepted = {sdk for sdk, found in traits.items() if sum(found.weights) >= ACCEPTED} | (set(known) & traits.keys())
    final = holders
    if votes := evidence.votes(accepted):
        _claim(names, packages, holders, owners, votes)
        known = {owner for owner, is_free in free.items() if not is_free}
        claimed = owners.of_classes(names, packages)
        final = [before if before in known else after for before, after in zip(holders, claimed, strict=True)]
    return Recognised(final, traits, _matched_releases(strings, holders, sdk_of, accepted, database))


def _is_free(owner: str) -> bool:
    return owner == APP or owner.startswith(UNKNOWN)


def _looks_renamed(names: Sequence[str], packages: Sequence[str], holders: Sequence[str], free: Mapping[str, bool]) -> bool:
    short = {package: _SHORT_PACKAGE.fullmatch(package) is not None for package in set(packages)}
    there = [name for name, package, holder in zip(names, packages, holders, strict=True) if short[package] and free[holder]]
    if len(there) <= _RENAMED_SHARE * len(names):
        return False
    return sum(1 for name in there if _SHORT_CLASS.fullmatch(name)) > _RENAMED_SHARE * len(names)


class _Evidence:
    """Fingerprints in code of nobody known.

    In the app's own code a string is mostly the app's use of an SDK: there a class counts only with both its shape and a string.
    """

    def __init__(self, holders: Sequence[str], sdk_of: Sequence[str], strings: Hits, shapes: Hits) -> None:
        self.strings = self._rows(holders, sdk_of, strings)
        self.shapes = self._rows(holders, sdk_of, shapes)
        both = {row[:2] for row in self.strings} & {row[:2] for row in self.shapes}
        self.strings = [row for row in self.strings if holders[row[0]] != APP or row[:2] in both]
        self.shapes = [row for row in self.shapes if holders[row[0]] != APP or row[:2] in both]

    @staticmethod
    def _rows(holders: Sequence[str], sdk_of: Sequence[str], hits: Hits) -> list[tuple[int, str, int, int]]:
        """Return (class, SDK, what, set)."""
        return [(holder, sdk_of[number], what, number) for holder, what, number in hits.rows() if _is_free(holders[holder])]

    def traits(self, database: Database) -> dict[str, Traits]:
        """Return by SDK how many different fingerprints there are, and how many its nearest release has."""
        counts = []
        for rows in (self.strings, self.shapes):
            different: dict[str, dict[int, int]] = defaultdict(dict)
            for _, sdk, what, number in rows:
                different[sdk][what] = number
            counts.append(different)
        strings, shapes = counts
        found = {}
        for sdk in sorted({*strings, *shapes}):
            near = Counter(release for number in strings.get(sdk, {}).values() for release in database.sets[number])
            near.update(release for number in shapes.get(sdk, {}).values() for release in database.sets[number])
            release = database.releases[min(near, key=lambda each: (-near[each], each))]
            found[sdk] = Traits(len(strings.get(sdk, ())), len(shapes.get(sdk, ())), release.strings, release.shapes)
        return found

    def votes(self, accepted: set[str]) -> dict[int, Counter[str]]:
        """Return by class the votes for the SDKs that were accepted."""
        votes: dict[int, Counter[str]] = defaultdict(Counter)
        for rows, weight in ((self.strings, _STRING_VOTE), (self.shapes, _SHAPE_VOTE)):
            for holder, sdk, _, _ in rows:
                if sdk in accepted:
                    votes[holder][sdk] += weight
        return votes


def _claim(names: Sequence[str], packages: Sequence[str], holders: Sequence[str], owners: Owners, votes: dict[int, Counter[str]]) -> None:
    """Book classes on the SDK that their fingerprints are of, and packages on the SDK that most of their classes are of."""
    claimed: dict[str, Counter[str]] = defaultdict(Counter)
    for number, vote in votes.items():
        most = max(vote.values())
        sdk, *others = (each for each, count in vote.items() if count == most)
        if most >= _FEWEST_VOTES and not others:
            owners.claim_class(names[number], sdk)
            if holders[number] != APP:
                claimed[packages[number]][sdk] += 1
    unknown = {owner: owner.startswith(UNKNOWN) for owner in set(holders)}
    _claim_packages(Counter([each for each, holder in zip(packages, holders, strict=True) if unknown[holder]]), claimed, owners)


def _claim_packages(packages: Counter[str], claimed: Mapping[str, Counter[str]], owners: Owners) -> None:
    """Book packages on the SDK that most of their classes are of; `packages` counts the classes of nobody known."""
    sizes: Counter[str] = Counter()
    below: dict[str, Counter[str]] = defaultdict(Counter)
    for package, size in packages.items():
        for outer in _upwards(package):
            sizes[outer] += size
            if package in claimed:
                below[outer].update(claimed[package])
    for package in packages:
        # The widest package around it that is one SDK's decides.
        for outer in reversed(list(_upwards(package))):
            count = below.get(outer)
            if count is None:
                continue
            sdk, most = min(count.items(), key=lambda item: (-item[1], item[0]))
            together = outer == package and package.count("/") >= _DEEP and most >= _FEW_CLAIMS and len(count) == 1
            if together or (most >= _PACKAGE_MAJORITY * count.total() and most >= _PACKAGE_SHARE * sizes[outer]):
                owners.claim_package(package, sdk)
                break


def _upwards(package: str) -> Iterator[str]:
    """Yield a package (com/x/y) and those around it, but for the first label of two and more, which names a registry."""
    yield package
    while "/" in package and "/" in (package := package.rpartition("/")[0]):
        yield package


def _claim_payloads(program: Program, names: list[str], holders: list[str], owners: Owners, payloads: set[str]) -> None:
    """Book the classes of nobody known in a payload on the SDK that most of its named classes are of."""
    for place, dex in enumerate(program.dex_names):
        if dex not in payloads:
            continue
        inside = np.flatnonzero(program.class_dex == place).tolist()
        named = Counter(holders[number] for number in inside if is_sdk(holders[number]))
        if not named:
            continue
        sdk, count = min(named.items(), key=lambda item: (-item[1], item[0]))
        if count <= _PAYLOAD_MAJORITY * named.total():
            continue
        for number in inside:
            if holders[number].startswith(UNKNOWN):
                owners.claim_class(names[number], sdk)
                holders[number] = sdk


def _matched_releases(
    strings: Hits, holders: Sequence[str], sdk_of: Sequence[str], accepted: set[str], database: Database
) -> dict[int, int]:
    """Return by release how many different strings of it are in code of its SDK, or of nobody known when that was accepted."""
    seen = {
        (what, number)
        for holder, what, number in strings.rows()
        if holders[holder] == sdk_of[number] or (sdk_of[number] in accepted and _is_free(holders[holder]))
    }
    return dict(Counter(release for _, number in seen for release in database.sets[number]))
