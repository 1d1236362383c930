from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from mingcha.reports import docx
from mingcha.reports.lab_report import build

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Report

opened = pytest.importorskip("docx", reason="the extra documents is absent")


def entries(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


@pytest.mark.parametrize("name", ["shop", "packed", "hostile", "huge"])
def test_every_report_opens_and_holds_its_tables(name: str, request: pytest.FixtureRequest, catalogue: Catalogue) -> None:
    report: Report = request.getfixturevalue(name)
    document = opened.Document(io.BytesIO(docx.write(report, catalogue)))
    blocks = build(report, catalogue).blocks
    wanted = sum(type(block).__name__ in {"Table", "Signatures"} for block in blocks) + 1  # and the cover
    assert len(document.tables) == wanted


def test_the_page_is_that_of_the_standard(shop: Report, catalogue: Catalogue) -> None:
    section = opened.Document(io.BytesIO(docx.write(shop, catalogue))).sections[0]
    lengths = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    assert [round(length.mm) for length in lengths] == [210, 297, 37, 28]
    area = (
        section.page_width - section.left_margin - section.right_margin,
        section.page_height - section.top_margin - section.bottom_margin,
    )
    assert [round(length.mm) for length in map(opened.shared.Emu, area)] == [156, 225]


def test_headings_and_text_name_the_fonts_of_official_documents(shop: Report, catalogue: Catalogue) -> None:
    styles = entries(docx.write(shop, catalogue))["word/styles.xml"]
    for name, font in (("Normal", "仿宋"), ("heading 1", "黑体"), ("heading 2", "楷体")):
        style = re.search(rf'<w:name w:val="{name}"/>.*?</w:style>', styles, re.DOTALL)
        assert style is not None
        assert f'w:eastAsia="{font}"' in style[0]


def test_findings_sentences_and_digest_are_in_it(shop: Report, catalogue: Catalogue) -> None:
    text = entries(docx.write(shop, catalogue))["word/document.xml"]
    assert [finding.sentence.zh for finding in shop.findings if finding.sentence.zh not in text] == []
    assert shop.package.sha256 in text


def test_the_same_report_gives_the_same_bytes_without_a_clock(shop: Report, catalogue: Catalogue) -> None:
    first, second = (docx.write(shop, catalogue, day="2026-03-05") for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = entries(first)["docProps/core.xml"]
    assert re.findall(r">([^<]*)</dcterms:", properties) == ["2026-03-05T00:00:00Z"] * 2


def test_markup_of_a_package_stays_text(hostile: Report, catalogue: Catalogue, evil: str) -> None:
    text = entries(docx.write(hostile, catalogue))["word/document.xml"]
    assert evil not in text
    assert "<script" not in text
