from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mingcha.platform.documents.paper import Annex, Paper
from mingcha.platform.documents.writers.xlsx import write
from mingcha.reports.blocks import Column, Table

openpyxl = pytest.importorskip("openpyxl", reason="the extra platform is absent")


def book(content: bytes | None) -> Any:
    assert content is not None
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_annex_is_a_sheet_of_texts(notice_paper: Paper) -> None:
    opened = book(write(notice_paper))
    assert opened.sheetnames == ["工业和信息化部通报存在问题的APP名单"]
    sheet = opened.worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["序号", "应用名称", "应用开发者", "应用来源", "应用版本", "所涉问题"],
        ["1", "脱单吧", "某网络科技（苏州）有限公司", "vivo应用商店", "1.6.3", "违规收集个人信息\n强制用户使用定向推送功能"],
        ["2", "=1+1", "<b>某公司</b>", "微信小程序", "/", "超范围收集个人信息"],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:F3", "$1:$1")
    assert sheet.page_setup.paperSize == 9
    assert "总第23批" in sheet.oddHeader.center.text


def test_the_same_paper_gives_the_same_bytes_and_names_no_clock(notice_paper: Paper) -> None:
    content = write(notice_paper, day=date(2022, 4, 20))
    assert content == write(notice_paper, day=date(2022, 4, 20))
    assert content is not None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2022-04-20T00:00:00Z") == 2
    assert "openpyxl" not in core


def test_several_tables_are_several_sheets_with_names_that_excel_takes(notice_paper: Paper) -> None:
    table = Table((Column("甲", 1),), (("乙",),))
    annexes = (Annex("[一]/二:*?", (table,)), Annex("长" * 40, (table, table)))
    names = book(write(replace(notice_paper, annexes=annexes))).sheetnames
    assert names == ["1  一  二", "2 " + "长" * 29, "3 " + "长" * 29]


def test_a_paper_without_tables_has_no_workbook(order_paper: Paper) -> None:
    assert write(order_paper) is None
