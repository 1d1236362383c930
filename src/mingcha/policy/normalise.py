"""One spelling for every way of writing the same words, with the way back to the source text.

Full width becomes half width, Latin letters lower case, known variants one form (帐号 → 账号, Wi-Fi → wifi); marks that
no reader sees (zero-width characters, Markdown stars, tags in text) and blanks between Chinese characters go.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.catalogue import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CJK = "\u3400-\u9fff\uf900-\ufaff"
_WIDE = f"{_CJK}，。、；：！？（）【】《》「」“”…"
# What is dropped. The quantifiers are bounded, so that no text can make the search slow.
_DROPPED = (
    "[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+"  # invisible
    r"|\*\*|__|(?<![\w*])\*(?=\S)|\\(?=[^\w\s])"  # Markdown marks
    r"|</?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\s[^<>]{0,400})?/?>"  # tags that stand in plain text
    rf"|(?<=[{_WIDE}])[ \t\u00a0\u3000\r\n]+(?=[{_WIDE}])(?![{_CJK}]{{2,10}}[：:])"  # a key keeps its blank
    r"|(?<=[，。、；：！？（])[ \t\u00a0\u3000\r\n]+|[ \t\u00a0\u3000\r\n]+(?=[，。、；：！？）])"
)
# Where a Markdown link leads.
_TARGET = r"\((?<=\]\()[ \t]?<?(?:https?:|mailto:|tel:|[#/.])[^()\s]{1,2000}(?:[ \t]\"[^\"\n]{0,200}\")?\)"
_SPACE = re.compile(r"[ \t\u00a0\u3000\r\n]+")
_SAME = frozenset("。、《》「」【】…—")


@dataclass(frozen=True, slots=True)
class Normal:
    """Normalised text; `source(i)` is the offset in the source of the character at i."""

    text: str
    _at: tuple[int, ...]
    _from: tuple[int, ...]
    _until: tuple[int, ...]

    def source(self, index: int) -> int:
        """Return the source offset of a normalised offset, 0 to len(text)."""
        step = bisect_right(self._at, index) - 1
        return self._from[step] + index - self._at[step]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of a normalised span that is not empty."""
        step = bisect_right(self._at, end - 1) - 1
        whole = step + 1 < len(self._at) and self._at[step + 1] == end
        return self.source(start), self._until[step] if whole else self.source(end - 1) + 1


@functools.cache
def _table() -> dict[int, str]:
    """Map single characters to single characters."""
    table = {}
    for code in range(0x10000):
        char = chr(code)
        if char in _SAME or 0xD800 <= code < 0xE000:  # noqa: PLR2004 - surrogates
            continue
        plain = unicodedata.normalize("NFKC", char).lower()
        if plain != char and len(plain) == 1:
            table[code] = plain
    table |= {ord(a): b for a, b in zip("“”‘’", "\"\"''", strict=True)}
    for old, new in _variants().items():
        if len(old) == len(new) == 1:
            table[ord(old)] = new
    return table


def _variants() -> Mapping[str, str]:
    found: Mapping[str, str] = load().policy_terms.sections["normalise"]["map"]
    return found


@functools.cache
def _edits(*, has_links: bool) -> re.Pattern[str]:
    words = sorted((word for word in _variants() if len(word) > 1), key=len, reverse=True)
    replaced = "|".join(re.escape(word) for word in words)
    dropped = f"{_TARGET}|{_DROPPED}" if has_links else _DROPPED
    return re.compile(f"({dropped})|(?<![a-z])({replaced})(?![a-z])|({_SPACE.pattern})", re.IGNORECASE)


def normalise(text: str, spans: Iterable[tuple[int, int]] | None = None) -> Normal:
    """Return the normal form of the text, or of some of its stretches in order, each ended by a line end."""
    table, edits, variants = _table(), _edits(has_links="](" in text), _variants()
    parts: list[str] = []
    at, origin, until = [0], [0], [0]
    length = 0

    def put(piece: str, start: int, end: int) -> None:
        nonlocal length
        if piece:
            # A piece goes on where the last one ended unless something lies between, or either was replaced.
            if until[-1] != start or until[-1] - origin[-1] != length - at[-1] or end - start != len(piece):
                at.append(length)
                origin.append(start)
                until.append(end)
            until[-1] = end
            parts.append(piece)
            length += len(piece)

    for start, end in spans if spans is not None else ((0, len(text)),):
        here = start
        for found in edits.finditer(text, start, end):
            put(text[here : found.start()], here, found.start())
            here = found.end()
            if found.group(2):
                put(variants[found.group(2).lower()], *found.span())
            elif found.group(3):
                put(" ", *found.span())
        put(text[here:end], here, end)
        if spans is not None:
            put("\n", end, end)
    joined = "".join(parts).translate(table)
    return Normal(joined, tuple(at), tuple(origin), tuple(until))


@functools.lru_cache(maxsize=8192)
def normal_term(term: str) -> str:
    """Return a term of the gazetteer, or a printed name, in the form that normalised text has."""
    return normalise(term).text.strip()


def normal_pattern(pattern: str) -> str:
    """Return a regular expression written for ordinary text as one for normalised text: punctuation and case."""
    table = {ord(a): b for a, b in zip("，：；（）！？“”", ',:;()!?""', strict=True)}
    # A parenthesis that was full width is a literal one in the normal form.
    literal = pattern.replace("（", "\\(").replace("）", "\\)") if "[" not in pattern else _outside_sets(pattern)
    return re.sub(r"(?<!\\)[A-Z]", lambda found: found.group().lower(), literal.translate(table))


def _outside_sets(pattern: str) -> str:
    out, inside, escaped = [], False, False
    for char in pattern:
        if not escaped and char == "[":
            inside = True
        elif not escaped and char == "]":
            inside = False
        if char in "（）" and not inside:
            out.append("\\(" if char == "（" else "\\)")
        else:
            out.append(char)
        escaped = char == "\\" and not escaped
    return "".join(out)
