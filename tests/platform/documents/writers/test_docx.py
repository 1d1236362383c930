from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from mingcha.platform.documents.writers.docx import write

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.platform.documents.paper import Paper

opened = pytest.importorskip("docx", reason="the extra platform is absent")
qn = opened.oxml.ns.qn

CHARACTER = 314  # twentieths of a point: 16 points drawn together


def read(paper: Paper) -> Any:
    return opened.Document(io.BytesIO(write(paper)))


def paragraph(document: Any, text: str) -> Any:
    (found,) = [each for each in document.paragraphs if each.text == text]
    return found


def fonts(run: Any) -> tuple[str, float, str | None]:
    color = run.font.color.rgb
    return run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt, str(color) if color else None


def test_the_page_is_a4_with_the_margins_and_the_grid_of_the_standard(order_paper: Paper) -> None:
    document = read(order_paper)
    section = document.sections[0]
    assert [round(section.page_width.mm), round(section.page_height.mm)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")] == ["linesAndChars", "579", "-848"]


def test_22_lines_of_28_characters_fit_and_no_more(order_paper: Paper) -> None:
    style = read(order_paper).styles["Normal"].element
    spacing = style.pPr.find(qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert 22 * 579 <= 225 / 25.4 * 1440 < 23 * 579
    drawn = int(style.rPr.find(qn("w:spacing")).get(qn("w:val")))
    assert 16 * 20 + drawn == CHARACTER
    assert 28 * CHARACTER <= 156 / 25.4 * 1440 < 29 * CHARACTER
    assert style.pPr.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"


def test_masthead_number_and_rule_are_red_where_the_standard_says(order_paper: Paper) -> None:
    document = read(order_paper)
    masthead = document.paragraphs[0]
    assert fonts(masthead.runs[0]) == ("方正小标宋简体", 44, "FF0000")
    assert masthead.text == "北京市通信管理局"
    assert round(masthead.paragraph_format.space_before.mm) == 35
    number = paragraph(document, "京信管函〔2022〕23号")
    rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert (rule.get(qn("w:color")), rule.get(qn("w:space"))) == ("FF0000", "11")  # 11 points: 4 mm
    assert number.paragraph_format.space_before.pt == 2 * 28.95
    assert fonts(number.runs[0]) == ("仿宋_GB2312", 16, None)


def test_title_text_and_headings_have_their_faces(order_paper: Paper) -> None:
    document = read(order_paper)
    title = paragraph(document, "责令整改通知书")
    assert fonts(title.runs[0]) == ("方正小标宋简体", 22, None)
    assert title.alignment == opened.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    assert paragraph(document, "北京甲乙科技有限公司：")._p.pPr.ind.get(qn("w:firstLine")) is None
    body = next(each for each in document.paragraphs if each.text.startswith("依据《个人信息保护法》"))
    assert fonts(body.runs[0]) == ("仿宋_GB2312", 16, None)
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert fonts(paragraph(document, "一、存在问题").runs[0]) == ("黑体", 16, None)
    second = next(each for each in document.paragraphs if each.text.startswith("（一）"))
    assert [fonts(run)[0] for run in second.runs] == ["楷体_GB2312", "仿宋_GB2312"]


def test_signature_stands_where_a_seal_wants_it_and_not_alone_on_a_page(order_paper: Paper) -> None:
    document = read(order_paper)
    texts = [each.text for each in document.paragraphs]
    at = texts.index("2022年4月20日")
    assert texts[at - 4 : at + 2] == ["", "", "", "北京市通信管理局", "2022年4月20日", "（联系人：王某，电话：010-12345678）"]
    day, issuer = document.paragraphs[at], document.paragraphs[at - 1]
    assert day._p.pPr.ind.get(qn("w:right")) == str(4 * CHARACTER)
    assert issuer._p.pPr.ind.get(qn("w:right")) == str(round(3.25 * CHARACTER))
    assert [each.paragraph_format.keep_with_next for each in document.paragraphs[at - 5 : at + 1]] == [True] * 6


def test_the_foot_names_copies_office_and_day_at_the_lower_edge(order_paper: Paper) -> None:
    framed = [each for each in read(order_paper).paragraphs if each._p.pPr.find(qn("w:framePr")) is not None]
    assert [each.text for each in framed] == ["抄送：工业和信息化部信息通信管理局。", "\t", "北京市通信管理局\t2022年4月20日印发"]
    for each in framed:
        frame = each._p.pPr.find(qn("w:framePr"))
        assert (frame.get(qn("w:vAnchor")), frame.get(qn("w:yAlign"))) == ("margin", "bottom")
    assert fonts(framed[0].runs[0]) == ("仿宋_GB2312", 14, None)


def test_the_annex_begins_a_page_and_holds_every_app(notice_paper: Paper) -> None:
    document = read(notice_paper)
    label = paragraph(document, "附件")
    assert label.paragraph_format.page_break_before
    assert fonts(label.runs[0])[0] == "黑体"
    assert "附件：工业和信息化部通报存在问题的APP名单" in [each.text for each in document.paragraphs]
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "应用名称", "应用开发者", "应用来源", "应用版本", "所涉问题"]
    assert rows[1] == ["1", "脱单吧", "某网络科技（苏州）有限公司", "vivo应用商店", "1.6.3", "违规收集个人信息\n强制用户使用定向推送功能"]
    assert rows[2][1:3] == ["=1+1", "<b>某公司</b>"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_several_annexes_are_numbered_and_a_mark_stands_first(long_paper: Paper) -> None:
    document = read(long_paper)
    texts = [each.text for each in document.paragraphs]
    assert texts[:2] == ["拟稿", "工业和信息化部信息通信管理局"]
    assert fonts(document.paragraphs[1].runs[0])[1] == 30
    at = texts.index("附件：1.名单")
    assert texts[at + 1] == "2.说明"
    assert texts.index("附件2") > texts.index("附件1") > at
    assert [text for text in texts if re.match(r"^(.、|（.）|1\.)", text)] == [
        "一、第1层",
        "（一）第2层文字",
        "（二）第2层文字",
        "1.第3层文字",
        "（1）第4层文字",
        "二、第1层",
    ]


def test_page_numbers_stand_between_dashes_on_the_outer_side(order_paper: Paper) -> None:
    document = read(order_paper)
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]._p
        assert [text.text for text in line.iter(qn("w:t"))] == ["— ", "1", " —"]
        assert line.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
        assert (line.pPr.jc.get(qn("w:val")), line.pPr.ind.get(qn(f"w:{side}"))) == (side, "280")
        assert next(iter(line.iter(qn("w:sz")))).get(qn("w:val")) == "28"
    assert round(section.footer_distance.mm + 14 / 2 / 72 * 25.4, 1) == 28  # the dash 7 mm below the type area


def test_the_same_paper_gives_the_same_bytes_and_names_no_clock(order_paper: Paper) -> None:
    assert write(order_paper) == write(order_paper)
    content = write(order_paper, day=date(2022, 4, 20))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").decode().count("2022-04-20T00:00:00Z") == 2
        assert '<w:altName w:val="仿宋"/>' in archive.read("word/fontTable.xml").decode()


@pytest.mark.slow
def test_a_word_processor_sets_22_lines_of_28_characters(long_paper: Paper, tmp_path: Path) -> None:
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice or poppler-utils is absent")
    (tmp_path / "long.docx").write_bytes(write(long_paper))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "long.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    told = subprocess.run(
        ["pdftotext", "-layout", "-f", "2", "-l", "2", tmp_path / "long.pdf", "-"], check=True, capture_output=True, text=True
    )
    lines = [line.strip() for line in told.stdout.splitlines() if "字" in line]
    assert lines == ["字" * 28] * 22
