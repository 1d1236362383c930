"""A page of terminal text: headings, fields and lists, wrapped to a width, coloured or plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.reports.columns import clip, clip_end, pad, width, wrap
from mingcha.reports.visible import visible
from mingcha.reports.words import pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.model import Text

# SGR parameters (ECMA-48); colours of the base palette, so that every theme keeps its contrast.
STYLES = {"bold": "1", "dim": "2", "red": "1;31", "yellow": "33", "green": "32", "cyan": "36", "plain": ""}


class Page:
    """Lines of a report in one language; all text that is put on it is made visible first."""

    def __init__(self, lang: str, columns: int, *, color: bool) -> None:
        self.lang = lang
        self.columns = columns
        self._color = color
        self._lines: list[str] = []

    def say(self, text: Text) -> str:
        """Return the words of the page's language."""
        return pick(text, self.lang)

    def blank(self) -> None:
        """Put an empty line."""
        self._lines.append("")

    def heading(self, text: str) -> None:
        """Put a section's title, ruled off from what stands above."""
        self._lines += ["", self._paint("─" * self.columns, "dim"), self._paint(visible(text), "bold")]

    def put(self, text: str, indent: int = 0, style: str = "plain", hang: int = 0) -> None:
        """Put a paragraph; its further lines stand `hang` columns deeper."""
        lines = wrap(visible(text), self.columns - indent - hang)
        for number, line in enumerate(lines):
            self._lines.append(" " * (indent + (hang if number else 0)) + self._paint(line, style))

    def cut(self, text: str, indent: int, style: str = "plain") -> None:
        """Put one line, cut in its middle where it is too long."""
        self._lines.append(" " * indent + self._paint(clip(visible(text), self.columns - indent), style))

    def field(self, name: str, value: str, indent: int = 0, style: str = "plain") -> None:
        """Put a name and its value, the value in a column of its own."""
        name = clip(visible(name), 24)
        column = max(12 if self.lang == "zh" else 16, width(name) + 1)
        first, *rest = wrap(visible(value), self.columns - indent - column)
        self._lines.append(" " * indent + self._paint(pad(name, column), "dim") + self._paint(first, style))
        self._lines += [" " * (indent + column) + self._paint(line, style) for line in rest]

    def table(self, rows: Sequence[Sequence[str]], indent: int = 2) -> None:
        """Put rows in aligned columns; the first row is the head, and the widest columns give way."""
        cells = [[visible(cell) for cell in row] for row in rows]
        widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
        room = self.columns - indent - 2 * (len(widths) - 1)
        while sum(widths) > max(room, len(widths)):
            widths[widths.index(max(widths))] -= 1
        for number, row in enumerate(cells):
            line = "  ".join(pad(clip_end(cell, size), size) for cell, size in zip(row, widths, strict=True))
            self._lines.append(" " * indent + self._paint(line.rstrip(), "plain" if number else "dim"))

    def text(self) -> str:
        """Return all lines, each ended by a line feed."""
        return "".join(f"{line}\n" for line in self._lines)

    def _paint(self, text: str, style: str) -> str:
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self._color and STYLES[style] and text else text
