from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from mingcha.reports import pdf

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.catalogue import Catalogue
    from mingcha.model import Report

pytest.importorskip("typst", reason="the extra documents is absent")


def text_of(content: bytes, folder: Path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (Debian: poppler-utils) is absent")
    (folder / "report.pdf").write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", folder / "report.pdf", "-"], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("name", ["shop", "packed", "hostile", "huge"])
def test_every_report_is_set(name: str, request: pytest.FixtureRequest, catalogue: Catalogue) -> None:
    content = pdf.write(request.getfixturevalue(name), catalogue)
    assert content.startswith(b"%PDF-1.7")
    assert b"/MediaBox [0 0 595.2756 841.8898]" in content or b"595.2" in content


def test_the_same_report_gives_the_same_bytes_without_a_clock(shop: Report, catalogue: Catalogue) -> None:
    first, second = (pdf.write(shop, catalogue, day="2026-03-05") for _ in range(2))
    assert first == second
    assert b"/CreationDate" not in first


def test_cover_conclusions_and_pages_can_be_read(shop: Report, catalogue: Catalogue, tmp_path: Path) -> None:
    text = text_of(pdf.write(shop, catalogue, day="2026-03-05"), tmp_path)
    pages = text.split("\f")
    assert shop.package.sha256 in pages[0]
    assert "2026年3月5日" in pages[0].replace(" ", "")
    assert re.search(rf"第2页\s*共{len(pages) - 1}页", pages[1].replace(" ", ""))
    assert "报告结束" in pages[-2]
    for role in ("检测", "审核", "批准"):
        assert role in pages[2]


def test_markup_of_a_package_is_not_read_as_a_command(shop: Report, catalogue: Catalogue, tmp_path: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415 - of this test only

    named = replace(shop, package=replace(shop.package, name='#panic("x") $a$ *b* [c] @d'))
    assert '#panic("x") $a$ *b* [c] @d' in text_of(pdf.write(named, catalogue), tmp_path)
