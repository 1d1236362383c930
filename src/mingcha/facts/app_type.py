"""A guess at the app type (one of the 39 of 国信办秘字〔2021〕14号) from the name, the package and the manifest.

It ranks what a person should look at. It is never written where the type that somebody told is, and rules that use it say so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingcha.catalogue import AppType, Catalogue
    from mingcha.facts.factset import FactSet
    from mingcha.facts.owner import Owners
    from mingcha.formats.manifest import Manifest

# What a word counts where it stands; a guess needs the least, and the lead over the next type.
_NAME, _PACKAGE, _CLASS = 4, 2, 1
_LEAST, _LEAD = 3, 2
# Names of the manifest that a word must be in to count, and what they count at most.
_TIMES, _MOST_CLASSES = 2, 2
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


class Guess(NamedTuple):
    """A type, how strongly it is suggested, and by what."""

    app_type: str
    score: int
    evidence: tuple[str, ...]


def collect_guess(facts: FactSet, manifest: Manifest, owners: Owners, catalogue: Catalogue) -> None:
    """Add the guess of one package, if there is one; classes of SDKs in the manifest say nothing of the app."""
    own = [component.target for component in manifest.components if owners.of_name(component.target) == "app"]
    found = guess_type(manifest.label or "", manifest.package, own, catalogue)
    if found is not None:
        facts.add("type_guess", app_type=found.app_type, score=found.score, evidence=list(found.evidence))


def guess_type(name: str, package: str, classes: Iterable[str], catalogue: Catalogue) -> Guess | None:
    """Return the type that clearly leads, or None."""
    in_package, in_name = {*_split(package)}, {*_split(name)}
    # A label of the package says nothing twice.
    in_classes = Counter(word for each in classes for word in {*_split(each.rpartition(".")[2])})
    scores: dict[str, int] = defaultdict(int)
    evidence: dict[str, list[str]] = defaultdict(list)
    for key, app_type in catalogue.app_types.items():
        for score, text in (
            *((_NAME, f"name:{word}") for word in _named(name, in_name, app_type)),
            *((_PACKAGE, f"package:{word}") for word in app_type.keywords_en if word in in_package),
            *[(_CLASS, f"manifest:{word}") for word in app_type.keywords_en if in_classes[word] >= _TIMES][:_MOST_CLASSES],
        ):
            scores[key] += score
            evidence[key].append(text)
    order = sorted(scores, key=lambda key: (-scores[key], key))
    if not order or scores[order[0]] < _LEAST or (len(order) > 1 and scores[order[0]] - scores[order[1]] < _LEAD):
        return None
    return Guess(order[0], scores[order[0]], tuple(evidence[order[0]]))


def _named(name: str, words: set[str], app_type: AppType) -> list[str]:
    """Return the first word of a type that a name of these words holds, if there is one: Chinese anywhere, English as a whole word."""
    return [word for word in app_type.keywords_zh if word in name][:1] or [word for word in app_type.keywords_en if word in words][:1]


def _split(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(text)]
