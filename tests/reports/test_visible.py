"""What cannot be seen is named; nothing else changes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingcha.reports.visible import join_surrogates, shorten, visible

any_text = st.text(st.characters())  # with surrogates, controls, private use


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("每日优选 v1.0（正式版）", "每日优选 v1.0（正式版）"),
        ("naïve Ελληνικά 한국어 😀", "naïve Ελληνικά 한국어 😀"),
        ("\x1b[31m", "‹U+001B›[31m"),
        ("\x9b2J", "‹U+009B›2J"),
        ("a\nb\tc\r\0", "a‹U+000A›b‹U+0009›c‹U+000D›‹U+0000›"),
        ("\u202egnp.exe", "‹U+202E›gnp.exe"),
        ("\u2066x\u2069", "‹U+2066›x‹U+2069›"),
        ("zero\u200bwidth\ufeff", "zero‹U+200B›width‹U+FEFF›"),
        ("\u3164\u2800", "‹U+3164›‹U+2800›"),
        ("\U000e0041", "‹U+E0041›"),
        ("\ud83d", "‹U+D83D›"),
        ("\ud83d\ude00", "😀"),
        ("e" + "\u0301" * 3, "e" + "\u0301" * 3),
        ("e" + "\u0301" * 10, "e" + "\u0301" * 3 + "‹+7›"),
    ],
)
def test_names_what_cannot_be_seen(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@given(any_text)
def test_result_has_nothing_that_acts_or_hides(text: str) -> None:
    shown = visible(text)
    shown.encode()
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Co", "Zl", "Zp"}
    assert not any(unicodedata.bidirectional(char) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} for char in shown)
    assert visible(shown) == shown


def test_lone_surrogates_stay_when_pairs_are_joined() -> None:
    assert join_surrogates("a\ud83d\ude00\ude00") == "a😀\ude00"


def test_shorten_counts_what_it_leaves_out() -> None:
    assert shorten("abcdef", 6) == "abcdef"
    assert shorten("abcdefgh", 6) == "abcdef…(+2)"


@given(any_text, st.integers(1, 20))
def test_shorten_is_bounded(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= 2 * limit + 20
