"""Texts found by letters in what lies side by side: strings of dex files, pools of both encodings, and files."""

from __future__ import annotations

import pytest
from tests.formats.build import pool

from mingcha.formats import texts
from mingcha.formats.search import Stems
from mingcha.formats.string_pool import StringPool
from mingcha.formats.texts import texts_around, texts_of_file, texts_of_pool

STRINGS = ["确定", "请阅读《隐私政策》", "x" * 40, "同意并继续", "Privacy Policy"]
FOUND = ["Privacy Policy", "同意并继续", "请阅读《隐私政策》"]


def stems(*words: str) -> Stems:
    return Stems(word.encode() for word in words)


@pytest.mark.parametrize("utf8", [True, False])
def test_strings_of_a_pool_come_whole_and_without_their_lengths(*, utf8: bool) -> None:
    data = pool(STRINGS, utf8=utf8)
    assert texts_of_pool(StringPool(data, 0, len(data)), stems("隐私", "同意", "rivacy")) == FOUND


def test_strings_with_long_lengths_come_without_them() -> None:
    text = "同意" + "甲" * 150
    data = pool(["a", text])
    assert texts_of_pool(StringPool(data, 0, len(data)), stems("同意")) == [text]


def test_of_a_long_text_what_stands_around_comes_with_marks_where_it_was_cut() -> None:
    before, behind = "前" * 500, "后" * 500
    (found,) = texts_around(f"{before}隐私{behind}".encode(), stems("隐私"), texts.skip_nothing)
    assert found.startswith("…前")
    assert found.endswith("后…")
    assert "前隐私后" in found
    assert len(found) < 500


def test_a_file_is_searched_piece_by_piece() -> None:
    page = '<html><p class="a">我已阅读并同意</p><p>隐私政策</p>\n隐私\r\n</html>'.encode()
    assert texts_of_file(page, stems("同意", "隐私")) == ["我已阅读并同意", "隐私", "隐私政策"]


def test_a_text_that_holds_several_stems_comes_once() -> None:
    assert texts_of_file("同意隐私政策".encode(), stems("同意", "隐私", "政策")) == ["同意隐私政策"]


def test_places_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_MOST_PLACES", 2)
    assert texts_of_file("隐私1\n隐私2\n隐私3".encode(), stems("隐私")) == ["隐私1", "隐私2"]


@pytest.mark.parametrize("raw", [b"\0\x80\x80\x80\x80agree", b"\0\xff\xff", b"\xffagree", b"agree"])
def test_lying_lengths_end_at_the_place(raw: bytes) -> None:
    for skip in (texts.skip_two_lengths, texts.skip_letter, texts.skip_nothing):
        assert all(text.endswith("agree") for text in texts_around(raw, stems("agree"), skip))


def test_which_of_many_contents_hold_letters() -> None:
    contents = [b"", "隐私".encode(), b"x", "y隐私 隐私".encode(), b"agree"]
    assert texts.holding(contents, stems("隐私", "agree")) == [1, 3, 4]
    assert texts.holding([], stems("agree")) == []
