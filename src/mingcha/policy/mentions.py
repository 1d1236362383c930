"""Which words of a sentence speak of personal data: gazetteer terms, less those that mean something else where they stand."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.policy.lexicon import pattern, section
from mingcha.policy.normalise import normal_term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mingcha.policy.lexicon import Hit

# Verbs of these practices make the data words near them data.
SPEAKING = frozenset(
    {
        "collect",
        "user_provide",
        "use",
        "store",
        "share",
        "entrust",
        "transfer",
        "disclose",
        "sell",
        "permission_req",
        "auto_collect",
        "delete",
    }
)
_NEAR = 44
_WITHIN = -3
# English words are longer.
_BLOCK, _LATIN_BLOCK = 10, 26
_STATING = 40
_ENUMERATION = 4
_TITLE = 0.5


@dataclass(frozen=True, slots=True)
class Guards:
    """The catalogue's mention_guards, compiled."""

    function_noun: re.Pattern[str]
    strong_context: re.Pattern[str]
    breaks: re.Pattern[str]
    own_quote: re.Pattern[str]
    list_before: re.Pattern[str]
    list_after: re.Pattern[str]
    head_noun: re.Pattern[str]
    service_noun: re.Pattern[str]
    property: re.Pattern[str]
    works: frozenset[str]
    never_a_function: frozenset[str]
    weak: frozenset[str]
    blocks: Mapping[str, re.Pattern[str]]
    latin_blocks: Mapping[str, re.Pattern[str]]


@functools.cache
def guards() -> Guards:
    """Return the compiled guards."""
    found = section("mention_guards")
    return Guards(
        function_noun=pattern(found["function_noun"]),
        strong_context=pattern(found["strong_context"]),
        breaks=pattern(found["breaks"]),
        own_quote=pattern(found["own_quote"]),
        list_before=pattern(found["list_before"]),
        list_after=pattern(found["list_after"]),
        head_noun=pattern(found["head_noun"]),
        service_noun=pattern(found["service_noun"]),
        property=pattern(found["property"]),
        works=frozenset(found["works"]),
        never_a_function=frozenset(found["never_a_function"]),
        weak=frozenset(normal_term(str(word)) for word in found["weak"]),
        blocks=_blocks(_CHINESE),
        latin_blocks=_blocks(_LATIN),
    )


# A Chinese word has Chinese words around it; a Latin one may have either.
_CHINESE, _LATIN = re.compile("[\u4e00-\u9fff]"), re.compile("")


def _blocks(script: re.Pattern[str]) -> Mapping[str, re.Pattern[str]]:
    """Return the blocks by label, of the patterns that hold something of a script."""
    kept = {name: [each for each in patterns if script.search(each)] for name, patterns in section("term_blocks").items()}
    return {name: pattern(*patterns) for name, patterns in kept.items() if patterns}


def find_mentions(text: str, start: int, end: int, data: Sequence[Hit], verbs: Sequence[Hit], *, inherits: bool) -> list[Hit]:
    """Return the hits of `data`, those of `speaking_hits`, that speak of data in the sentence [start, end).

    `verbs` are the practice verbs of the sentence; `inherits` says that it continues a list, a table or a permission that
    a practice verb opened before it.
    """
    rules = guards()
    spoken = [verb for verb in verbs if verb.label in SPEAKING]
    # Four words of the gazetteer in one sentence are a list of data, whatever its verb.
    inherits = inherits or len(data) >= _ENUMERATION or _includes(text, start, end)
    kept = []
    has_title = text.find("》", start, end) >= 0
    on_property: bool | None = None
    for index, hit in enumerate(data):
        if hit.label in rules.works:
            on_property = rules.property.search(text, start, end) is not None if on_property is None else on_property
            if on_property:
                continue
        if _is_function(text, end, hit, rules) or (has_title and _is_in_title(text, start, end, hit)):
            continue
        if text[hit.start : hit.end] in rules.weak:
            listed = _is_listed(text, start, end, data, index, rules)
            governed = _is_governed(text, hit, spoken, rules)
            is_name = text.startswith('"', hit.end) and rules.own_quote.search(text, max(start, hit.start - _BLOCK), hit.start)
            if is_name or not ((listed and (spoken or inherits)) or governed or (inherits and hit.end - start < _NEAR)):
                continue
        kept.append(hit)
    if spoken or inherits:
        return kept
    # A line that is a word of data and nothing else is the title of what is said below it.
    titles = [hit for hit in kept if hit.end - hit.start >= (end - start) * _TITLE]
    return titles or [
        hit
        for hit in kept
        if hit.label in _IDENTIFIERS or _STATED.search(text, max(start, hit.start - _STATING), min(end, hit.end + _BLOCK))
    ]


