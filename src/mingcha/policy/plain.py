"""Text and Markdown files: headings, paragraphs over wrapped lines, lists, pipe tables; the text stays as it is."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mingcha.policy.document import MAX_BLOCKS, MAX_CELLS, Block, Cell, Document, Link, Table, first_blocks, first_cells

if TYPE_CHECKING:
    from mingcha.model import Text

_NUMBER = (
    r"\d{1,2}(?:\\?\.\d{1,2}){1,4}(?!\d)(?:\\?[.、．)）,，])?\s?|\d{1,2}(?:\\?[.、．)）,，]|\s)(?!\d)\s?"
    r"|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Zⅰ-ⅻ])[)）]\\?[.、,]?\s?"
)
_MARKER = re.compile(
    rf"[ \t\u3000>]*(?:(?P<bullet>(?:[-+•·●▪◆○]|\*(?!\*))\s?)|(?P<number>{_NUMBER}|[①-⑳]|[a-zA-Z][)）.、]\s?)"
    r"|(?P<chinese>[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}[章条部分]+))"
)
_HEADING = re.compile(r"[ \t>]{0,8}(#{1,6})\s*")
_RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$")
_SETEXT = re.compile(r"[ \t]{0,3}(?:=+|-+)[ \t]*$")
_ENDED = re.compile(r"[。！？；：!?;:|>]\s*\**\s*$")
_OPEN = re.compile(r"[，、]\s*$")
_STRONG = re.compile(r"\*\*([^*\n]{1,2000})\*\*")
_LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\(\s*<?([^()<>\s]{1,2000})>?[^()\n]{0,200}\)")
_URL = re.compile(r"https?://[!-Z^-~]{3,2000}", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,200}\]\(|<img\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[。；;！!？?，,]")

# A line shorter than this without a full stop is a heading or an item, not the first part of a wrapped paragraph.
_WRAPPED = 45
_HALF = 20
_HEADING_LENGTH = 40
# Levels of items: dotted numbers by their depth from 0, then other ways to number, then bullets by their indent.
BRACKETED, BULLET = 10, 20
_TABLE_ROW = 6000
_BROKEN_LINES = 40


@dataclass
class _Lines:
    """The lines of a text with their places, and what was made of them so far."""

    text: str
    spans: list[tuple[int, int]]
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    cells: int = 0

    def line(self, index: int) -> str:
        start, end = self.spans[index]
        return self.text[start:end]


def read_plain(text: str, name: str, sha256: str, limits: tuple[Text, ...] = ()) -> Document:
    """Return the structure of a text or Markdown file."""
    lines = _Lines(text, [found.span() for found in re.finditer(r"[^\r\n]+|(?<=\n)(?=\r?\n)", text)])
    index = 0
    while index < len(lines.spans) and len(lines.blocks) < MAX_BLOCKS:
        index = _take(lines, index)
    if index < len(lines.spans):
        limits = (*limits, first_blocks())
    if lines.cells >= MAX_CELLS:
        limits = (*limits, first_cells())
    links = [Link(*found.span(1), found.group(2)) for found in _LINK.finditer(text)]
    inside = {link.url for link in links}
    links += [Link(*found.span(), url) for found in _URL.finditer(text) if (url := _trim(found.group())) not in inside]
    links.sort(key=lambda link: link.start)
    images = sum(1 for _ in _IMAGE.finditer(text))
    return Document(name, "text", sha256, text, tuple(lines.blocks), tuple(lines.tables), tuple(links), images, limits)


def _trim(url: str) -> str:
    return url.rstrip(").,;'\"*|]>")


def _take(lines: _Lines, index: int) -> int:
    """Make a block or table of the line and those that belong to it; return the next line's index."""
    line = lines.line(index)
    if not line.strip():
        return index + 1
    if index + 1 < len(lines.spans) and "|" in line and _RULE.match(lines.line(index + 1)):
        return _take_table(lines, [lines.spans[index]], index + 1)
    if _RULE.match(line) and (header := _broken_header(lines, index)):
        while lines.blocks and lines.blocks[-1].start >= header[0][0]:
            lines.blocks.pop()
        return _take_table(lines, header, index)
    start, end = lines.spans[index]
    following = index + 1
    if heading := _HEADING.match(line):
        _add(lines, "heading", start + heading.end(), end, len(heading.group(1)))
        return following
    marker = _MARKER.match(line)
    while following < len(lines.spans) and _continues(lines, following):
        end = lines.spans[following][1]
        following += 1
    kind, level = _kind(lines.text[start:end], marker)
    if kind == "paragraph" and following < len(lines.spans) and following == index + 1 and _SETEXT.match(lines.line(following)):
        kind, level, following = "heading", 2, following + 1
    _add(lines, kind, start, end, level)
    return following


