"""Length-prefixed reading never leaves its bounds."""

from __future__ import annotations

import pytest

from mingcha.formats.signing.reader import MalformedError, Reader


def reader(data: bytes) -> Reader:
    return Reader(memoryview(data))


def test_numbers_fields_and_records_are_little_endian() -> None:
    found = reader(b"\1\0\0\0" + b"\xff\xff\xff\xff" + b"\2\0\0\0ab" + b"\4\0\0\0\7\0\0\0" + b"\x08" + bytes(7) + b"rest")
    assert found.u32() == 1
    assert found.i32() == -1
    assert bytes(found.field()) == b"ab"
    assert found.record().u32() == 7
    assert found.u64() == 8
    assert (found.remaining, bytes(found.rest), found.remaining) == (4, b"rest", 4)
    assert bytes(found.take(4)) == b"rest"
    assert found.remaining == 0


@pytest.mark.parametrize("data", [b"", b"\1\0\0", b"\5\0\0\0abcd", b"\xff\xff\xff\xff"])
def test_a_field_longer_than_the_data_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        reader(data).field()


def test_a_record_does_not_see_what_follows_it() -> None:
    outer = reader(b"\2\0\0\0abcdef")
    inner = outer.record()
    with pytest.raises(MalformedError):
        inner.u32()
    assert bytes(outer.rest) == b"cdef"


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(MalformedError):
        reader(b"abcd").take(-1)
