"""Modified UTF-8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingcha.dex.text import decode, encode


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""),
        ("Lcom/x/A;", b"Lcom/x/A;"),
        ("a\0b", b"a\xc0\x80b"),
        ("\0é", b"\xc0\x80\xc3\xa9"),
        ("隐私", b"\xe9\x9a\x90\xe7\xa7\x81"),
        ("\U0001f600", b"\xed\xa0\xbd\xed\xb8\x80"),
        ("\ud83d", b"\xed\xa0\xbd"),
        ("\ude00\ud83d", b"\xed\xb8\x80\xed\xa0\xbd"),
    ],
)
def test_both_directions(text: str, data: bytes):
    assert encode(text) == data
    assert decode(data) == text


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_texts_survive(text: str):
    # A lone high surrogate before a lone low one is a pair, in Java as here.
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    assert decode(encode(text)) == joined


@given(st.binary(max_size=60))
def test_broken_bytes_give_a_text(data: bytes):
    assert isinstance(decode(data), str)


def test_broken_bytes_are_told_apart():
    assert decode(b"a\xff") == "a\udcff"
    assert decode(b"a\xfe") == "a\udcfe"
