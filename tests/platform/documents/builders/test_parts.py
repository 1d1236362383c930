from __future__ import annotations

from datetime import date

import pytest

from mingcha.platform.documents.builders.parts import COLUMNS, LIST_COLUMNS, app_list, app_table, draft_mark, paragraphs
from mingcha.platform.documents.content import App, Stamp
from mingcha.platform.documents.writers import layout
from mingcha.reports.blocks import Paragraph


def test_apps_are_numbered_and_have_a_row_each() -> None:
    table = app_table((App("甲", "乙", "丙", "1.0", ("x", "y")), App("丁", "乙", "微信小程序", "")))
    assert table.rows == (("1", "甲", "乙", "丙", "1.0", "x\ny"), ("2", "丁", "乙", "微信小程序", "/", ""))
    assert (table.columns, sum(column.share for column in COLUMNS)) == (COLUMNS, 100)


@pytest.mark.parametrize(("title", "characters"), [("应用来源", 6), ("应用版本", 4), ("序号", 2)])
def test_columns_hold_a_name_of_a_store_and_their_own_titles(title: str, characters: int) -> None:
    share = next(column.share for column in COLUMNS if column.title == title)
    assert layout.points(layout.WIDTH) * share / 100 - 2 * 3 >= characters * 10.5  # as the HTML sets them, the widest of the forms


def test_a_list_tells_no_problems() -> None:
    table = app_list((App("甲", "乙", "", "1.0", ("x",)),))
    assert table.rows == (("1", "甲", "乙", "/", "1.0"),)
    assert (table.columns, sum(column.share for column in LIST_COLUMNS)) == (LIST_COLUMNS, 100)


def test_lines_are_paragraphs_and_empty_ones_are_none() -> None:
    assert list(paragraphs(" 一。\r\n\n二。 ")) == [Paragraph("一。"), Paragraph("二。")]


def test_only_a_draft_is_marked() -> None:
    assert draft_mark(Stamp("x")) == "【拟稿，未签发，不具效力】"
    assert draft_mark(Stamp("x", 1, None, date(2022, 1, 1))) == ""
