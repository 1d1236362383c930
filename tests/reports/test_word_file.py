from __future__ import annotations

import io
import zipfile

import pytest

from mingcha.reports import word_file

opened = pytest.importorskip("docx", reason="the extra documents is absent")


def make(day: str | None = "2022-04-20") -> bytes:
    file = word_file.new_file(title="标题", subject="主题", lang="zh", day=day)
    word_file.set_style(file.styles["Normal"], east="仿宋_GB2312", points=16)
    cells = "".join(f"<w:tc><w:tcPr/><w:p>{word_file.run(text, east='仿宋', points=10.5)}</w:p></w:tc>" for text in ("<甲>", "乙"))
    word_file.append(file, word_file.table(f"<w:tr>{cells}</w:tr>", [1, 2], lines=("top",)))
    paragraph = file.add_paragraph()._p
    paragraph.append(word_file.parse(word_file.field("PAGE", word_file.run("1", east="宋体", points=14, color="FF0000"))))
    return word_file.packed(file)


def test_the_page_leaves_the_type_area_of_the_standard() -> None:
    section = opened.Document(io.BytesIO(make())).sections[0]
    assert [round(section.page_width.mm), round(section.page_height.mm)] == [210, 297]
    assert [round(getattr(section, f"{side}_margin").mm) for side in ("top", "bottom", "left", "right")] == [37, 35, 28, 26]


def test_a_table_fills_the_type_area_and_text_is_escaped() -> None:
    document = opened.Document(io.BytesIO(make()))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["<甲>", "乙"]
    assert word_file.widths([1, 2]) == [2948, 5896]
    assert sum(word_file.widths([1, 2])) == word_file.WIDTH == 8844


def test_style_run_and_field_say_what_they_were_told() -> None:
    document = opened.Document(io.BytesIO(make()))
    style = document.styles["Normal"]
    assert (style.font.name, style.font.size.pt) == ("Times New Roman", 16)
    assert 'w:eastAsia="仿宋_GB2312"' in style.element.xml
    xml = document.paragraphs[-1]._p.xml
    assert 'w:instr="PAGE"' in xml
    assert 'w:color w:val="FF0000"' in xml
    assert 'w:sz w:val="28"' in xml


def test_properties_name_no_person_and_no_clock() -> None:
    assert make() == make()
    for day, told in (("2022-04-20", "2022-04-20T00:00:00Z"), (None, "1980-01-01T00:00:00Z")):
        with zipfile.ZipFile(io.BytesIO(make(day))) as archive:
            core = archive.read("docProps/core.xml").decode()
        assert core.count(told) == 2
        assert "python-docx" not in core
