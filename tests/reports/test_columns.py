"""Terminal columns: wide characters take two, and no line is wider than asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mingcha.reports.columns import clip, clip_end, pad, width, wrap
from mingcha.reports.visible import visible

texts = st.text().map(visible)


def test_width_counts_columns() -> None:
    assert width("abc") == 3
    assert width("检测abc") == 7
    assert width("ＡＢ") == 4
    assert width("e\u0301") == 1


def test_pad_fills_to_columns() -> None:
    assert pad("检测", 6) == "检测  "
    assert pad("检测检测", 6) == "检测检测"


def test_clip_keeps_both_ends() -> None:
    assert clip("com.example.app.Main", 11) == "com.e….Main"
    assert clip("short", 11) == "short"
    assert clip("检测检测检测", 7) == "检…测"


def test_clip_end_keeps_the_beginning() -> None:
    assert clip_end("检测检测", 5) == "检测…"
    assert clip_end("abcdef", 6) == "abcdef"


def test_wrap_keeps_punctuation_with_its_word() -> None:
    assert wrap("检测结果，须确认。", 8) == ["检测结", "果，须确", "认。"]
    assert wrap("（见附件）", 6) == ["（见附", "件）"]


def test_wrap_breaks_between_words_and_in_long_names() -> None:
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("com.example.application.very.LongName", 20) == ["com.example.", "application.very.", "LongName"]
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
    assert wrap("26/2023 no. 1.4", 20) == ["26/2023 no. 1.4"]


def test_wrap_of_nothing_is_one_empty_line() -> None:
    assert wrap("", 10) == [""]


@given(texts, st.integers(4, 60))
def test_wrap_loses_nothing_but_blanks_and_fits(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert max(map(width, lines)) <= columns


@given(texts, st.integers(4, 60))
def test_clips_fit(text: str, columns: int) -> None:
    assert width(clip(text, columns)) <= columns
    assert width(clip_end(text, columns)) <= columns
