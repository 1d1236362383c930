from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from tests.platform.casework.play import Play

from mingcha.platform.casework.models import Case
from mingcha.platform.ledger.models import Entry
from mingcha.platform.office import export

if TYPE_CHECKING:
    from django.test import Client
    from tests.platform.world import World

HEAD = ["案件编号", "名称", "版本", "状态", "所涉问题", "期限", "办理机关", "立案日期"]


def _read(client: Client, form: str) -> list[list[str]]:
    response = client.get("/office/cases/", {"export": form})
    assert response.status_code == 200
    assert 'filename="mingcha-cases-' in response["Content-Disposition"]
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    if form == "xlsx":
        return [[cell or "" for cell in row] for row in load_workbook(io.BytesIO(content)).active.values]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("form", export.FORMATS)
def test_a_table_as_a_file_has_the_words_of_the_page(world: World, form: str) -> None:
    play = Play(world)
    play.order()
    rows = _read(world.client("beijing:officer"), form)
    expected = [play.case.number, "向日葵", "1.0", "责令整改", "违规收集个人信息", "2026-03-09", "北京市通信管理局", "2026-03-02"]
    assert rows == [HEAD, expected]
    assert Entry.objects.get(kind="exported").data == {"format": form}


@pytest.mark.parametrize("form", export.FORMATS)
@pytest.mark.parametrize("title", ["=1+1", "@SUM(A1)", "+cmd", "-2", "\t=1", "a\x00b\x1b"])
def test_no_cell_becomes_a_formula(world: World, form: str, title: str) -> None:
    play = Play(world)
    Case.objects.filter(pk=play.case.pk).update(title=title.replace("\x00", ""))
    (row,) = _read(world.client("beijing:officer"), form)[1:]
    assert row[1] == ("ab" if title.startswith("a") else f"'{title}")


def test_a_file_that_was_cut_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 1)
    Play(world)
    Play(world)
    rows = _read(world.client("beijing:officer"), "csv")
    assert len(rows) == 3
    assert rows[2] == ["仅导出前1行，请缩小筛选范围。"]


def test_a_stranger_exports_nothing_of_others(world: World) -> None:
    Play(world)
    assert _read(world.client("shanghai:officer"), "csv") == [HEAD]
