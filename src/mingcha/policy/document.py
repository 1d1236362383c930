"""The nouns of a read document: text, blocks, tables, links, and what was left out. No logic but the builder's."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from mingcha.model import Text, UnreadablePackageError


class UnreadablePolicyError(UnreadablePackageError):
    """The file is not a document that can be read: empty, of another format, encrypted, or its reader is not installed."""


# A document is not read beyond these; the longest of 400 policies has 551 blocks and 384 cells.
MAX_BLOCKS = 20_000
MAX_CELLS = 20_000

# What libraries let through when a file is not as its format has it, besides their own errors.
FAILURES = (ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text, [start, end) in characters: heading, paragraph, item or cell.

    `level` is 1 to 6 for a heading; for an item it tells one way of numbering from another, and depths of the same way.
    `emphasis` holds bold or coloured stretches.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    emphasis: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its place in the text and the first address that it links to."""

    start: int
    end: int
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid, merged cells repeated; the first row is taken for the header. `start` is where it begins."""

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An address that words of the text [start, end) lead to; `url` as written."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Document:
    """One policy or list: every offset is a character position in `text`.

    `form` is text, html, docx or pdf; `sha256` is that of the file's bytes. `limits` says what was left out and why.
    For a text or Markdown file `text` is the file itself, decoded; for the others, what a reader sees.
    """

    name: str
    form: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    images: int = 0
    limits: tuple[Text, ...] = ()


def first_blocks() -> Text:
    """Return the limit that says that a document has more than MAX_BLOCKS blocks."""
    return Text(f"只读取前 {MAX_BLOCKS} 段", f"only the first {MAX_BLOCKS} paragraphs were read")


def first_cells() -> Text:
    """Return the limit that says that a document's tables have more than MAX_CELLS cells."""
    return Text(f"只读取前 {MAX_CELLS} 个表格单元", f"only the first {MAX_CELLS} cells were read as tables")


@dataclass
class Builder:
    """Puts a document's text together piece by piece, for forms whose bytes are no text."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: int = 0

    def add(self, text: str) -> int:
        """Append text; return where it starts."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start

    def add_block(self, kind: str, runs: list[tuple[str, bool, str | None]], level: int = 0) -> Block | None:
        """Append one block of (text, emphasised, address) runs and a line end; None when there is nothing to read."""
        if not "".join(text for text, _, _ in runs).strip():
            return None
        start = self.length
        marks: list[tuple[int, int]] = []
        for text, strong, url in runs:
            at = self.add(text)
            if strong and text.strip():
                if marks and marks[-1][1] == at:
                    marks[-1] = (marks[-1][0], self.length)
                else:
                    marks.append((at, self.length))
            if url:
                self.links.append(Link(at, self.length, url))
        block = Block(kind, start, self.length, level, tuple(marks))
        self.blocks.append(block)
        self.add("\n")
        return block

    def link_from(self, start: int) -> str | None:
        """Return the first address that words from `start` on lead to."""
        at = bisect_left(self.links, start, key=lambda link: link.start)
        return self.links[at].url if at < len(self.links) else None

    def document(self, name: str, form: str, sha256: str, limits: tuple[Text, ...] = ()) -> Document:
        """Return what was put together."""
        return Document(
            name, form, sha256, "".join(self.parts), tuple(self.blocks), tuple(self.tables), tuple(self.links), self.images, limits
        )
