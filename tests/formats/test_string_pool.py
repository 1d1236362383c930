from __future__ import annotations

import struct

import pytest
from tests.formats.build import chunk, pool

from mingcha.formats.string_pool import StringPool

TEXTS = ["", "abc", "合规检测", "😀", "x" * 127, "y" * 200, "z" * 40_000]


def opened(data: bytes) -> StringPool:
    return StringPool(data, 0, len(data))


@pytest.mark.parametrize("utf8", [True, False])
def test_strings_of_both_encodings(utf8):
    strings = opened(pool(TEXTS, utf8=utf8))
    assert [strings.get(index) for index in range(len(TEXTS))] == TEXTS
    assert list(strings.strings()) == TEXTS
    assert (strings.get(len(TEXTS)), strings.get(0xFFFFFFFF), strings.get(-1)) == (None, None, None)


def test_count_is_not_believed_beyond_the_pool():
    data = pool(["a", "b"], count=0xFFFFFF)
    strings = opened(data)
    assert strings.get(1) == "b"
    assert strings.count == (len(data) - 28) // 4


def test_styles_behind_the_end_of_the_data_move_nothing():
    data = bytearray(pool(["abc"]))
    data[4:8] = struct.pack("<L", 0xFFFFFF)
    data[12:16] = struct.pack("<L", 1)
    data[24:28] = struct.pack("<L", 0xFFFF)
    strings = opened(bytes(data))
    assert strings.end == len(data)
    assert strings.get(0) == "abc"


def test_surrogates_encoded_one_by_one_are_one_character():
    raw = "\ud83d\ude00".encode("utf-8", "surrogatepass")
    header = struct.pack("<LLLLL", 1, 0, 256, 32, 0)
    whole = chunk(1, header, struct.pack("<L", 0) + bytes([2, len(raw)]) + raw + b"\0")
    assert opened(whole).get(0) == "😀"


@pytest.mark.parametrize(("length", "text"), [(0, None), (4, None), (20, None), (29, None), (32, None), (36, "ab"), (38, "abc")])
def test_cut_pools_give_what_is_there(length, text):
    assert opened(pool(["abc"])[:length]).get(0) == text


def test_many_entries_of_one_long_string_are_bounded():
    raw = b"x" * 0x7000
    offsets = struct.pack("<L", 0) * 5000
    body = b"\xf0\x00\xf0\x00" + raw + b"\0"
    data = chunk(1, struct.pack("<LLLLL", 5000, 0, 256, 28 + len(offsets), 0), offsets + body)
    strings = opened(data)
    got = sum(strings.get(index) is not None for index in range(5000))
    assert 1 < got < 100
    assert strings.exhausted
    assert sum(1 for _ in strings.strings()) < 100
