from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("typst", reason="the extra documents is absent")

from mingcha.reports.typeset import typeset

TEMPLATE = '#let doc = json(bytes(sys.inputs.content))\n#set document(date: none)\n#set text(font: ("Noto Serif SC",))\n#doc.text\n'


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "page.typ"
    path.write_text(TEMPLATE)
    return path


def test_content_is_data_and_the_same_content_gives_the_same_bytes(template: Path) -> None:
    first, second = (typeset(template, {"text": '#panic("x") 仿宋 $a$'}) for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF-")
    assert first != typeset(template, {"text": "仿宋"})


def test_a_folder_of_fonts_is_offered_beside_those_that_come_with_the_extra(template: Path, tmp_path: Path) -> None:
    empty = tmp_path / "fonts"
    empty.mkdir()
    assert typeset(template, {"text": "仿宋"}, fonts=empty) == typeset(template, {"text": "仿宋"})
    assert b"NotoSerifSC" in typeset(template, {"text": "仿宋"}, fonts=empty)
