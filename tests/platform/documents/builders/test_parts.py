from __future__ import annotations

from datetime import date

from mingcha.platform.documents.builders.parts import COLUMNS, app_table, draft_mark
from mingcha.platform.documents.content import App, Stamp


def test_apps_are_numbered_and_have_a_row_each() -> None:
    table = app_table((App("甲", "乙", "丙", "1.0", ("x", "y")), App("丁", "乙", "微信小程序", "")))
    assert table.rows == (("1", "甲", "乙", "丙", "1.0", "x\ny"), ("2", "丁", "乙", "微信小程序", "/", ""))
    assert (table.columns, sum(column.share for column in COLUMNS)) == (COLUMNS, 100)


def test_only_a_draft_is_marked() -> None:
    assert draft_mark(Stamp("x")) == "【拟稿，未签发，不具效力】"
    assert draft_mark(Stamp("x", 1, None, date(2022, 1, 1))) == ""
