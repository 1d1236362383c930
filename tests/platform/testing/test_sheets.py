from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from mingcha.platform.testing import sheets
from mingcha.platform.testing.sheets import Row, SheetError, read_sheet, template

LINES = [
    ["序号", "应用名称", "包名", "版本", "应用来源", "备注"],
    ["7", "甲", "com.a", "1.0", "某商店", "x"],
    ["", "", "", "", "", ""],
    ["9", "乙", "", "", "", ""],
]
ROWS = [Row(1, "甲", "com.a", "1.0", "某商店"), Row(2, "乙", "", "", "")]


def _csv(lines: list[list[str]], *, by: str = ",", coding: str = "utf-8") -> bytes:
    return "\r\n".join(by.join(line) for line in lines).encode(coding)


def _xlsx(lines: list[list[object]]) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _read(content: bytes, name: str = "a.csv") -> list[Row]:
    return read_sheet(io.BytesIO(content), name)


@pytest.mark.parametrize(("by", "coding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "gb18030")])
def test_csv_in_every_usual_form(by: str, coding: str) -> None:
    assert _read(_csv(LINES, by=by, coding=coding)) == ROWS


def test_a_workbook_with_numbers_as_versions() -> None:
    lines: list[list[object]] = [[*line] for line in LINES]
    assert _read(_xlsx(lines), "A.XLSX") == ROWS
    assert _read(_xlsx([["App", "Version"], ["甲", 3.0], ["乙", 2.5]]), "a.xlsx") == [
        Row(1, "甲", "", "3", ""),
        Row(2, "乙", "", "2.5", ""),
    ]


def test_english_heads_in_any_order() -> None:
    assert _read(b"version,PACKAGE NAME\n2,com.b\n") == [Row(1, "", "com.b", "2", "")]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_has_the_heads_and_no_row(form: str) -> None:
    with pytest.raises(SheetError, match="holds no app"):
        _read(template(form), f"t.{form}")


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (sheets._UNPACKED + 1))
    return out.getvalue()


def _zip(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.csv", "neither a column"),
        (b"a,b\n1,2\n", "a.csv", "neither a column"),
        (b"\xff\xfe\x00\xff", "a.csv", "neither"),
        (b"name\n" + b'"' + b"x" * 200_000, "a.csv", "not valid CSV"),
        (b"name\n" + b"x\n" * (sheets.MOST_ROWS + 1), "a.csv", "more than 5000 rows"),
        (b"x" * (sheets.LARGEST + 1), "a.csv", "larger than"),
        (b"no workbook", "a.xlsx", "not a readable XLSX"),
        (_zip("x", b"x"), "a.xlsx", "not a readable XLSX"),
        (_zip("[Content_Types].xml", b"<a"), "a.xlsx", "not a readable XLSX"),
        (_xlsx([["name"], ["x"]])[:-40], "a.xlsx", "not a readable XLSX"),
        (_bomb(), "a.xlsx", "more than 8 MB unpacked"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(content: bytes, name: str, why: str) -> None:
    with pytest.raises(SheetError, match=why):
        _read(content, name)


def test_a_cell_is_cut_and_made_storable() -> None:
    (row,) = _read(b"name\n" + b"a\0" * 5000 + b"\n")
    assert row.name == "a�" * 1000


def test_a_row_is_kept_as_tables_hold_it() -> None:
    row = Row(3, "", "c" * 300, "v" * 300, "s" * 300)
    assert row.kept() == Row(3, "c" * 200, "c" * 255, "v" * 100, "s" * 120)
    assert (Row(1, "甲", "", "", "").kept(), Row(1, "", "", "", "").kept()) == (Row(1, "甲", "", "", ""), Row(1, "", "", "", ""))


def test_a_workbook_that_claims_to_go_on_and_on_is_left_soon() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_xlsx([["App"], ["甲"]]))) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b'<row r="2"', b'<row r="2000000000"').replace(b'r="A2"', b'r="A2000000000"')
            target.writestr(entry.filename, content)
    with pytest.raises(SheetError, match="empty ones included"):
        _read(out.getvalue(), "a.xlsx")
