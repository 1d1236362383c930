from __future__ import annotations

import gzip

import pytest
from tests.formats.build import deflated

from mingcha.formats.inflate import InflateError, gunzip, inflate, inflate_prefix

TEXT = b"0123456789" * 1000


@pytest.mark.parametrize("size", [0, 1, len(TEXT) - 1, len(TEXT), len(TEXT) + 5])
def test_output_does_not_depend_on_the_declared_size(size):
    assert inflate(deflated(TEXT), size, 1 << 20) == TEXT


def test_output_over_the_limit():
    with pytest.raises(InflateError) as caught:
        inflate(deflated(TEXT), 5, len(TEXT) - 1)
    assert caught.value.too_long


@pytest.mark.parametrize("data", [b"", b"\xff\xff", deflated(TEXT)[:-3]], ids=["empty", "garbage", "cut"])
def test_damaged_stream(data):
    with pytest.raises(InflateError) as caught:
        inflate(data, 10, 1 << 20)
    assert not caught.value.too_long


def test_large_output_comes_in_steps():
    data = bytes(5 << 20)
    assert inflate(deflated(data), 1, 6 << 20) == data


def test_prefix():
    assert inflate_prefix(deflated(TEXT), 7) == TEXT[:7]
    assert inflate_prefix(deflated(b"ab"), 7) == b"ab"
    assert inflate_prefix(b"\xff\xff", 7) == b""
    # A thousand empty blocks in front: more input is read, within bounds.
    assert inflate_prefix(b"\x00\x00\x00\xff\xff" * 1000 + deflated(TEXT), 7) == TEXT[:7]
    assert inflate_prefix(b"\x00\x00\x00\xff\xff" * 100_000 + deflated(TEXT), 7) == b""


def test_gunzip():
    packed = gzip.compress(TEXT)
    assert gunzip(packed, len(TEXT)) == TEXT
    with pytest.raises(InflateError) as caught:
        gunzip(packed, len(TEXT) - 1)
    assert caught.value.too_long
    with pytest.raises(InflateError):
        gunzip(b"\x1f\x8b\x08nonsense", 10)
