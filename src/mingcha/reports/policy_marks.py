"""The text of a policy with what it states marked: lines of pieces, each piece plain or one of a numbered mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.model import Disclosure, PolicyFile, PolicyView

# More lines of a list of short ones than this are no text that somebody reads.
_MOST_LINES = 6000


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch [start, end) of one file's text and every statement that it makes; `number` counts from 1 over all files."""

    number: int
    start: int
    end: int
    statements: tuple[Disclosure, ...]

    @property
    def is_denial(self) -> bool:
        """Whether all that it says is denied."""
        return all(item.polarity in ("no", "no-with-exception") for item in self.statements)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line; `mark` is what they belong to, `is_last` whether the mark ends with them."""

    text: str
    mark: Mark | None = None
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A file's marks and its lines; `left_out` is how many characters of the text are not among the lines."""

    file: PolicyFile
    marks: tuple[Mark, ...]
    lines: tuple[tuple[Piece, ...], ...]
    left_out: int


def mark_all(policy: PolicyView, most: int) -> list[Marked]:
    """Return each file of a policy with its marks; at most `most` characters of all texts together are laid out in lines."""
    found: list[Marked] = []
    number = 0
    for file in policy.files:
        marks = _marks([item for item in policy.disclosures if item.file == file.name], number, len(file.text))
        number += len(marks)
        shown = file.text[:most]
        lines = _lines(shown, marks)
        kept = lines[:_MOST_LINES]
        if len(kept) < len(lines):
            shown = "".join(piece.text for line in kept for piece in line)
        most = max(0, most - len(shown))
        blank = len(file.text) - len(file.text.rstrip())
        found.append(Marked(file, marks, tuple(kept), max(0, file.characters - blank - len(shown.rstrip()))))
    return found


def _marks(items: Sequence[Disclosure], number: int, size: int) -> tuple[Mark, ...]:
    """Join statements whose words overlap into marks, in the order of the text."""
    spans: list[tuple[int, int, list[Disclosure]]] = []
    for item in sorted(items, key=lambda item: (item.start, item.end)):
        start, end = max(0, item.start), min(item.end, size)
        if start >= end:
            continue
        if spans and start < spans[-1][1]:
            first, last, held = spans[-1]
            held.append(item)
            spans[-1] = (first, max(last, end), held)
        else:
            spans.append((start, end, [item]))
    return tuple(Mark(number + at, start, end, tuple(held)) for at, (start, end, held) in enumerate(spans, 1))


def _lines(text: str, marks: Sequence[Mark]) -> list[tuple[Piece, ...]]:
    """Cut a text at its line ends and at the ends of marks; lines without words are left out."""
    lines: list[tuple[Piece, ...]] = []
    position, at = 0, 0
    for line in text.splitlines(keepends=True):
        end = position + len(line)
        pieces: list[Piece] = []
        start = position
        while start < end:
            while at < len(marks) and marks[at].end <= start:
                at += 1
            mark = marks[at] if at < len(marks) else None
            if mark is None or mark.start >= end:
                pieces.append(Piece(text[start:end].strip("\r\n")))
                break
            if mark.start > start:
                pieces.append(Piece(text[start : mark.start]))
                start = mark.start
            stop = min(mark.end, end)
            pieces.append(Piece(text[start:stop].strip("\r\n"), mark, start == mark.start, stop == mark.end))
            start = stop
        kept = tuple(piece for piece in pieces if piece.text.strip() or piece.is_last)
        if kept:
            lines.append(kept)
        position = end
    return lines