def _kind(text: str, marker: re.Match[str] | None) -> tuple[str, int]:
    """Tell a heading from an item and a paragraph: short, without a full stop, perhaps numbered or wholly bold."""
    bare = text.strip().strip("*").strip()
    is_short = len(bare) <= _HEADING_LENGTH and not _SENTENCE.search(bare.rstrip(":：")) and "http" not in bare
    if marker and marker.group("chinese") and is_short:
        return "heading", 1
    if marker and marker.group("number"):
        return _numbered(marker.group("number").strip(), is_title=is_short and not bare.endswith(("：", ":")))
    if marker:
        return "item", BULLET - 1 if marker.group("chinese") else BULLET + (len(text) - len(text.lstrip(" \t\u3000"))) // 2
    is_bold = text.strip().startswith("**") and text.strip().endswith("**")
    if is_short and bare and (is_bold or re.search(r"[\u4e00-\u9fff]", bare)) and not bare.endswith(("：", ":")):
        return "heading", 3
    return "paragraph", 0


def _numbered(number: str, *, is_title: bool) -> tuple[str, int]:
    """Return kind and level of a block by its number: 1.2 by its depth, 1) and (1) by their way."""
    depth = len(re.findall(r"\d+", number))
    if is_title and depth:
        return "heading", min(depth + 1, 6)
    if number[0].isdigit() and not number.endswith((")", "）")):
        return "item", max(depth - 1, 0)
    return "item", BRACKETED + (1 if number[0] in "（(" else 0 if number[0].isdigit() else 2)


def _continues(lines: _Lines, index: int) -> bool:
    """Say whether a line goes on with the one before: that one is long, unfinished, and this one opens nothing new."""
    before, line = lines.line(index - 1), lines.line(index)
    if not line.strip() or _ENDED.search(before) or lines.spans[index][0] - lines.spans[index - 1][1] > 2:  # noqa: PLR2004 - one line end
        return False
    if _OPEN.search(before) and not _MARKER.match(line):
        return True
    if len(before) < (_HALF if "、" in before or "，" in before else _WRAPPED):
        return False
    return not (_MARKER.match(line) or _HEADING.match(line) or "|" in line or line.lstrip().startswith("**"))


def _add(lines: _Lines, kind: str, start: int, end: int, level: int) -> None:
    lines.blocks.append(Block(kind, start, end, level, _strong(lines.text, start, end)))


def _take_table(lines: _Lines, header: list[tuple[int, int]], rule: int) -> int:
    """Read a pipe table whose cells may be broken over lines; `rule` is the index of the line under the header."""
    columns = lines.line(rule).strip().strip("|").count("|") + 1
    rows = [_cells(lines.text, header, columns)]
    # Where header and first row stand on one line each, so do all, and too few cells lack those merged with the row above.
    first = _next_line(lines, rule + 1)
    is_whole = len(header) == 1 and first is not None and lines.line(first).count("|") >= columns - 1
    enough = 1 if is_whole else max(columns - 1, 1)
    pending: list[tuple[int, int]] = []
    bars, index = 0, rule + 1

    def close() -> None:
        rows.append(_cells(lines.text, pending, columns, rows[-1] if is_whole and len(rows) > 1 else ()))
        lines.cells += columns

    while index < len(lines.spans) and lines.cells < MAX_CELLS:
        line = lines.line(index)
        is_full = bars >= enough or _lacks_one(lines, index, bars, columns)
        if is_full and ("|" in line or not line.strip() or _is_closed(lines.text, pending)):
            close()
            pending, bars = [], 0
        if not pending and _ends_table(lines, index, rule):
            break
        if line.strip():
            pending.append(lines.spans[index])
            bars += line.count("|")
            if len(pending) > _BROKEN_LINES or pending[-1][1] - pending[0][0] > _TABLE_ROW:
                break
        index += 1
    if bars >= enough:
        close()
    elif pending:
        # What looked like a row is the text after the table.
        index = max(index - len(pending), rule + 1)
    _add_table(lines, rows)
    return index


