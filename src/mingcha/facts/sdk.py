"""SDKs of the registry that are in a package, by package prefix, manifest entries and native libraries."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING

from mingcha.facts.owner import APP, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mingcha.catalogue import Catalogue
    from mingcha.facts.factset import FactSet
    from mingcha.facts.owner import Owners
    from mingcha.formats.manifest import Manifest

# Weights of evidence, as log-odds; a score of 6 and more is accepted, see docs/accuracy.md.
_CODE, _COMPONENT, _MORE, _NATIVE, _META = 8.0, 5.0, 1.0, 4.0, 5.0
# Classes under a prefix that make it certain; fewer may be a stub of another SDK's optional dependency.
_ENOUGH_CLASSES = 5
_FEW_CLASSES = 4.0
# A native library that several SDKs bring is no evidence for either.
_POSSIBLE = 4.0


@cache
def _tables(catalogue: Catalogue) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return SDK ids by component class, meta-data key and native library; names that two SDKs claim are left out."""
    components: dict[str, set[str]] = defaultdict(set)
    keys: dict[str, set[str]] = defaultdict(set)
    libraries: dict[str, set[str]] = defaultdict(set)
    for sdk in catalogue.sdks.values():
        for component in sdk.components:
            components[component.name].add(sdk.id)
        for key in sdk.meta_data_keys:
            keys[key].add(sdk.id)
        for library in sdk.native_libs:
            libraries[library].add(sdk.id)

    def unique(table: dict[str, set[str]]) -> dict[str, str]:
        return {name: next(iter(ids)) for name, ids in table.items() if len(ids) == 1}

    return unique(components), unique(keys), unique(libraries)


def owner_of_library(catalogue: Catalogue, name: str) -> str:
    """Return the SDK that alone in the registry brings a native library, else the app."""
    return _tables(catalogue)[2].get(name, APP)


def collect_sdks(
    facts: FactSet,
    catalogue: Catalogue,
    owners: Owners,
    manifest: Manifest | None,
    classes: Iterable[str],
    libraries: Iterable[str],
) -> None:
    """Add a row for each SDK with enough evidence; `classes` are descriptors, `libraries` file names."""
    evidence: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for sdk, weight, text in (
        *_by_code(owners, classes),
        *_by_manifest(catalogue, manifest),
        *_by_library(catalogue, libraries),
    ):
        evidence[sdk].append((weight, text))
    for sdk in sorted(evidence):
        score = _score(evidence[sdk])
        if score >= _POSSIBLE:
            facts.add("sdk", id=sdk, version=None, confidence=_confidence(score), evidence=[text for _, text in evidence[sdk]])


def _by_code(owners: Owners, classes: Iterable[str]) -> Iterator[tuple[str, float, str]]:
    counts: Counter[str] = Counter()
    example: dict[str, str] = {}
    for name in classes:
        owner = owners.of_class(name)
        if owner != APP and not owner.startswith(UNKNOWN):
            counts[owner] += 1
            example[owner] = min(example.get(owner, name), name)
    for sdk, count in counts.items():
        package = example[sdk][1:-1].rpartition("/")[0].replace("/", ".")
        yield sdk, _CODE if count >= _ENOUGH_CLASSES else _FEW_CLASSES, f"code:{package} ({count})"


def _by_manifest(catalogue: Catalogue, manifest: Manifest | None) -> Iterator[tuple[str, float, str]]:
    if manifest is None:
        return
    by_component, by_key, _ = _tables(catalogue)
    for component in sorted({component.target for component in manifest.components}):
        if component in by_component:
            yield by_component[component], _COMPONENT, f"component:{component}"
    for key in sorted({found.name for found in manifest.all_meta_data()}):
        if key in by_key:
            yield by_key[key], _META, f"meta:{key}"


def _by_library(catalogue: Catalogue, libraries: Iterable[str]) -> Iterator[tuple[str, float, str]]:
    by_library = _tables(catalogue)[2]
    for library in sorted(set(libraries)):
        if library in by_library:
            yield by_library[library], _NATIVE, f"native:{library}"


def _score(found: list[tuple[float, str]]) -> float:
    """Add up evidence: the first of each kind counts in full, each more of it a little."""
    best: dict[str, float] = {}
    more = 0.0
    for weight, text in found:
        kind = text.partition(":")[0]
        if kind in best:
            more += _MORE
        best[kind] = max(best.get(kind, 0.0), weight)
    return sum(best.values()) + min(more, 3.0)


def _confidence(score: float) -> float:
    """Map a score to 0–1; 6 gives 0.9."""
    return round(1 / (1 + math.exp(-(score - 6) - math.log(9))), 2)
