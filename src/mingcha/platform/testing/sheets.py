"""Lists of apps that people hand in, as CSV or XLSX: read within bounds, whatever the file is."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from mingcha.model import MingchaError
from mingcha.platform.work.storable import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST = 5 * 2**20
MOST_ROWS = 5000
# Bytes that the parts of a workbook may have unpacked: some 5000 rows of everything that a list may say, and to spare. Each byte of
# hostile ones costs a microsecond and 60 bytes of memory.
_UNPACKED = 8 * 2**20
# Lines with nothing in them count here: a workbook of some hundred bytes can say that its next line is the thousand millionth.
_MOST_LINES = 20 * MOST_ROWS
_WIDEST = 50
# What a reader of workbooks raises, whatever a damaged one leads it to; XML that is none is a SyntaxError.
_DAMAGED = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
)
_CELL = 2000
# Field, then the heads under which it may stand; the first two are those of the template.
HEADS: dict[str, tuple[str, ...]] = {
    "number": ("序号", "No.", "no", "number", "编号"),
    "name": ("应用名称", "App", "name", "app name", "应用", "名称"),
    "package_name": ("包名", "Package", "package name", "应用包名"),
    "version": ("版本", "Version", "应用版本"),
    "source": ("来源", "Source", "应用来源", "store", "应用商店"),
}


class SheetError(MingchaError):
    """A file that is no list of apps; the message is in both languages."""


@dataclass(frozen=True, slots=True)
class Row:
    """One app of the list, as written; a field that the list does not have is empty. `number` counts from 1."""

    number: int
    name: str
    package_name: str
    version: str
    source: str

    def kept(self) -> Row:
        """Return the row as tables hold it: every field cut to its column, named by the package where it has no name."""
        name = self.name or self.package_name
        return Row(self.number, name[:200], self.package_name[:255], self.version[:100], self.source[:120])


def read_sheet(stream: BinaryIO, file_name: str) -> list[Row]:
    """Return the rows of a CSV or XLSX file with a head line in Chinese or English; empty lines are left out.

    SheetError when it is neither, too large, has no column of names or packages, or holds nothing.
    """
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise SheetError(f"文件超过{LARGEST // 2**20} MB / larger than {LARGEST // 2**20} MB")
    lines = _workbook(content) if file_name.lower().endswith(".xlsx") else _csv(content)
    head = next(lines, [])
    columns = _columns(head)
    if not {"name", "package_name"} & set(columns):
        raise SheetError("缺少“应用名称”或“包名”列 / neither a column 应用名称 (App) nor 包名 (Package)")
    rows: list[Row] = []
    for line in lines:
        fields = {field: line[at] if at < len(line) else "" for field, at in columns.items()}
        if not any(value for field, value in fields.items() if field != "number"):
            continue
        if len(rows) == MOST_ROWS:
            raise SheetError(f"超过{MOST_ROWS}行 / more than {MOST_ROWS} rows")
        given = {field: fields.get(field, "") for field in HEADS if field != "number"}
        rows.append(Row(number=len(rows) + 1, **given))
    if not rows:
        raise SheetError("没有任何应用 / it holds no app")
    return rows


def template(form: str) -> bytes:
    """Return an empty list with its head line, as `csv` or `xlsx`."""
    heads = [names[0] for names in HEADS.values()]
    if form == "csv":
        out = io.StringIO()
        csv.writer(out).writerow(heads)
        return b"\xef\xbb\xbf" + out.getvalue().encode()
    book = Workbook(write_only=True)
    book.create_sheet("应用").append(heads)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _columns(head: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, title in enumerate(head):
        for field, names in HEADS.items():
            if title.strip().lower() in {name.lower() for name in names}:
                found.setdefault(field, at)
    return found


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text: str = storable("" if value is None else str(value).strip()[:_CELL])
    return text


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise SheetError("不是CSV或XLSX文件 / neither CSV nor XLSX") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from _cut(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise SheetError(f"CSV格式有误 / not valid CSV ({error})") from error


def _workbook(content: bytes) -> Iterator[list[str]]:
    try:
        _check_unpacked(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a workbook says of its size is not to be trusted
        yield from _cut(sheet.iter_rows(values_only=True, max_col=_WIDEST))
    except SheetError:
        raise
    except _DAMAGED as error:
        raise SheetError("不是可读取的XLSX文件 / not a readable XLSX file") from error


def _check_unpacked(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > _UNPACKED:
        raise SheetError(f"展开后超过{_UNPACKED // 2**20} MB / more than {_UNPACKED // 2**20} MB unpacked")


def _cut(lines: Iterable[Iterable[Any]]) -> Iterator[list[str]]:
    for number, line in enumerate(lines):
        if number == _MOST_LINES:
            raise SheetError(f"超过{_MOST_LINES}行，空行在内 / more than {_MOST_LINES} lines, empty ones included")
        yield [_text(value) for value in list(line)[:_WIDEST]]
