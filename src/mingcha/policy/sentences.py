"""Sentences of a document in normal form, each with the heading above it and the clause that opens its list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.policy.normalise import Normal, normalise
from mingcha.policy.plain import BRACKETED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.policy.document import Block, Document

# An English full stop ends a sentence before a blank and another word, but not after an abbreviation or a number.
_ABBREVIATIONS = "".join(
    rf"(?<!\b{word}\.)" for word in ("no", "vs", "mr", "ms", "dr", "co", "inc", "ltd", "etc", "corp", "art", "fig", "sec")
)
_END = re.compile(
    r"(?:[。;]|[!?](?![a-z0-9=&_/]))(?:[\"』」)》]{0,2})"
    rf"|\.(?=[\")]{{0,2}} [*_]{{0,2}}[\"(\[]?[a-z])(?<=[a-z)\"'\]]{{2}}\.){_ABBREVIATIONS}[\")]{{0,2}}"
)
# The longest of 400 policies has 685 sentences in 56,000 characters.
MAX_SENTENCES, MAX_READ = 20_000, 800_000
_LONG = 1200
_LIST = 3000
_SOFT = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at [start, end) of the normalised text.

    `heading` is the nearest heading above it; `head` is the index of the sentence that ends in a colon and opens the list
    this one belongs to, or -1; `block` is the index of its block in the document.
    """

    start: int
    end: int
    block: int
    heading: str
    head: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A document in normal form, cut into sentences in their order.

    At most MAX_SENTENCES of the first MAX_READ characters of its blocks; `limits` says when there were more.
    """

    document: Document
    normal: Normal
    sentences: tuple[Sentence, ...]
    limits: tuple[Text, ...] = ()

    def text(self, sentence: Sentence) -> str:
        """Return the normalised words of a sentence."""
        return self.normal.text[sentence.start : sentence.end]

    def quote(self, start: int, end: int) -> tuple[str, int, int]:
        """Return the source words of a normalised span, and their place in the document."""
        begin, stop = self.normal.span(start, end)
        return self.document.text[begin:stop], begin, stop


def cut(document: Document) -> Reading:
    """Normalise the blocks of a document and cut them into sentences; cells of tables are sentences of their own."""
    limits: list[Text] = []
    blocks, spans = document.blocks, _first(document.blocks)
    if len(spans) < len(blocks) or (spans and spans[-1][1] < blocks[-1].end):
        limits.append(Text(f"只读取前 {MAX_READ} 个字符", f"only the first {MAX_READ} characters were read"))
    normal = normalise(document.text, spans)
    text = normal.text
    sentences: list[Sentence] = []
    heading, head, head_block = "", -1, blocks[0] if blocks else None
    position = 0
    for number, block in enumerate(blocks[: len(spans)]):
        stop = text.index("\n", position)
        listed = (
            head >= 0 and head_block is not None and _belongs(block, head_block, text[position:stop], text[position - 2 : position - 1])
        )
        if not listed:
            head = -1
            if block.kind == "heading":
                heading = text[position:stop]
        for start, end in _pieces(text, position, stop):
            sentences.append(Sentence(start, end, number, heading, head))
            if text[end - 1] == ":" or text.startswith((":", "：)"), end - 1):
                head, head_block = len(sentences) - 1, block
        position = stop + 1
        if len(sentences) >= MAX_SENTENCES:
            limits.append(Text(f"只读取前 {MAX_SENTENCES} 句", f"only the first {MAX_SENTENCES} sentences were read"))
            break
    return Reading(document, normal, tuple(sentences[:MAX_SENTENCES]), tuple(limits))


def _first(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the places of the blocks up to MAX_READ characters, the last one cut where it reaches beyond."""
    spans, left = [], MAX_READ
    for block in blocks:
        if left <= 0:
            break
        end = min(block.end, block.start + left)
        spans.append((block.start, end))
        left -= end - block.start
    return spans


def _belongs(block: Block, head: Block, text: str, before: str) -> bool:
    """Say whether a block goes on with the list that `head` opened.

    Items of another way of numbering or of a deeper level do, and cells, short lines and clauses that end in a semicolon or
    come after one (`before` is how the last block ended).
    """
    if block.start - head.end > _LIST or block.kind == "cell":
        return block.kind == "cell"
    if block.kind == "item":
        is_deeper = head.level < block.level if block.level < BRACKETED else block.level != head.level
        return head.kind != "item" or is_deeper
    if block.kind == "heading":
        return block.level == _SOFT and not block.emphasis and before in ":;、,"
    return text.endswith((";", "、")) or before in ";、"


def _pieces(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Cut a block after each full stop, semicolon, question or exclamation mark; over-long pieces after commas."""
    out = []
    for found in [*_END.finditer(text, start, stop), None]:
        end = found.end() if found else stop
        while end - start > _LONG:
            comma = text.rfind(",", start + _LONG // 2, start + _LONG)
            cut_at = comma + 1 if comma > 0 else start + _LONG
            out.append((start, cut_at))
            start = cut_at
        if text[start:end].strip():
            out.append((start + len(text[start:end]) - len(text[start:end].lstrip()), end))
        start = end
    return out
