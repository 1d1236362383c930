from __future__ import annotations

import io

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils.datastructures import MultiValueDict

from mingcha.platform.files import store
from mingcha.platform.office.files import FilesField, SheetField, check_size, name_of, stored_file, stream


def _form(*contents: bytes, required: bool = True) -> forms.Form:
    files = MultiValueDict({"files": [SimpleUploadedFile(f"{number}.bin", content) for number, content in enumerate(contents)]})
    form = forms.Form({}, files)
    form.fields["files"] = FilesField(most=2, largest=2**20, required=required)
    return form


def test_several_files_at_once() -> None:
    form = _form(b"one", b"two")
    assert form.is_valid()
    assert [stream(file).read() for file in form.cleaned_data["files"]] == [b"one", b"two"]


@pytest.mark.parametrize("contents", [(), (b"1", b"2", b"3"), (b"",), (b"x" * (2**20 + 1),)])
def test_none_too_many_empty_and_too_large_are_errors(contents: tuple[bytes, ...]) -> None:
    assert list(_form(*contents).errors) == ["files"]


def test_no_file_where_none_is_needed() -> None:
    form = _form(required=False)
    assert form.is_valid()
    assert form.cleaned_data["files"] == []


@pytest.mark.parametrize(
    ("content", "rows", "said"),
    [
        ("包名\na\nb\n", ["a", "b"], ""),
        ("包名\na\nb\nc\n", None, "超过2行"),
        ("x\ny\n", None, "缺少"),
        ("包名\n" + "a" * 5 * 2**20, None, "超过5 MB"),
    ],
)
def test_a_list_of_apps_gives_its_rows(content: str, rows: list[str] | None, said: str) -> None:
    form = forms.Form({}, MultiValueDict({"file": [SimpleUploadedFile("a.csv", content.encode())]}))
    form.fields["file"] = SheetField(most=2)
    assert form.is_valid() is (rows is not None)
    assert [row.package_name for row in form.cleaned_data.get("file", ())] == (rows or [])
    assert said in str(form.errors)


def test_a_size_is_a_bound() -> None:
    check_size(SimpleUploadedFile("a", b"12"), 2)
    with pytest.raises(forms.ValidationError):
        check_size(SimpleUploadedFile("a", b"123"), 2)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("甲.apk", "甲.apk"),
        ("a\u202ekpa.exe", "a‹U+202E›kpa.exe"),
        ("x" * 250 + ".md", "x" * 200 + ".md"),
        ("a." + "x" * 50, "a." + "x" * 19),
        ("none", "none"),
    ],
)
def test_a_name_is_readable_and_keeps_its_suffix(name: str, told: str) -> None:
    assert name_of(SimpleUploadedFile(name, b"x")) == told


def test_a_stored_file_is_a_download_that_no_browser_shows_as_a_page() -> None:
    sha256 = store().put(io.BytesIO(b"<script>1</script>"))
    response = stored_file(sha256, "a\r\nX: 1.html")
    assert b"".join(response) == b"<script>1</script>"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "\n" not in response["Content-Disposition"]
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/octet-stream")
    assert response["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize("sha256", ["a" * 64, "../../etc/passwd", ""])
def test_what_the_store_does_not_have_is_not_found(sha256: str) -> None:
    with pytest.raises(Http404):
        stored_file(sha256, "x")
