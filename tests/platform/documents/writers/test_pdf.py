from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.platform.documents.renamed import write_font

from mingcha.platform.documents.writers.pdf import write

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.platform.documents.paper import Paper

pytest.importorskip("typst", reason="the extra platform is absent")
pylopdf_fonts_zh_cn = pytest.importorskip("pylopdf_fonts_zh_cn", reason="the extra platform is absent")

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


class Word(NamedTuple):
    """A word and its box, in millimetres from the upper left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def pages(paper: Paper, folder: Path, fonts: Path | None = None) -> list[list[Word]]:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (Debian: poppler-utils) is absent")
    (folder / "paper.pdf").write_bytes(write(paper, fonts=fonts))
    done = subprocess.run(["pdftotext", "-bbox", folder / "paper.pdf", "-"], capture_output=True, text=True, check=True)
    found = []
    for page in done.stdout.split("<page ")[1:]:
        boxes = WORD.findall(page)
        found.append([Word(*(float(value) / 72 * 25.4 for value in box[:4]), box[4]) for box in boxes])
    return found


def test_text_keeps_to_the_type_area_and_the_page_number_stands_below_it(long_paper: Paper, tmp_path: Path) -> None:
    for number, words in enumerate(pages(long_paper, tmp_path), 1):
        body = [word for word in words if word.top < 262]
        assert min(word.left for word in body) >= 28 - 0.1
        assert max(word.right for word in body) <= 184 + 0.1
        foot = [word for word in words if word.top >= 262]
        assert "".join(word.text for word in foot) == f"—{number}—"
        middle = (foot[0].top + foot[0].bottom) / 2
        assert abs(middle - 269) < 1  # the dash 7 mm below the type area
        edge = 184 - foot[-1].right if number % 2 else foot[0].left - 28
        assert abs(edge - 14 / 72 * 25.4) < 0.5  # one character of 14 points from the edge


def test_a_full_page_has_22_lines_of_28_characters(long_paper: Paper, tmp_path: Path) -> None:
    second = [word for word in pages(long_paper, tmp_path)[1] if word.top < 262]
    assert [word.text for word in second] == ["字" * 28] * 22
    for word in second:
        assert abs(word.left - 28) < 0.3
        assert abs(word.right - 184) < 0.6
    tops = [word.top for word in second]
    assert abs((tops[-1] - tops[0]) / 21 - 225 / 22) < 0.01


def test_masthead_and_rule_of_an_order_stand_where_the_standard_says(order_paper: Paper, tmp_path: Path) -> None:
    first, *_, last = pages(order_paper, tmp_path)
    masthead = next(word for word in first if word.text == "北京市通信管理局")
    assert abs((masthead.left + masthead.right) / 2 - (28 + 78)) < 1
    size = 44 / 72 * 25.4
    assert abs((masthead.right - masthead.left) - 8 * size) < 1
    assert abs((masthead.bottom + masthead.top) / 2 - (37 + 35 + size / 2)) < 2.5
    number = next(word for word in first if word.text.startswith("京信管函"))
    assert number.text == "京信管函〔2022〕23号"
    foot = next(word for word in last if word.text.startswith("抄送："))
    assert 240 < foot.top < 262


def test_issuer_and_day_of_a_notice_are_set_as_the_standard_says(notice_paper: Paper, tmp_path: Path) -> None:
    first, annex = pages(notice_paper, tmp_path)
    character = 156 / 28
    issuer = next(word for word in first if word.text == "工业和信息化部信息通信管理局")
    day = next(word for word in first if word.text == "2022年4月20日")
    assert abs((184 - issuer.right) - 2 * character) < 0.5
    assert abs((day.left - issuer.left) - 2 * character) < 2.5  # digits are not quite half a character wide
    assert annex[0].text == "附件"
    text = "".join(word.text for word in annex)
    for head in ("序号", "应用名称", "应用开发者", "应用来源", "应用版本", "所涉问题"):
        assert text.count(head) == 1
    assert "=1+1" in text
    assert "&lt;b&gt;" in text


def test_the_same_paper_gives_the_same_bytes(order_paper: Paper, tmp_path: Path) -> None:
    assert write(order_paper) == write(order_paper)
    assert b"/CreationDate" not in write(order_paper)
    assert write(order_paper, fonts=tmp_path) == write(order_paper, fonts=tmp_path)


def test_several_annexes_a_mark_and_a_form_are_set(long_paper: Paper, tmp_path: Path) -> None:
    set_pages = pages(long_paper, tmp_path)
    assert set_pages[0][0].text == "拟稿"
    texts = ["".join(word.text for word in page) for page in set_pages]
    assert [text[:3] for text in texts[-2:]] == ["附件1", "附件2"]
    assert "附件：1.名单2.说明" in texts[-3]
    assert "（1）第4层文字" in texts[-3]


@pytest.fixture
def fonts(tmp_path: Path) -> Path:
    """Return a folder with three of the faces; 黑体 is not there."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    for name in ("FZXiaoBiaoSong-B05S", "FangSong_GB2312", "KaiTi_GB2312"):
        write_font(pylopdf_fonts_zh_cn.serif_path(), name, folder / f"{name}.otf")
    return folder


def test_faces_that_a_folder_holds_are_embedded_and_the_others_stood_in_for(order_paper: Paper, fonts: Path) -> None:
    names = (b"+FZXiaoBiaoSong-B05S", b"+FangSong_GB2312", b"+KaiTi_GB2312", b"+NotoSansSC")
    assert [name in write(order_paper) for name in names] == [False, False, False, True]
    assert [name in write(order_paper, fonts=fonts) for name in names] == [True] * 4
    with pytest.raises(ValueError, match="no folder"):
        write(order_paper, fonts=fonts / "gone")


def test_the_layout_holds_in_own_faces(long_paper: Paper, tmp_path: Path, fonts: Path) -> None:
    second = [word for word in pages(long_paper, tmp_path, fonts)[1] if word.top < 262]
    assert [word.text for word in second] == ["字" * 28] * 22
