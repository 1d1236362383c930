"""Files that people hand in and take out. What is handed in is stored, never opened; what is taken out is never shown as a page."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django import forms
from django.http import FileResponse, Http404

from mingcha.platform.files import store
from mingcha.platform.testing.sheets import LARGEST, SheetError, read_sheet
from mingcha.platform.words import both, choose
from mingcha.reports.reading import part
from mingcha.reports.visible import visible

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from mingcha.platform.testing.sheets import Row

# What a browser may do with a document that holds text of packages: show it, alone, without the site's cookies and scripts.
ALONE = (
    "sandbox allow-scripts allow-modals; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'none'"
)


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; its value is a list. `most` files of at most `largest` bytes each."""

    widget = FilesInput

    def __init__(self, *, most: int, largest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most, self.largest = most, largest

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files; ValidationError when there are none, too many, or one is empty or too large."""
        given = data if isinstance(data, list) else [data] if data else []
        if len(given) > self.most:
            raise forms.ValidationError(choose(f"一次最多{self.most}个文件。", f"At most {self.most} files at once."))
        files = [super(FilesField, self).clean(each, initial) for each in given] or [super().clean(None, initial)]
        kept = [file for file in files if file]
        for file in kept:
            check_size(file, self.largest)
        return kept


class SheetField(forms.FileField):
    """A list of apps as CSV or XLSX; its value is the rows of it, at most `most`."""

    def __init__(self, *, most: int) -> None:
        told = both(
            f"CSV或XLSX，首行为列名：序号、应用名称、包名、版本、来源；最多{most}行",
            f"CSV or XLSX with a head line: No., App, Package, Version, Source; at most {most} rows",
        )
        super().__init__(label=both("应用清单", "List of apps"), help_text=told)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[Row]:
        """Return the rows; ValidationError when the file is too large, no such list, or has too many rows."""
        file = super().clean(data, initial)
        check_size(file, LARGEST)
        try:
            rows = read_sheet(stream(file), file.name or "")
        except SheetError as error:
            said = part(str(error))
            raise forms.ValidationError(choose(said.zh, said.en)) from error
        if len(rows) > self.most:
            raise forms.ValidationError(choose(f"超过{self.most}行，请分次提交", f"more than {self.most} rows: hand them in by parts"))
        return rows


def stream(file: UploadedFile[Any]) -> BinaryIO:
    """Return the bytes of a file that was handed in, as they lie on the disk."""
    return cast("BinaryIO", file.file)


def name_of(file: UploadedFile[Any]) -> str:
    """Return the name of a file that was handed in, with every character visible; a long one keeps its suffix."""
    name = PurePosixPath(visible(file.name or ""))
    return f"{name.stem[:200]}{name.suffix[:20]}"


def check_size(file: UploadedFile[Any], largest: int) -> None:
    """ValidationError for a file of more than `largest` bytes."""
    if (file.size or 0) > largest:
        raise forms.ValidationError(
            choose(f"“{file.name}”超过{largest // 2**20} MB。", f"“{file.name}” is larger than {largest // 2**20} MB.")
        )


def stored_file(sha256: str, name: str, *, content_type: str = "application/octet-stream") -> FileResponse:
    """Return a file of the store as a download under that name; Http404 when the store has lost it."""
    try:
        content = store().open(sha256)
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=name or sha256, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = ALONE
    return response
