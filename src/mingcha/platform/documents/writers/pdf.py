"""A paper as PDF in the layout of GB/T 9704—2012: the same bytes for the same paper and fonts.

The faces of official documents (仿宋_GB2312, 小标宋) are not free. Noto Serif SC and Noto Sans SC stand in for those that no
folder holds; what it holds is embedded.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingcha.platform.documents.faces import FACES, faces_in
from mingcha.platform.documents.paper import SEAL_LINES, annex_label, annex_lines, numbered, signature_indents
from mingcha.platform.documents.writers import layout
from mingcha.reports.blocks import Table, make_visible
from mingcha.reports.typeset import typeset
from mingcha.reports.word_file import MARGINS

if TYPE_CHECKING:
    from mingcha.platform.documents.paper import Block, Paper

# A last paragraph of no more characters moves to the next page whole, with the signature.
MOVED = 6 * layout.CHARACTERS
TEMPLATE = Path(__file__).parent / "official.typ"


def write(paper: Paper, *, fonts: Path | None = None) -> bytes:
    """Return the paper as the bytes of a PDF file; `fonts` is a folder that holds faces of official documents (`faces`).

    ValueError when it is no folder.
    """
    held = faces_in(fonts) if fonts else dict.fromkeys(FACES)
    return typeset(TEMPLATE, _content(make_visible(paper), {kind: [name] if name else [] for kind, name in held.items()}), fonts=fonts)


def _content(paper: Paper, faces: dict[str, list[str]]) -> dict[str, Any]:
    issuer_indent, day_indent = signature_indents(paper)
    return {
        **dataclasses.asdict(paper),
        "name": paper.name,
        "faces": faces,
        "copies": paper.copies.rstrip("。"),
        "blocks": _blocks(paper.blocks),
        "annexes": [
            {"label": annex_label(paper, index), "title": annex.title, "blocks": _blocks(annex.blocks)}
            for index, annex in enumerate(paper.annexes)
        ],
        "annex_lines": annex_lines(paper),
        "issuer_indent": issuer_indent,
        "day_indent": day_indent,
        "keep_last": bool(paper.blocks) and _length(paper.blocks[-1]) <= MOVED,
        "seal_lines": SEAL_LINES if paper.sealed else 1,
        "masthead_size": layout.masthead_size(paper.masthead),
        "layout": _measures(),
    }


def _length(block: Block) -> int:
    return MOVED + 1 if isinstance(block, Table) else len(block.text)


def _measures() -> dict[str, float | str]:
    return {
        **MARGINS,
        "body": layout.BODY,
        "title": layout.TITLE,
        "small": layout.SMALL,
        "form": layout.FORM,
        "cell": layout.CELL,
        "pitch": layout.PITCH,
        "em": layout.EM,
        "masthead_top": layout.MASTHEAD_TOP,
        "number_below": layout.PAGE_NUMBER_BELOW,
        "thick": layout.THICK,
        "thin": layout.THIN,
        "red": layout.RED,
    }


def _blocks(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [{"kind": type(block).__name__, "ordinal": ordinal, **dataclasses.asdict(block)} for ordinal, block in numbered(blocks)]
