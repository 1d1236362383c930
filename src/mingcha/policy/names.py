"""Names of SDKs in sentences: what stands before the word SDK, in a list after it, or is a known alias near it."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.policy.lexicon import section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.policy.lexicon import Hit


# English words that a name follows.
_ENGLISH_STOPS = (
    r"(?<![a-z0-9])(?:no|not|without|the|an?|our|their|this|these|such|any|other|some|and|or|of|by|from|with|in|via|to|like|called|using|uses?|used"
    r"|utili[sz]es?|integrat(?:e|es|ed|ing)|includ(?:e|es|ing)|embed(?:s|ded)?|contains?|third[- ]party|following)(?= |$)"
)
# In one sentence; the most seen is 10.
MAX_NAMES = 60


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name at [start, end) of the normalised text."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Grammar:
    anchor: re.Pattern[str]
    cut: re.Pattern[str]
    stop: re.Pattern[str]
    empty: re.Pattern[str]
    unfinished: re.Pattern[str]
    bracket: re.Pattern[str]
    labelled: re.Pattern[str]
    quoted: re.Pattern[str]
    window: int


@functools.cache
def _grammar() -> _Grammar:
    found = section("sdk_name_grammar")
    # Words that end what is before a name, but not within 华为, 对应, or at the end of a name (统一调用).
    stops = f"(?<!华)为|对(?!应)|调用(?=.)|{_ENGLISH_STOPS}|" + "|".join(
        sorted((re.escape(word) for word in found["stop_left"]), key=len, reverse=True)
    )
    empty = "|".join(sorted((re.escape(word.lower()) for word in found["not_a_name"]), key=len, reverse=True))
    return _Grammar(
        anchor=re.compile(r"(?:sdk|软件开发工具包|软件工具开发包|软件开发包|软件工具包)(?![a-z])"),
        cut=re.compile(r"[,。;、:|\t\"《》<>/()!?【】\[\]]|\s{2,}|(?<![a-z0-9]) (?![a-z])|(?<=[\u4e00-\u9fff]) (?=[a-z])|sdk(?![a-z])"),
        stop=re.compile(rf".*(?:{stops}|\d+[).、]+)"),
        empty=re.compile(rf"(?:{empty})*"),
        unfinished=re.compile(found["unfinished"]),
        bracket=re.compile(r"([a-z0-9+\-·._\u4e00-\u9fff ]{1,18})\s?\(([^()]{1,16})\)\s?$"),
        labelled=re.compile(found["labelled"]),
        quoted=re.compile(r"sdk\s?[\"【]([^\"《》【】]{2,160})[\"】]"),
        window=found["left_window"],
    )


_ADDRESS = re.compile(r"https?://[!-~]+|(?<![\w.-])[\w.-]+@[\w.-]+|[a-z0-9_\-./]{2,80}\.(?:com|cn|html|jar|aar|php)(?:[/?#][!-~]*)?")


def find_names(text: str, start: int, end: int, aliases: Sequence[Hit]) -> list[Name]:
    """Return the SDK names of the sentence [start, end); `aliases` are the hits of known names in it."""
    grammar = _grammar()
    anchors = list(itertools.islice(grammar.anchor.finditer(text, start, end), MAX_NAMES))
    if not anchors:
        return []
    # Addresses hold the word too; blanks of the same length keep the offsets.
    clean = _ADDRESS.sub(lambda found: "|" * len(found.group()), text[start:end])
    found: list[Name] = []
    for anchor in anchors:
        at = anchor.start() - start
        if clean[at] == "|" or (at and clean[at - 1] == " " and _LABEL.match(clean, at)):
            continue
        if name := _before(grammar, clean, at):
            found.append(Name(name[0], start + name[1], start + name[1] + len(name[0])))
            found += _earlier(clean, start, name[1])
    found += _labelled(grammar, clean, start)
    found += [
        Name(text[hit.start : hit.end], hit.start, hit.end)
        for hit in aliases[:MAX_NAMES]
        if hit.end - hit.start > 1 and _stands_alone(clean, hit, start, found)
    ]
    return sorted(_distinct(found), key=lambda name: name.start)


def _before(grammar: _Grammar, clean: str, at: int) -> tuple[str, int] | None:
    """Return the name that ends before the anchor, and where it starts."""
    left = max(0, at - grammar.window)
    window = clean[left:at].rstrip(" *")
    if _COMMA.search(window):
        window = window[:-1]
    if (quoted := _QUOTED_BEFORE.search(window)) and _trimmed(grammar, quoted.group(1)) == 0:
        return quoted.group(1), left + quoted.start(1)
    if bracket := grammar.bracket.search(window):
        inner = window[bracket.start(1) :]
        begin = _trimmed(grammar, bracket.group(1))
        if begin is not None:
            return inner[begin:].strip(), left + bracket.start(1) + begin
        return None
    edge = max((cut.end() for cut in grammar.cut.finditer(window)), default=0)
    fragment = window[edge:]
    # The title of a row or a block holds a name and nothing else.
    is_title = left + edge <= _NUMBERED and _ROW.match(clean, at) and 0 < len(fragment) <= _LONGEST and not _SPOKEN.search(fragment)
    marker = _MARKED.match(fragment)
    begin = marker.end() if marker else 0
    if not is_title or grammar.empty.fullmatch(fragment, begin) or grammar.unfinished.search(fragment, begin):
        begin = _trimmed(grammar, fragment)
    if begin is None:
        return None
    name = fragment[begin:].rstrip(" -—.·*'")
    return (name, left + edge + begin) if name else None


def _earlier(clean: str, start: int, begin: int) -> list[Name]:
    """Return the Latin names of the list that leads to a name: QQ in QQ、新浪微博SDK."""
    listed = _LATIN_LIST.search(clean, max(0, begin - _LONGEST), begin)
    return [Name(listed.group(1).strip(), start + listed.start(1), start + listed.end(1))] if listed else []


_LATIN_LIST = re.compile(r"(?<![a-z0-9])(?!sdk|app|api|ios|android|h5|web)([a-z][a-z0-9+]{1,12})[、/]\s?$")


def _trimmed(grammar: _Grammar, fragment: str) -> int | None:
    """Return where the name starts within a fragment that ends with it; None when there is none."""
    stop = grammar.stop.match(fragment)
    begin = stop.end() if stop else 0
    if marker := _MARKED.match(fragment, begin):
        begin = marker.end()
    name = fragment[begin:].strip(" -—.·*'")
    if not name or len(name) > _LONGEST or grammar.empty.fullmatch(name) or grammar.unfinished.search(name):
        return None
    return begin + len(fragment[begin:]) - len(fragment[begin:].lstrip(" -—.·*'"))


_LONGEST = 22
_COMMA = re.compile("[a-z0-9],$")
_QUOTED_BEFORE = re.compile(r"\"([a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff+·. -]{0,20})\"$")
_NUMBERED = 6
# The name of a row or of a block: what stands before the word SDK at the start, with a comma, colon or the end after it.
_ROW = re.compile(r"(?:sdk|软件[开发工具]{2,4}包)\s?(?:[,:(|\t]|$)")
_SPOKEN = re.compile("第三方|我们|您|使用了|接入|集成|嵌入|通过|包括")
_MARKED = re.compile(r"\d{1,2}(?:\.\d{1,2})*(?:[.、)]\s?|\s)|[a-z][.、)]\s?|[#>\s-]+")
_LABEL = re.compile(r"sdk\s?(?:官网|名称|提供方|收集|隐私|类型|用途|开发|目的|功能)")


def _labelled(grammar: _Grammar, clean: str, start: int) -> list[Name]:
    found: list[Name] = []
    for match in [*grammar.labelled.finditer(clean), *grammar.quoted.finditer(clean)]:
        if len(found) >= MAX_NAMES:
            break
        at = match.start(1)
        for part in re.finditer(r"[^、,|\"]+", match.group(1)):
            name = re.sub(r"\s?(?:sdk)?\s?$", "", part.group().strip())
            if name and not grammar.empty.fullmatch(name) and len(name) <= _LONGEST:
                begin = at + part.start() + len(part.group()) - len(part.group().lstrip())
                found.append(Name(name, start + begin, start + begin + len(name)))
    return found


_COMPANY = re.compile(r"\(?[\u4e00-\u9fff]{0,8}(?:公司|科技|网讯|软件有限)")
_TAKEN = re.compile(r"(?:使用了?|接入了?|集成了?|嵌入了?|采用了?|引入了?|名称:|提供方:|提供的?|[:(\"、/])\s?$")
_LIST_AFTER = re.compile(r"[、,/和及与]")


def _stands_alone(clean: str, hit: Hit, start: int, found: Sequence[Name]) -> bool:
    """Say whether a known alias is a name of its own: in a list that leads to a found name, or the only one there is."""
    left, right = hit.start - start, hit.end - start
    if clean[left] == "|" or _COMPANY.match(clean, right) or any(name.start < hit.end and hit.start < name.end for name in found):
        return False
    if not found:
        return _TAKEN.search(clean, max(0, left - 8), left) is not None
    return any(0 < name.start - hit.end <= 1 and _LIST_AFTER.match(clean, right) for name in found)


def _distinct(found: list[Name]) -> list[Name]:
    kept: dict[str, Name] = {}
    for name in found:
        if not any(name.name in other or other in name.name for other in kept):
            kept[name.name] = name
    return list(kept.values())
