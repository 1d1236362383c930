"""A paper as one HTML file without scripts or requests, for the screen, a phone and the printer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mingcha.platform.documents.paper import SEAL_LINES, annex_label, annex_lines, numbered, signature_indents
from mingcha.platform.documents.writers import layout
from mingcha.reports.blocks import make_visible

if TYPE_CHECKING:
    from mingcha.platform.documents.paper import Paper
    from mingcha.reports.blocks import Table

TEMPLATE = Path(__file__).parent / "official.html"


def write(paper: Paper) -> str:
    """Return the paper as an HTML document in Chinese; all its text is escaped."""
    import jinja2

    paper = make_visible(paper)
    issuer_indent, day_indent = signature_indents(paper)
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(TEMPLATE.read_text("utf-8")).render(
        paper=paper,
        blocks=list(numbered(paper.blocks)),
        annexes=[(annex_label(paper, index), annex.title, list(numbered(annex.blocks))) for index, annex in enumerate(paper.annexes)],
        annex_lines=annex_lines(paper),
        issuer_indent=issuer_indent,
        day_indent=day_indent,
        seal_lines=SEAL_LINES if paper.sealed else 1,
        masthead_size=layout.masthead_size(paper.masthead),
        pitch=layout.PITCH,
        shares=_shares,
    )


def _shares(table: Table) -> int:
    return sum(column.share for column in table.columns)
