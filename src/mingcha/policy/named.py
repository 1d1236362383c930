"""SDKs of the registry whose name stands anywhere in a document, in whatever sentence, table or address."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.catalogue import load
from mingcha.policy.lexicon import Terms, section
from mingcha.policy.resolve import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mingcha.policy.reader import Policy

# A company that makes more SDKs than this is no name of any of them.
_MOST_OF_A_VENDOR = 4
_SHORTEST, _AROUND = 3, 40
# Texts taken from pages glue names to the end of an address (….htmlFirebase).
_GLUED = 6


@dataclass(frozen=True, slots=True)
class Named:
    """The first place where an SDK is named: its registry id, the words, and a quote around them [start, end) of the text."""

    sdk: str
    name: str
    quote: str
    start: int
    end: int


def find_named(policy: Policy) -> tuple[Named, ...]:
    """Return the SDKs that a document names anywhere, by id; a name for several (友盟, a company) counts for each."""
    text = policy.reading.normal.text
    terms, ids = _terms()
    found: dict[str, Named] = {}
    for hit in terms.find(text):
        fresh = [sdk for sdk in ids[hit.label] if sdk not in found]
        if fresh:
            quote, start, end = policy.reading.quote(max(0, hit.start - _AROUND), min(len(text), hit.end + _AROUND))
            words, _, _ = policy.reading.quote(hit.start, hit.end)
            found |= {sdk: Named(sdk, words, " ".join(quote.split()), start, end) for sdk in fresh}
    return tuple(found[sdk] for sdk in sorted(found))


@functools.cache
def _terms() -> tuple[Terms, Mapping[str, tuple[str, ...]]]:
    """Return the names to look for, each its own label, and the ids that a label stands for."""
    ids: dict[str, list[str]] = {}
    for name, sdk in _names():
        known = ids.setdefault(name, [])
        if sdk not in known:
            known.append(sdk)
    return Terms([(name, name) for name in ids], glued_from=_GLUED), {name: tuple(each) for name, each in ids.items()}


def _names() -> Iterator[tuple[str, str]]:
    """Yield (name in lower case, registry id): aliases, registered names, and companies of few SDKs."""
    families = section("sdk_alias_ids")
    for label, aliases in section("sdk_aliases").items():
        for sdk in families.get(label, ()):
            yield from ((str(alias).lower(), str(sdk)) for alias in (label, *aliases))
    sdks = load().sdks.values()
    made = Counter(sdk.vendor for sdk in sdks)
    for sdk in sdks:
        yield from ((name.lower(), sdk.id) for name in (sdk.name.zh, sdk.name.en) if len(plain_name(name)) >= _SHORTEST)
        if sdk.vendor and made[sdk.vendor] <= _MOST_OF_A_VENDOR:
            yield sdk.vendor.lower(), sdk.id
