"""Versions of the SDKs in a package, each with its basis: meta-data, a constant, a library's name, or the nearest known release.

What small files state is read in version_file.py.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.facts.owner import is_sdk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mingcha.dex.program import Program
    from mingcha.facts.owner import Owners
    from mingcha.fingerprint.database import Database
    from mingcha.formats.manifest import Manifest

_VALUE = re.compile(r"[vV]?(\d{1,4}(?:\.\d{1,8}){1,4}(?:[-_.]?[A-Za-z0-9]{1,12}){0,2})")
# Names of constants, the surer one first. A bare 1.0 is what the Android build tools put where nothing was said.
_FIELDS = (re.compile(r"(?:\w+_)?SDK_?VER(?:SION)?(?:_?NAME|_STR(?:ING)?)?"), re.compile(r"VERSION(?:_?NAME|_STR(?:ING)?)?"))
_UNSAID = "1.0"
_META = re.compile(r"(?:(?!.*app_?version).*[._])?(?:sdk_?)?version(?:[._]?name)?", re.IGNORECASE)
_LIBRARY = re.compile(r"(lib.+?)[-_]?v?(\d+(?:[._]\d+)+|\d{3})\.so")
_TEXT = 1  # kind of a static value
# Strings of a release that must be there to name it, and how near to the nearest another release must be to be as likely.
_FEWEST, _NEAR, _AS_NEAR = 10, 0.5, 0.98


class Version(NamedTuple):
    """A version or a range (1.2–1.4) and its basis: file, meta-data, constant, library, or nearest."""

    text: str
    basis: str


def find_versions(
    program: Program | None,
    manifest: Manifest | None,
    owners: Owners,
    by_key: Mapping[str, str],
    by_library: Iterable[tuple[str, str]],
) -> dict[str, Version]:
    """Return versions that code, manifest and the names of libraries state, by SDK.

    `by_key` are SDKs by meta-data key; `by_library` are native libraries (SDK, file name) found.
    """
    found: dict[str, Version] = {}
    if program is not None:
        found |= {sdk: Version(text, "constant") for sdk, text in sorted(_constants(program, owners).items())}
    if manifest is not None:
        for item in manifest.all_meta_data():
            value = _VALUE.fullmatch(item.value or "")
            if item.name in by_key and value and _META.fullmatch(item.name):
                found.setdefault(by_key[item.name], Version(value[1], "meta-data"))
    for sdk, name in sorted(by_library):
        named = _LIBRARY.fullmatch(name)
        if named:
            digits = named[2]
            text = ".".join(digits) if digits.isdigit() else digits.replace("_", ".")
            found.setdefault(sdk, Version(text, "library"))
    return found


def _constants(program: Program, owners: Owners) -> dict[str, str]:
    """Return the one version that constants named so have in an SDK's code; none where they disagree."""
    said: dict[str, dict[str, int]] = defaultdict(dict)
    rows = np.flatnonzero(program.static_value_kind == _TEXT)
    strings, which = np.unique(program.field_name[program.static_value_field[rows]], return_inverse=True)
    ranks = [next((rank for rank, pattern in enumerate(_FIELDS) if pattern.fullmatch(name)), None) for name in program.texts(strings)]
    for row, number in zip(rows.tolist(), which.tolist(), strict=True):
        rank = ranks[number]
        if rank is None:
            continue
        field = int(program.static_value_field[row])
        value = _VALUE.fullmatch(program.text(int(program.static_value[row])))
        holder = program.type_name(int(program.field_class[field]))
        owner = owners.of_class(holder)
        if value and value[1] != _UNSAID and is_sdk(owner):
            said[owner][value[1]] = min(said[owner].get(value[1], rank), rank)
    chosen = {}
    for sdk, values in said.items():
        best = [value for value, rank in values.items() if rank == min(values.values())]
        if len(best) == 1:
            chosen[sdk] = best[0]
    return chosen


def nearest_versions(matched: Mapping[int, int], database: Database) -> dict[str, Version]:
    """Return by SDK the known release that the strings found fit best, or the range of those that fit as well.

    `matched` are numbers of strings found by number of a release.
    """
    fits: dict[str, list[tuple[float, str | None]]] = defaultdict(list)
    for number, count in matched.items():
        release = database.releases[number]
        if count >= _FEWEST:
            fits[release.owner].append((count / release.strings, release.version))
    found = {}
    for sdk, ratios in sorted(fits.items()):
        best = max(ratio for ratio, _ in ratios)
        near = [version for ratio, version in ratios if ratio >= best * _AS_NEAR]
        versions = sorted({version for version in near if version is not None}, key=_numbers)
        if best >= _NEAR and versions and None not in near:
            found[sdk] = Version(versions[0] if len(versions) == 1 else f"{versions[0]}–{versions[-1]}", "nearest")
    return found


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