_INCLUDING = re.compile(r"\b(?:may|might|could|can|will|this|these|it|data|information) (?:also )?includes?\b|\bsuch as\b")
# A list in brackets, a label, or a statement what the data are.
_STATED = re.compile(
    r"[(:]|敏感|属于|无法识别|必[要需]|例如|包括|包含|诸如|信息[,、]|\bincl|such as|for example|e\.g\.|consist|\b(?:your|users?'|user's) "
)
_IDENTIFIERS = frozenset({"imei", "imsi", "mac_address", "android_id", "oaid", "cookie"})


def speaking_hits(text: str, start: int, end: int, data: Sequence[Hit]) -> list[Hit]:
    """Return the hits of a sentence that mean their type, whether or not anything is said of it."""
    rules = guards()
    return [hit for hit in data if not _is_blocked(text, start, end, hit, rules)]


def _includes(text: str, start: int, end: int) -> bool:
    """Say whether an English sentence tells what something includes."""
    if text.find("includ", start, end) < 0 and text.find("such as", start, end) < 0:
        return False
    return _INCLUDING.search(text, start, end) is not None


def _is_governed(text: str, hit: Hit, spoken: Sequence[Hit], rules: Guards) -> bool:
    """Say whether a practice verb close before a weak word has it for its object."""
    for verb in reversed(spoken):
        distance = hit.start - verb.end
        if distance > _NEAR:
            return False
        if distance >= _WITHIN and not rules.breaks.search(text, verb.end, hit.start):
            return True
    return False


def _is_blocked(text: str, start: int, end: int, hit: Hit, rules: Guards) -> bool:
    is_latin = text[hit.start].isascii()
    block = (rules.latin_blocks if is_latin else rules.blocks).get(hit.label)
    if block is None:
        return False
    reach = _LATIN_BLOCK if is_latin else _BLOCK
    left, right = max(start, hit.start - reach), min(end, hit.end + reach)
    if not any(found.start() < hit.end and hit.start < found.end() for found in block.finditer(text, left, right)):
        return False
    return not rules.strong_context.search(text, max(start, hit.start - 4), min(end, hit.end + 4))


def _is_in_title(text: str, start: int, end: int, hit: Hit) -> bool:
    """Say whether it is part of the title of a document or a product: 《班级优化大师隐私政策》."""
    opened = text.rfind("《", start, hit.start)
    return opened >= 0 and text.find("》", opened, hit.start) < 0 and text.find("》", hit.end, end) >= 0


def _is_function(text: str, end: int, hit: Hit, rules: Guards) -> bool:
    """Say whether the next word makes it the name of a function: 位置服务, 短信验证."""
    if hit.label in rules.never_a_function:
        return False
    nouns = rules.service_noun if rules.head_noun.search(text, hit.start, hit.end) else rules.function_noun
    return nouns.match(text, hit.end, end) is not None


def _is_listed(text: str, start: int, end: int, data: Sequence[Hit], index: int, rules: Guards) -> bool:
    """Say whether it stands in a list: a comma, slash or bracket next to it."""
    hit = data[index]
    return bool(rules.list_after.match(text, hit.end, end)) or bool(rules.list_before.search(text, max(start, hit.start - 3), hit.start))
