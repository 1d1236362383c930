"""SDKs of the registry that are in a package, by all evidence together, and the open-source libraries in it."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mingcha.facts.owner import APP, LIBRARY, UNKNOWN, is_sdk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mingcha.catalogue import Catalogue
    from mingcha.facts.factset import FactSet
    from mingcha.facts.version import Version
    from mingcha.fingerprint.match import Traits
    from mingcha.formats.manifest import Manifest

# Weights of evidence, as log-odds; a score of 6 and more is accepted, see docs/accuracy.md.
_CODE, _COMPONENT, _MORE, _NATIVE, _NATIVE_VERSION, _META, _ASSET, _HOST = 8.0, 5.0, 1.0, 4.0, 3.0, 5.0, 5.0, 3.0
# A component whose class is in no dex of a package that hides none: an entry that was left behind.
_STALE = 2.0
# Classes under a prefix that make it certain; fewer may be a stub of another SDK's optional dependency.
_ENOUGH_CLASSES = 5
_FEW_CLASSES = 4.0
_POSSIBLE = 4.0
_DIGITS = re.compile(r"\d+(?:[._]\d+)*")

Found = tuple[str, float, str]  # SDK, weight, evidence


class Tables(NamedTuple):
    """SDK ids by name; names that two SDKs claim are left out. `versioned` has digits replaced by #."""

    components: dict[str, str]
    keys: dict[str, str]
    libraries: dict[str, str]
    versioned: dict[str, str]
    hosts: dict[str, str]


@cache
def tables(catalogue: Catalogue) -> Tables:
    """Return what names an SDK."""
    claims: list[dict[str, set[str]]] = [defaultdict(set) for _ in Tables._fields]
    for sdk in catalogue.sdks.values():
        names: tuple[Iterable[str], ...] = (
            (component.name for component in sdk.components),
            sdk.meta_data_keys,
            sdk.native_libs,
            (_DIGITS.sub("#", name) for name in sdk.native_libs if _DIGITS.search(name)),
            sdk.domains,
        )
        for table, found in zip(claims, names, strict=True):
            for name in found:
                table[name].add(sdk.id)
    return Tables(*({name: next(iter(ids)) for name, ids in table.items() if len(ids) == 1} for table in claims))


def owner_of_library(catalogue: Catalogue, name: str) -> str:
    """Return the SDK that alone in the registry brings a native library, else the app."""
    known = tables(catalogue)
    return known.libraries.get(name) or known.versioned.get(_DIGITS.sub("#", name)) or APP


class Package(NamedTuple):
    """What one package shows of SDKs.

    `owners` and `states` are, class by class, whose it is and when its code first runs (None: never); `names` their
    descriptors. `assets` are (path, owner) of payloads, `hosts` are (host, owner of the code
    that names it), `owner_of` names the owner of a class by its name.
    """

    names: Sequence[str]
    owners: Sequence[str]
    states: Sequence[str | None]
    is_packed: bool
    manifest: Manifest | None
    libraries: Iterable[str]
    assets: Iterable[tuple[str, str]]
    hosts: Iterable[tuple[str, str]]
    traits: Mapping[str, Traits]
    versions: Mapping[str, Version]
    owner_of: Callable[[str], str]


def gather(catalogue: Catalogue, package: Package) -> dict[str, list[tuple[float, str]]]:
    """Return the evidence for each SDK, as (weight, kind:what)."""
    evidence: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for sdk, weight, text in (
        *_by_code(package),
        *_by_traits(package.traits),
        *_by_manifest(catalogue, package),
        *_by_library(catalogue, package.libraries),
        *((owner, _ASSET, f"asset:{path}") for path, owner in sorted(set(package.assets)) if is_sdk(owner)),
        *_by_host(catalogue, package.hosts),
    ):
        evidence[sdk].append((weight, text))
    return evidence


