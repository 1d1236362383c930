"""String pools of binary XML and resource tables (AOSP androidfw ResStringPool), decoded one string at a time."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = struct.Struct("<HHLLLLLL")
_OFFSET = struct.Struct("<L")
_UNIT = struct.Struct("<H")
_UTF8 = 1 << 8
_LONG8 = 0x80
_LONG16 = 0x8000
# A length field holds 15 bits; longer strings are written with the rest cut off (ResStringPool::stringDecodeAt).
_WRAP = 0x8000
# Longer than any string of a real package; keeps lying lengths from making one string of a whole file again and again.
_LONGEST = 1 << 20
_WORK = 4


class StringPool:
    """The pool whose chunk starts at `offset`; any index may be asked for; no length is believed beyond `end`.

    `get` decodes some four times the pool's own size at most, so that entries sharing one long string cost little;
    after that it returns None and `exhausted` is true.
    """

    def __init__(self, data: bytes, offset: int, end: int) -> None:
        self.data = data
        self._cache: dict[int, str | None] = {}
        self.count = 0
        self.utf8 = False
        self.exhausted = False
        self.strings_start = self.end = min(end, len(data))
        if offset + _HEADER.size > self.end:
            return
        _, header_size, size, count, styles, flags, strings_start, styles_start = _HEADER.unpack_from(data, offset)
        self.utf8 = bool(flags & _UTF8)
        self.end = min(self.end, offset + size)
        self._offsets = offset + header_size
        self.strings_start = min(offset + strings_start, self.end)
        if styles and strings_start < styles_start < size:
            self.end = min(self.end, offset + styles_start)
        self.count = max(0, min(count, (self.end - self._offsets) // _OFFSET.size))
        self._budget = _LONGEST + _WORK * (self.end - self.strings_start)

    def get(self, index: int) -> str | None:
        """Return a string, or None when the index or its place is outside the pool."""
        if index in self._cache:
            return self._cache[index]
        if not 0 <= index < self.count:
            return None
        if self._budget < 0:
            self.exhausted = True
            return None
        text = self._cache[index] = self._decode(index)
        self._budget -= len(text or "")
        return text

    def strings(self) -> Iterator[str]:
        """Yield every string that can be decoded, in order of index, without keeping them; bounded as `get`."""
        budget = _LONGEST + _WORK * (self.end - self.strings_start)
        for index in range(self.count):
            text = self._decode(index)
            if text is not None:
                budget -= len(text)
                yield text
            if budget < 0:
                self.exhausted = True
                return

    def _decode(self, index: int) -> str | None:
        at = self.strings_start + _OFFSET.unpack_from(self.data, self._offsets + index * _OFFSET.size)[0]
        return self._decode8(at) if self.utf8 else self._decode16(at)

    def _decode8(self, at: int) -> str | None:
        data, end = self.data, self.end
        if at + 2 >= end:
            return None
        at += 2 if data[at] & _LONG8 else 1
        if at + 1 >= end:
            return None
        length = data[at]
        at += 1
        if length & _LONG8:
            length = (length & ~_LONG8) << 8 | data[at]
            at += 1
        stop = at + length
        if stop < end and data[stop]:
            nul = data.find(0, stop, min(end, at + _LONGEST))
            if nul > 0 and (nul - stop) % _WRAP == 0:
                stop = nul
        return _text8(data[at : min(stop, end)])

    def _decode16(self, at: int) -> str | None:
        data, end = self.data, self.end
        if at + 2 > end:
            return None
        length = _UNIT.unpack_from(data, at)[0]
        at += 2
        if length & _LONG16 and at + 2 <= end:
            length = (length & ~_LONG16) << 16 | _UNIT.unpack_from(data, at)[0]
            at += 2
        return data[at : min(at + 2 * min(length, _LONGEST), end)].decode("utf-16-le", "replace")


def _text8(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        # Older aapt wrote characters outside the BMP as two encoded surrogates.
        try:
            return raw.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "replace")
