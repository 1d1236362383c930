from __future__ import annotations

import struct

import pytest
from tests.formats.build import Part, build_zip

from mingcha.formats.errors import BadPackageError
from mingcha.formats.zip import Archive

TEXT = b"plain text " * 100
WHOLE = build_zip(Part("a", TEXT), Part("b", TEXT))


def codes(archive: Archive) -> list[str]:
    return [code for code, *_ in archive.anomalies]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty-file", "文件为空（0 字节） / the file is empty (0 bytes)"),
        (WHOLE[:200], "truncated", None),
        (WHOLE[: WHOLE.index(b"PK\x01\x02") + 9], "truncated", None),
        (b"<!DOCTYPE html><html>", "not-a-zip", "不是安装包：这是HTML 网页 / not an app package: this is an HTML page"),
        (b"\x7fELF\x02\x01", "not-a-zip", "不是安装包：这是ELF 程序 / not an app package: this is an ELF program"),
        (
            b"Rar!\x1a\x07\x01\x00",
            "not-a-zip",
            "不是安装包：这是RAR 压缩包 / not an app package: this is a RAR archive",
        ),
        (b"7z\xbc\xaf'\x1c\x00", "not-a-zip", "不是安装包：这是7z 压缩包 / not an app package: this is a 7z archive"),
        (b"%PDF-1.7\n", "not-a-zip", "不是安装包：这是PDF 文档 / not an app package: this is a PDF document"),
        (b"\x01\x02\x03\xff", "not-a-zip", "不是安装包：不是 zip 格式 / not an app package: not a zip archive"),
        (build_zip(), "no-entries", "压缩包内没有任何文件 / the archive holds no files"),
    ],
)
def test_what_is_no_archive_is_named(data, code, words):
    with pytest.raises(BadPackageError) as caught:
        Archive(data)
    assert caught.value.code == code
    assert str(caught.value) == (words or str(caught.value))
    assert "\n" not in str(caught.value)


def test_comment_with_a_false_end_record_is_passed_over():
    archive = Archive(build_zip(Part("a", TEXT), comment=b"x" * 30 + b"PK\x05\x06" + b"\0" * 18))
    assert archive.read("a") == TEXT


def test_prepended_data_with_unchanged_offsets():
    archive = Archive(build_zip(Part("a", TEXT), prefix=b"#!/bin/sh\n", shifted=True))
    assert archive.read("a") == TEXT
    assert codes(archive) == ["zip-prepended"]
    assert archive.entries["a"].header_offset == 10


def test_prepended_data_with_moved_offsets():
    archive = Archive(build_zip(Part("a", TEXT), prefix=b"dex\n035\0"))
    assert archive.read("a") == TEXT


def test_trailing_data_are_recorded():
    archive = Archive(build_zip(Part("a", TEXT)) + b"trailing")
    assert archive.read("a") == TEXT
    assert codes(archive) == ["zip-trailing"]


def test_tail_of_a_truncated_package_is_not_taken_for_a_whole_one():
    inner = build_zip(Part("classes.dex", TEXT))
    outer = build_zip(Part("big", bytes(range(256)) * 40), Part("assets/x.jar", inner, method=0), Part("z", TEXT))
    cut = outer[: outer.index(inner) + len(inner) + 3]
    with pytest.raises(BadPackageError) as caught:
        Archive(cut)
    assert caught.value.code == "truncated"


def test_offsets_of_the_end_record():
    archive = Archive(WHOLE)
    assert WHOLE[archive.central_offset : archive.central_offset + 4] == b"PK\x01\x02"
    assert archive.eocd_offset == len(WHOLE) - 22


def test_directory_of_zip64():
    size = len(WHOLE) - 22 - WHOLE.index(b"PK\x01\x02")
    at = WHOLE.index(b"PK\x01\x02")
    wide = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 2, 2, size, at)
    wide += struct.pack("<4sLQL", b"PK\x06\x07", 0, len(WHOLE) - 22, 1)
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    archive = Archive(WHOLE[:-22] + wide + end)
    assert list(archive.entries) == ["a", "b"]
    assert archive.read("b") == TEXT
    assert archive.anomalies == []


def test_lying_size_of_the_directory_does_not_matter():
    assert Archive(build_zip(Part("a", TEXT), end={"size": 3})).read("a") == TEXT