def collect_sdks(facts: FactSet, catalogue: Catalogue, package: Package) -> None:
    """Add a row for each SDK with enough evidence and for each open-source library."""
    evidence = gather(catalogue, package)
    count = Counter(package.owners)
    first: dict[str, str] = {}
    for owner, state in zip(package.owners, package.states, strict=True):
        if state is not None and (owner not in first or _ORDER.index(state) < _ORDER.index(first[owner])):
            first[owner] = state
    for sdk in sorted(evidence):
        score = score_of(evidence[sdk])
        if score < _POSSIBLE:
            continue
        version = package.versions.get(sdk)
        facts.add(
            "sdk",
            id=sdk,
            version=version.text if version else None,
            version_basis=version.basis if version else None,
            state="initialised" if sdk in first else "linked" if count[sdk] else "present",
            start_state=first.get(sdk, "unreached" if count[sdk] else None),
            classes=count[sdk],
            confidence=_confidence(score),
            evidence=[text for _, text in evidence[sdk]],
        )
    for owner in sorted(count):
        if owner.startswith(LIBRARY):
            state = first.get(owner, "unreached")
            facts.add("library", id=owner.removeprefix(LIBRARY), classes=count[owner], start_state=state)


_ORDER = ("at-start", "background", "gated", "user-action")


def _by_code(package: Package) -> Iterator[Found]:
    counts: Counter[str] = Counter()
    example: dict[str, str] = {}
    for name, owner in zip(package.names, package.owners, strict=True):
        if is_sdk(owner):
            counts[owner] += 1
            example[owner] = min(example.get(owner, name), name)
    for sdk, count in counts.items():
        where = example[sdk][1:-1].rpartition("/")[0].replace("/", ".")
        yield sdk, _CODE if count >= _ENOUGH_CLASSES else _FEW_CLASSES, f"code:{where} ({count})"


def _by_traits(traits: Mapping[str, Traits]) -> Iterator[Found]:
    for sdk, found in traits.items():
        strings, shapes = found.weights
        if found.strings:
            yield sdk, strings, f"string:{found.strings}/{found.of_strings}"
        if found.shapes:
            yield sdk, shapes, f"shape:{found.shapes}/{found.of_shapes}"


def _by_manifest(catalogue: Catalogue, package: Package) -> Iterator[Found]:
    manifest = package.manifest
    if manifest is None:
        return
    known = tables(catalogue)
    defined = set(package.names)
    for component in sorted({component.target for component in manifest.components} & known.components.keys()):
        seen = package.is_packed or not defined or "L" + component.replace(".", "/") + ";" in defined
        yield known.components[component], _COMPONENT if seen else _STALE, f"component:{component}"
    for key in sorted({found.name for found in manifest.all_meta_data()} & known.keys.keys()):
        if package.owner_of(key).startswith(LIBRARY):
            continue
        yield known.keys[key], _META, f"meta:{key}"


def _by_library(catalogue: Catalogue, libraries: Iterable[str]) -> Iterator[Found]:
    known = tables(catalogue)
    for library in sorted(set(libraries)):
        alike = _DIGITS.sub("#", library)
        if library in known.libraries:
            yield known.libraries[library], _NATIVE, f"native:{library}"
        elif alike in known.versioned:
            yield known.versioned[alike], _NATIVE_VERSION, f"native:{library}"


def _by_host(catalogue: Catalogue, hosts: Iterable[tuple[str, str]]) -> Iterator[Found]:
    """Yield SDKs by host; a host that another SDK's or library's code names says what that code talks to."""
    known = tables(catalogue).hosts
    for host, owner in sorted(set(hosts)):
        labels = host.split(".")
        domain = next((name for start in range(len(labels) - 1) if (name := ".".join(labels[start:])) in known), None)
        if domain is not None and (owner in (APP, known[domain]) or owner.startswith(UNKNOWN)):
            yield known[domain], _HOST, f"host:{host}"


def score_of(found: list[tuple[float, str]]) -> float:
    """Add up evidence: the first of each kind counts in full, each more of it a little; a host alone says nothing."""
    best: dict[str, float] = {}
    more = 0.0
    for weight, text in found:
        kind = text.partition(":")[0]
        if kind in best and kind != "host":
            more += _MORE
        best[kind] = max(best.get(kind, 0.0), weight)
    return sum(best.values()) + min(more, 3.0)


def _confidence(score: float) -> float:
    """Map a score to 0–1; 6 gives 0.9."""
    return round(1 / (1 + math.exp(-(score - 6) - math.log(9))), 2)
