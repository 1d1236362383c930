"""The gazetteer of catalogue/policy_terms.yaml as automata: which of its terms stand where in normalised text."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mingcha.catalogue import load
from mingcha.policy.document import UnreadablePolicyError
from mingcha.policy.normalise import normal_pattern, normal_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LATIN = re.compile(r"[a-z0-9]")
_DOUBLED = re.compile(r"^[^aeiou]{1,3}[aeiou][bdglmnprt]$|(?:mit|fer)$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A term at [start, end) of the normalised text; `label` is what it stands for."""

    start: int
    end: int
    label: str


class Terms:
    """One family of terms: leftmost, longest matches in one pass, linear in the text."""

    def __init__(self, labelled: Iterable[tuple[str, str]], *, glued_from: int | None = None) -> None:
        """Take (term, label) pairs; the first label of a term stands. Terms of `glued_from` letters count within words too."""
        try:
            from ahocorasick_rs import AhoCorasick, MatchKind  # noqa: PLC0415 - an extra
        except ImportError as absent:
            raise UnreadablePolicyError("读取隐私政策需要 pip install 'mingcha[policy]' / reading policies needs that extra") from absent
        found: dict[str, str] = {}
        for term, label in labelled:
            if plain := normal_term(term):
                found.setdefault(plain, label)
        self.labels = tuple(found.values())
        bound = [glued_from is None or len(term) < glued_from for term in found]
        self._latin_start = tuple(is_bound and bool(_LATIN.match(term[0])) for term, is_bound in zip(found, bound, strict=True))
        self._latin_end = tuple(is_bound and bool(_LATIN.match(term[-1])) for term, is_bound in zip(found, bound, strict=True))
        self._automaton = AhoCorasick(list(found), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[Hit]:
        """Return the matches in order; a Latin term needs neighbours that are no Latin letter or digit."""
        out = []
        size = len(text)
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if self._latin_start[index] and start and _LATIN.match(text[start - 1]):
                continue
            # A digit may follow (imei1, wifi5), a letter may not; a plural s may.
            if self._latin_end[index] and end < size and text[end].isascii() and text[end].isalpha():
                follows = text[end + 1 : end + 2]
                if text[end] != "s" or (follows.isascii() and follows.isalnum()):
                    continue
            out.append(Hit(start, end, self.labels[index]))
        return out


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything of policy_terms.yaml that the reader looks up, compiled."""

    data: Terms
    practices: Terms
    purposes: Terms
    third_parties: Terms
    sdks: Terms
    parents: Mapping[str, tuple[str, ...]]
    sensitive: frozenset[str]
    generic: frozenset[str]


def _pairs(section: Mapping[str, Any], *languages: str) -> Iterable[tuple[str, str]]:
    return ((str(term), label) for label, entry in section.items() for language in languages for term in entry.get(language, ()))


def _inflected(labelled: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Yield each English term, and with its first word in the other forms of a regular verb."""
    for term, label in labelled:
        verb, blank, rest = term.partition(" ")
        yield from ((f"{form}{blank}{rest}", label) for form in forms(verb))


def forms(verb: str) -> tuple[str, ...]:
    """Return the forms of a regular English verb: collect, collects, collected, collecting."""
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    end = verb[-1] if _DOUBLED.search(verb) else ""
    plural = "es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s"
    return verb, f"{verb}{plural}", f"{verb}{end}ed", f"{verb}{end}ing"


@functools.cache
def lexicon() -> Lexicon:
    """Return the compiled gazetteer; UnreadablePolicyError with one clear line when the extra is not installed."""
    terms = load().policy_terms.sections
    types = terms["data_types"]
    aliases = ((str(term), name) for name, names in terms["sdk_aliases"].items() for term in (name, *names))
    generic = ((str(term), "third-party") for term in (*terms["third_party"]["generic"]["zh"], *terms["third_party"]["generic"]["en"]))
    return Lexicon(
        data=Terms(_pairs(types, "zh", "en")),
        practices=Terms([*_pairs(terms["practices"], "zh"), *_inflected(_pairs(terms["practices"], "en"))]),
        purposes=Terms(_pairs(terms["purposes"], "zh", "en")),
        third_parties=Terms(generic),
        sdks=Terms(aliases),
        parents={name: tuple(entry["parents"]) for name, entry in types.items()},
        sensitive=frozenset(name for name, entry in types.items() if entry.get("sens")),
        generic=frozenset(name for name, entry in types.items() if entry.get("generic")),
    )


def pattern(*alternatives: str) -> re.Pattern[str]:
    """Compile patterns of the catalogue for normalised text."""
    return re.compile("|".join(f"(?:{normal_pattern(each)})" for each in alternatives))


def section(*names: str) -> Any:
    """Return a part of policy_terms.yaml by its path."""
    found: Any = load().policy_terms.sections
    for name in names:
        found = found[name]
    return found
