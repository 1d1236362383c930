"""What a paper document is made of: headings, paragraphs, tables and signature lines, without any form of file."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from mingcha.reports.visible import visible


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (section), 2 (part) or 3."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text; `small` for remarks."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, and whether it holds names of code."""

    title: str
    share: int
    code: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one text per column; a text may hold several lines. Without `headed` the first column names its row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    headed: bool = True


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines for hands, one per role, each with room for a name and a day."""

    roles: tuple[str, ...]
    name: str
    day: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Table | Signatures | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A document with a cover: its title, the lines of the cover, what stands in the running head, and its blocks.

    `page` is the wording of the page number, with {page} and {pages}; `lang` is zh or en.
    """

    lang: str
    number: str
    title: str
    subtitle: str
    cover: tuple[tuple[str, str], ...]
    issuer: tuple[str, ...]
    head: tuple[str, str]
    foot: str
    page: str
    blocks: tuple[Block, ...]


def make_visible(part: Any) -> Any:
    """Return a document, block or text in which every character can be seen (`visible`); ends of lines stay."""
    if isinstance(part, str):
        return "\n".join(map(visible, part.split("\n")))
    if isinstance(part, tuple):
        return tuple(map(make_visible, part))
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        fields = {field.name: make_visible(getattr(part, field.name)) for field in dataclasses.fields(part)}
        return dataclasses.replace(part, **fields)
    return part