def _strong(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    return tuple(found.span(1) for found in _STRONG.finditer(text, start, end))


def _add_table(lines: _Lines, rows: list[tuple[Cell, ...]]) -> None:
    """Add a table, and its cells as blocks, each once."""
    lines.tables.append(Table(rows[0][0].start, rows[-1][-1].end, tuple(rows)))
    seen = 0
    for cell in (cell for row in rows for cell in row):
        if seen <= cell.start < cell.end:
            lines.blocks.append(Block("cell", cell.start, cell.end, 0, _strong(lines.text, cell.start, cell.end)))
            seen = cell.end


def _ends_table(lines: _Lines, index: int, rule: int) -> bool:
    """Say whether a line between rows ends the table: text that opens no row, or the first of two blank lines."""
    if lines.line(index).strip():
        return not _begins_row(lines, index)
    return index - rule > 1 and index + 1 < len(lines.spans) and not lines.line(index + 1).strip()


def _is_closed(text: str, row: list[tuple[int, int]]) -> bool:
    """Say whether a row stands between bars of its own, so that no line without one goes on with it."""
    return bool(row) and text[row[0][0] : row[0][1]].lstrip().startswith("|") and text[row[-1][0] : row[-1][1]].rstrip().endswith("|")


def _lacks_one(lines: _Lines, index: int, bars: int, columns: int) -> bool:
    """Say whether a broken row ends at a blank line with one cell too few: what follows opens a row."""
    if lines.line(index).strip() or bars < max(columns - 2, 1) or lines.line(index - 1).strip() == "|":
        return False
    following = _next_line(lines, index)
    return following is not None and _begins_row(lines, following) and not lines.line(following).lstrip().startswith("|")


def _next_line(lines: _Lines, index: int) -> int | None:
    """Return the index of the next line that is not blank, among three."""
    return next((at for at in range(index, min(index + 3, len(lines.spans))) if lines.line(at).strip()), None)


def _begins_row(lines: _Lines, index: int) -> bool:
    """Say whether a line opens a row: it has a bar, or the next line is one."""
    return "|" in lines.line(index) or (index + 1 < len(lines.spans) and lines.line(index + 1).lstrip(" >").startswith("|"))


def _broken_header(lines: _Lines, rule: int) -> list[tuple[int, int]]:
    """Return the lines of a header that is broken over several lines above a rule; none when there are too few cells."""
    columns = lines.line(rule).strip().strip("|").count("|") + 1
    found: list[tuple[int, int]] = []
    bars = 0
    for index in range(rule - 1, max(rule - 3 * columns - 3, -1), -1):
        line = lines.line(index)
        if not line.strip():
            continue
        found.insert(0, lines.spans[index])
        bars += line.count("|")
        if bars == columns - 1 and not line.lstrip().startswith("|"):
            return found
    return []


def _cells(text: str, spans: list[tuple[int, int]], columns: int, above: tuple[Cell, ...] = ()) -> tuple[Cell, ...]:
    """Cut a row, given by its lines, into cells; surplus ones join the last, missing ones are those of the row above or empty."""
    start, end = spans[0][0], spans[-1][1]
    bars = [at for at in range(start, end) if text[at] == "|" and (at == start or text[at - 1] != "\\")]
    if bars and not text[start : bars[0]].strip(" >\t") and len(bars) > columns - 1:
        start, bars = bars[0] + 1, bars[1:]
    edges = [start - 1, *bars[: columns - 1]]
    edges.append(bars[columns - 1] if len(bars) >= columns else end)
    cells = []
    for left, right in itertools.pairwise(edges):
        inner = text[left + 1 : right]
        begin = left + 1 + len(inner) - len(inner.lstrip())
        stop = max(begin, left + 1 + len(inner.rstrip()))
        found = _LINK.search(text, begin, stop) or _URL.search(text, begin, stop)
        link = (found.group(2) if found.re is _LINK else _trim(found.group())) if found else None
        cells.append(Cell(begin, stop, link))
    if above and len(cells) < columns:
        return above[: columns - len(cells)] + tuple(cells)
    return tuple(cells) + (Cell(end, end),) * (columns - len(cells))
