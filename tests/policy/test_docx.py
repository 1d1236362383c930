from __future__ import annotations

import io

import docx
import pytest

from mingcha.policy.document import UnreadablePolicyError
from mingcha.policy.docx import read_docx


def make() -> bytes:
    document = docx.Document()
    document.add_heading("隐私政策", level=1)
    paragraph = document.add_paragraph("我们会收集您的")
    paragraph.add_run("位置信息").bold = True
    document.add_paragraph("手机号", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([cell for row in table.rows for cell in row.cells], ("SDK名称", "用途", "友盟", "统计"), strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_structure_of_a_word_document() -> None:
    document = read_docx(make(), "p.docx", "00")
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("heading", "隐私政策"),
        ("paragraph", "我们会收集您的位置信息"),
        ("item", "手机号"),
        *[("cell", text) for text in ("SDK名称", "用途", "友盟", "统计")],
    ]
    assert [document.text[a:b] for a, b in document.blocks[1].emphasis] == ["位置信息"]
    cells = [[document.text[cell.start : cell.end] for cell in row] for row in document.tables[0].rows]
    assert cells == [
        ["SDK名称", "用途"],
        ["友盟", "统计"],
    ]


@pytest.mark.parametrize("damage", [slice(0, 200), slice(0, -30)])
def test_a_damaged_one_is_refused(damage: slice) -> None:
    with pytest.raises(UnreadablePolicyError, match="DOCX"):
        read_docx(make()[damage], "p.docx", "00")
