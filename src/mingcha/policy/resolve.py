"""Printed names of SDKs as ids of the registry: by its names, then by the aliases of policy_terms.yaml."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from mingcha.catalogue import load
from mingcha.policy.lexicon import lexicon, section
from mingcha.policy.normalise import normal_term

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOISE = re.compile(r"sdk|软件开发工具包|软件开发包|[\s()\[\]【】/_\-·+.,:、\"]|第三方|\d+(?=$)")
_PARTS = re.compile(r"[/(),]|\s{2,}")
_SHORTEST_LATIN, _SHORTEST = 4, 3


def plain_name(name: str) -> str:
    """Return a name without blanks, punctuation, brackets and the word SDK."""
    return _NOISE.sub("", normal_term(name))


@functools.cache
def _registry() -> Mapping[str, str]:
    """Map plain names and the parts they are written in to ids; a name that two SDKs share stands for the first."""
    found: dict[str, str] = {}
    for sdk in load().sdks.values():
        for name in (sdk.name.zh, sdk.name.en, sdk.id):
            found.setdefault(plain_name(name), sdk.id)
    for sdk in load().sdks.values():
        for name in (sdk.name.zh, sdk.name.en):
            for part in _PARTS.split(name):
                plain = plain_name(part)
                if len(plain) >= (_SHORTEST_LATIN if plain.isascii() else _SHORTEST) and not _is_function(plain):
                    found.setdefault(plain, sdk.id)
    return found


def _is_function(part: str) -> bool:
    """Say whether a part of a name only says what the SDK is for (一键登录), as any maker's may."""
    return any(hit.start == 0 and hit.end == len(part) for hit in lexicon().purposes.find(part))


@functools.cache
def _contained() -> tuple[tuple[str, str], ...]:
    """Return registry names long enough to be looked for inside a printed name, longest first."""
    names = ((name, sdk) for name, sdk in _registry().items() if len(name) >= (_SHORTEST_LATIN if name.isascii() else _SHORTEST))
    return tuple(sorted(names, key=lambda pair: (-len(pair[0]), pair[0])))


@functools.lru_cache(maxsize=4096)
def resolve(name: str) -> tuple[str, ...]:
    """Return the ids that a printed name stands for: the one it means, then others of its family; empty when unknown."""
    plain = plain_name(name)
    if not plain:
        return ()
    if found := _registry().get(plain):
        return (found,)
    families = section("sdk_alias_ids")
    hits = lexicon().sdks.find(normal_term(name))
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):
        if ids := families.get(hit.label):
            return tuple(str(each) for each in ids)
    for part, sdk in _contained():
        if part in plain:
            return (sdk,)
    return ()
