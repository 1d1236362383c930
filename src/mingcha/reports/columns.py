"""Terminal columns: how wide text is, and how it is broken, cut and filled to a width.

Wide and full-width characters (Unicode Standard Annex 11) take two columns, combining marks none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What may not begin a line, and what may not end one (GB/T 15834: punctuation stays with its word).
_CLOSING = frozenset("，。、；：？！）》」』】〉”’…·%,.;:?!)]}›")
_OPENING = frozenset("（《「『【〈“‘·([{‹")
# A unit is a run of blanks, a run of narrow text, or one wide character; a long name may be broken at its separators.
_UNIT = re.compile(r" +|[!-~\u00a1-\u10ff]+|.", re.DOTALL)
_NAME_PART = re.compile(r"[^/.;$,]*[/.;$,]+|[^/.;$,]+")
_LONG_NAME = 24


def width(text: str) -> int:
    """Return the columns that `text` takes; it holds no control characters (see `visible`)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def pad(text: str, columns: int) -> str:
    """Return `text` filled with blanks to `columns`; longer text is returned whole."""
    return text + " " * (columns - width(text))


def clip(text: str, columns: int) -> str:
    """Return `text` in at most `columns`; what is cut from its middle is marked by … (names differ at their ends)."""
    if width(text) <= columns:
        return text
    tail = columns // 2
    return f"{_head(text, columns - tail - 1)}…{_head(text[::-1], tail)[::-1]}"


def clip_end(text: str, columns: int) -> str:
    """Return `text` in at most `columns`, with … for what is cut from its end."""
    return text if width(text) <= columns else f"{_head(text, columns - 1)}…"


def wrap(text: str, columns: int) -> list[str]:
    """Return the lines of `text`, at most `columns` wide, broken between wide characters, words and parts of names."""
    lines, line, taken = [], "", 0
    for unit in _units(text, columns):
        if taken + width(unit.rstrip()) <= columns or not line:
            more = unit if line else unit.lstrip()
            line += more
            taken += width(more)
            continue
        lines.append(line.rstrip())
        line = unit.lstrip()
        taken = width(line)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


@lru_cache(4096)
def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _head(text: str, columns: int) -> str:
    taken = 0
    for index, char in enumerate(text):
        taken += _columns(char)
        if taken > columns:
            return text[:index]
    return text


def _units(text: str, columns: int) -> list[str]:
    """Return the parts that are not broken; a part wider than the line is cut, and punctuation joins its neighbour."""
    units: list[str] = []
    for part in _parts(text):
        if units and (part[0] in _CLOSING or units[-1][-1] in _OPENING) and width(units[-1] + part) <= columns:
            units[-1] += part
            continue
        units += _slices(part, columns)
    return units


def _parts(text: str) -> Iterator[str]:
    for match in _UNIT.finditer(text):
        yield from [match[0]] if len(match[0]) <= _LONG_NAME else _NAME_PART.findall(match[0])


def _slices(part: str, columns: int) -> Iterator[str]:
    while width(part) > columns:
        head = _head(part, columns) or part[0]
        yield head
        part = part[len(head) :]
    yield part
