"""HTML pages: headings, paragraphs, lists, tables with merged cells, bold and coloured words, links; what is hidden is left out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from mingcha.model import Text
from mingcha.policy.document import MAX_BLOCKS, MAX_CELLS, Builder, Cell, Document, Table, UnreadablePolicyError, first_blocks, first_cells
from mingcha.policy.plain import BULLET, read_plain

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "td",
        "th",
        "br",
        "option",
    }
)
_SKIPPED = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea", "button"})
_STRONG = frozenset({"b", "strong", "em", "mark", "u", "font"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_EMPHASIS = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|(?<!-)color\s*:\s*(?!\s*(?:#(?:0{3}|0{6}|[1-5]{3}|(?:[1-5].){3})\b|black|inherit|rgb\(\s*\d{1,2},))|underline",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})[^<>]{0,2000}>?")
_SELF_CLOSING = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "embed",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "source",
        "td",
        "th",
        "tr",
        "wbr",
    }
)
MAX_DEPTH = 2_000
MAX_NODES = 400_000
_MAX_SPAN = 50


def read_html(data: str, name: str, sha256: str, limits: tuple[Text, ...] = ()) -> Document:
    """Return the structure of a page; the text is what a reader sees. UnreadablePolicyError without the policy extra."""
    try:
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - an extra
    except ImportError as absent:
        raise UnreadablePolicyError("读取 HTML 需要 pip install 'mingcha[policy]' / reading HTML needs that extra") from absent
    if _depth(data) > MAX_DEPTH:
        # The parser's time grows with the square of the depth; the words are all that is left of such a page.
        why = Text("嵌套过深，只读取文字，不读结构", "nested too deeply: words were read, structure was not")
        return replace(read_plain(_TAG.sub("\n", data), name, sha256, (*limits, why)), form="html")
    page = _Page()
    root = LexborHTMLParser(data).body
    if root is not None:
        page.walk(root)
    return page.builder.document(name, "html", sha256, (*limits, *page.limits))


def _depth(data: str) -> int:
    """Return how deep elements are nested, at the most; those that HTML closes by itself do not count."""
    depth = deepest = 0
    for found in _TAG.finditer(data):
        if found.group(2).lower() in _SELF_CLOSING:
            continue
        depth = max(depth - 1, 0) if found.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


# A node, whether it is being left, whether its words are emphasised, where they link to.
_Step = tuple[Any, bool, bool, str | None]


class _Page:
    """Walks the tree without recursion, so that no depth of nesting matters."""

    def __init__(self) -> None:
        self.builder = Builder()
        self.runs: list[tuple[str, bool, str | None]] = []
        self.limits: list[Text] = []
        self.kind, self.level = "paragraph", 0
        self.lists = 0
        self.cells = 0
        self.grid: list[_Grid] = []

    def walk(self, root: Any) -> None:
        stack: list[_Step] = [(root, False, False, None)]
        seen = 0
        while stack:
            node, leaving, strong, url = stack.pop()
            if leaving:
                self._leave(node.tag)
                continue
            seen += 1
            if seen > MAX_NODES:
                self.limits.append(Text(f"只读取前 {MAX_NODES} 个节点", f"only the first {MAX_NODES} nodes were read"))
                break
            if len(self.builder.blocks) >= MAX_BLOCKS:
                self.limits.append(first_blocks())
                break
            stack += self._visit(node, strong, url)
        self._flush()
        while self.grid:
            self._end_table()

    def _visit(self, node: Any, strong: bool, url: str | None) -> list[_Step]:  # noqa: FBT001 - a state that is handed down
        """Take a node; return what is to be visited next, the last first."""
        tag = node.tag
        if tag == "-text":
            self.runs.append((_SPACE.sub(" ", node.text_content or ""), strong, url))
            return []
        if tag in _SKIPPED or tag.startswith(("-", "_")):
            return []
        attributes = node.attributes
        style = attributes.get("style") or ""
        if "hidden" in attributes or _HIDDEN.search(style):
            return []
        if tag == "img":
            self.builder.images += 1
        if tag == "a":
            url = (attributes.get("href") or "").strip() or None
        strong = strong or tag in _STRONG or bool(style and _EMPHASIS.search(style))
        self._enter(tag, attributes)
        steps: list[_Step] = [(node, True, False, None)] if tag in _BLOCKS else []
        child = node.last_child
        while child is not None:
            steps.append((child, False, strong, url))
            child = child.prev
        return steps

    def _enter(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag not in _BLOCKS:
            return
        self._flush()
        if tag == "table":
            self.grid.append(_Grid())
        elif tag == "tr" and self.grid:
            self.grid[-1].open_row()
        elif tag in ("td", "th") and self.grid:
            self.grid[-1].open_cell(_span(attributes.get("rowspan")), _span(attributes.get("colspan")), self.builder.length)
        elif tag in ("ul", "ol"):
            self.lists += 1
        elif tag == "li":
            self.kind, self.level = "item", BULLET + max(self.lists - 1, 0)
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():  # noqa: PLR2004 - h1 to h6
            self.kind, self.level = "heading", int(tag[1])

    def _leave(self, tag: str) -> None:
        self._flush()
        if tag == "table" and self.grid:
            self._end_table()
        elif tag in ("td", "th") and self.grid:
            self.grid[-1].close_cell(self.builder)
        elif tag in ("ul", "ol"):
            self.lists = max(self.lists - 1, 0)
        if tag == "li" or tag.startswith("h"):
            self.kind, self.level = "paragraph", 0

    def _flush(self) -> None:
        """Close the block that is being read."""
        runs, self.runs = self.runs, []
        if not any(text.strip() for text, _, _ in runs):
            return
        first = next(index for index, (text, _, _) in enumerate(runs) if text.strip())
        runs = [(runs[first][0].lstrip(), *runs[first][1:]), *runs[first + 1 :]]
        kind = "cell" if self.grid else self.kind
        if kind == "paragraph":
            kind, self.level = _kind(runs)
        self.builder.add_block(kind, runs, self.level)
        if kind != "item":
            self.level = 0

    def _end_table(self) -> None:
        grid = self.grid.pop()
        rows = grid.rows()
        self.cells += sum(len(row) for row in rows)
        if self.cells > MAX_CELLS:
            if first_cells() not in self.limits:
                self.limits.append(first_cells())
            return
        if len(rows) > 1:
            self.builder.tables.append(Table(rows[0][0].start, self.builder.length, rows))


def _kind(runs: list[tuple[str, bool, str | None]]) -> tuple[str, int]:
    """Take a short paragraph without a full stop that is wholly bold, or numbered in Chinese, for a heading."""
    text = "".join(part for part, _, _ in runs).strip()
    if len(text) > 40 or re.search(r"[。；;！!？?，,：:]", text):  # noqa: PLR2004 - as in plain text
        return "paragraph", 0
    is_bold = all(strong or not part.strip() for part, strong, _ in runs)
    if re.match(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}[章条部分]", text):
        return "heading", 1
    return ("heading", 3) if is_bold or re.match(r"\d{1,2}[.、．]|[（(][一二三四五六七八九十]{1,3}[)）]", text) else ("paragraph", 0)


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MAX_SPAN) if value and value.isascii() and value.isdigit() and len(value) < 5 else 1  # noqa: PLR2004 - digits


class _Grid:
    """A table while it is read; merged cells are repeated in each place they cover."""

    def __init__(self) -> None:
        self._rows: list[dict[int, Cell]] = []
        self._next = 0
        self._open: tuple[int, int, int, int] | None = None
        self._covered: dict[tuple[int, int], Cell] = {}

    def open_row(self) -> None:
        self._rows.append({})
        self._next = 0

    def open_cell(self, rows: int, columns: int, start: int) -> None:
        if not self._rows:
            self._rows.append({})
        row, column = len(self._rows) - 1, self._next
        while column in self._rows[row] or (row, column) in self._covered:
            if (row, column) in self._covered:
                self._rows[row][column] = self._covered.pop((row, column))
            column += 1
        self._next = column
        self._open = (column, rows, columns, start)

    def close_cell(self, builder: Builder) -> None:
        if self._open is None:
            return
        column, rows, columns, start = self._open
        self._open = None
        end = max(start, builder.length - 1)
        link = builder.link_from(start)
        cell = Cell(start, end, link)
        row = len(self._rows) - 1
        for right in range(columns):
            self._rows[row][column + right] = cell
            for down in range(1, rows if len(self._covered) < MAX_CELLS else 1):
                self._covered[row + down, column + right] = cell

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the finished rows, without empty ones."""
        for (row, column), cell in self._covered.items():
            if row < len(self._rows):
                self._rows[row].setdefault(column, cell)
        return tuple(tuple(row[column] for column in sorted(row)) for row in self._rows if row)
