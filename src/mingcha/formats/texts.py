"""Finds texts that hold given letters among strings that lie side by side, each closed by a zero."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mingcha.formats.search import Stems
    from mingcha.formats.string_pool import StringPool

    # Takes bytes and where a string begins with its length; returns where its text begins.
    Skip = Callable[[bytes, int], int]

# Stems looked at in one run of bytes, and letters of a long text that are kept on each side of one.
_MOST_PLACES = 200_000
_AROUND = 200
_MOST_BYTES = 3 * _AROUND
CUT = "…"
# A further byte of a letter of UTF-8, in its upper two bits.
_CONTINUED = 0x80

_BREAKS = bytes(0 if byte in b'<>"\r\n' else byte for byte in range(256))


def texts_around(raw: bytes, stems: Stems, skip: Skip) -> list[str]:
    """Return the distinct texts, in UTF-8 and closed by zeros, around the places where one of some stems stands, sorted.

    Of a long text only what stands around the place is returned, with CUT where it was cut.
    """
    found: set[str] = set()
    read: dict[int, int] = {}
    for at, stem in stems.places(raw, _MOST_PLACES):
        if at >= read.get(stem, 0):
            text, read[stem] = _around(raw, at, skip)
            found.add(text)
    return sorted(found)


def texts_of_pool(pool: StringPool, stems: Stems) -> list[str]:
    """Return the strings of a pool that hold one of some stems, as `texts_around`."""
    raw = memoryview(pool.data)[pool.strings_start : pool.end]
    if pool.utf8:
        return texts_around(bytes(raw), stems, skip_two_lengths)
    return texts_around(bytes(raw).decode("utf-16-le", "ignore").encode("utf-8", "ignore"), stems, skip_letter)


def texts_of_file(raw: bytes, stems: Stems) -> list[str]:
    """Return the pieces of a text file, between quotes, tags and ends of lines, that hold one of some stems."""
    return texts_around(raw.translate(_BREAKS), stems, skip_nothing)


def holding(contents: Sequence[bytes], stems: Stems) -> list[int]:
    """Return the places of those of many small contents that hold one of some stems, in order."""
    return stems.held(b"".join(contents), accumulate(map(len, contents)))


def skip_nothing(_raw: bytes, at: int) -> int:
    """Skip no length: the text begins at once."""
    return at


def skip_two_lengths(raw: bytes, at: int) -> int:
    """Skip the two lengths of a UTF-8 string of a pool."""
    for _ in range(2):
        if at < len(raw):
            at += 2 if raw[at] & 0x80 else 1
    return at


def skip_letter(raw: bytes, at: int) -> int:
    """Skip the length of a UTF-16 string, which became one letter of UTF-8."""
    at += 1
    while at < len(raw) and raw[at] & 0xC0 == _CONTINUED:
        at += 1
    return at


def _around(raw: bytes, at: int, skip: Skip) -> tuple[str, int]:
    """Return the text around a place, and where to go on."""
    zero = raw.rfind(b"\0", max(at - _MOST_BYTES, 0), at)
    if zero < 0 and at > _MOST_BYTES:
        before, head = raw[at - _MOST_BYTES : at].decode("utf-8", "ignore"), CUT
    else:
        before, head = raw[min(skip(raw, zero + 1), at) : at].decode("utf-8", "ignore"), ""
    last = min(at + _MOST_BYTES, len(raw))
    stop = raw.find(b"\0", at, last)
    end = stop if stop >= 0 else last
    behind, tail = raw[at:end].decode("utf-8", "ignore"), "" if stop >= 0 or last == len(raw) else CUT
    if len(before) > _AROUND:
        before, head = before[-_AROUND:], CUT
    if len(behind) > _AROUND:
        behind, tail = behind[:_AROUND], CUT
    return f"{head}{before}{behind}{tail}".strip(), end
