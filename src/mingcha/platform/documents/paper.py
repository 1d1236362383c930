"""A document as it is read, without any form of file: what stands where in GB/T 9704—2012, and how its parts are numbered.

Everything is text as it is printed. Nothing here knows a database, a case or a clock.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.reports.blocks import Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVELS = 4
_DIGITS = "零一二三四五六七八九"
# Room that a sealed document leaves for the seal above its issuer, in lines (GB/T 9704—2012, 7.3.5.1).
SEAL_LINES = 3
_TEN = 10
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of level 1 (一、) to 4 (（1）): its heading, and text that follows the heading in the same paragraph."""

    level: int
    title: str
    text: str = ""


Block = Section | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """What follows the document on pages of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One document.

    `title`: its lines. `masthead`: the issuer in red above a red line, empty for documents without one. `mark`: a remark above
    everything, such as that this is a draft. `sealed`: room is left for a seal. `remark`: what stands in brackets below the day.
    `copies`: who gets a copy. `printed`: printing office and day at the foot of the last page, empty for none.
    `noted`: what the properties of a file tell beside title and number.
    """

    title: tuple[str, ...]
    masthead: str = ""
    number: str = ""
    mark: str = ""
    addressee: str = ""
    blocks: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()
    issuer: str = ""
    day: str = ""
    sealed: bool = True
    remark: str = ""
    copies: str = ""
    printed: tuple[str, str] | None = None
    noted: str = ""

    @property
    def name(self) -> str:
        """The title on one line."""
        return "".join(self.title)


def numeral(number: int) -> str:
    """Return 1 to 99 in Chinese numerals: 一, 十, 十二, 二十三. ValueError for any other number."""
    if not 0 < number < _HUNDRED:
        raise ValueError(f"no numeral for {number}")
    tens, ones = divmod(number, _TEN)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def numbered(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Block]]:
    """Yield each block with its ordinal: 一、 （一） 1. （1） by level for sections, empty for anything else."""
    counts: Counter[int] = Counter()
    for block in blocks:
        if not isinstance(block, Section):
            yield "", block
            continue
        counts[block.level] += 1
        for deeper in range(block.level + 1, LEVELS + 1):
            counts[deeper] = 0
        yield _ordinal(block.level, counts[block.level]), block


def _ordinal(level: int, number: int) -> str:
    return {1: f"{numeral(number)}、", 2: f"（{numeral(number)}）", 3: f"{number}.", 4: f"（{number}）"}[level]


def annex_label(paper: Paper, index: int) -> str:
    """Return what stands above an annex: 附件, or 附件1 where there are several."""
    return "附件" if len(paper.annexes) == 1 else f"附件{index + 1}"


def annex_lines(paper: Paper) -> list[str]:
    """Return the annexes as the document lists them after its text: their titles, numbered where there are several."""
    titles = [annex.title for annex in paper.annexes]
    return titles if len(titles) < 2 else [f"{number}.{title}" for number, title in enumerate(titles, 1)]  # noqa: PLR2004 - several


def ems(text: str) -> float:
    """Return the width of a line in characters of its own size; letters and digits take half of one."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def signature_indents(paper: Paper) -> tuple[float, float]:
    """Return how far issuer and day stand from the right edge, in characters (GB/T 9704—2012, 7.3.5.1 and 7.3.5.2).

    Sealed: the day four characters from the edge, the issuer centred above it. Unsealed: the issuer two characters from the
    edge, the day's first character two characters to the right of the issuer's.
    """
    issuer, day = ems(paper.issuer), ems(paper.day)
    if paper.sealed:
        issuer_indent = 4 + (day - issuer) / 2
        return (issuer_indent, 4.0) if issuer_indent >= 0 else (0.0, (issuer - day) / 2)
    if day > issuer:
        return 4 + day - issuer, 2.0
    return 2.0, issuer - day
