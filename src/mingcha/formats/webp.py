"""The opacity of WebP pictures (RFC 9649): rows of alphas, read no further than they are asked for.

Colours are decoded only where the alpha is a part of them (VP8L); lossy colours (VP8) never are.
"""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import TYPE_CHECKING

from mingcha.formats.errors import EntryError
from mingcha.formats.webp_bits import damaged
from mingcha.formats.webp_pixels import Pixels

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST_CHUNK = 12
_MOST_CHUNKS = 100
_HEAD_VP8X, _HEAD_VP8L, _SIGNATURE_VP8L = 10, 5, 0x2F
_HAS_ALPHA, _ANIMATED = 0x10, 0x02
_RAW, _LOSSLESS = 0, 1
_LEFT, _ABOVE = 1, 2
# An icon is at most 512 pixels wide and high.
_MOST_PIXELS = 512 * 512


def is_webp(data: bytes) -> bool:
    """Tell whether the file begins as a WebP picture does."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def alphas(data: bytes) -> Iterator[bytes] | None:
    """Return the alphas of a still picture row by row, one byte a pixel, None when its head says that it has none.

    EntryError, also while rows are taken: the file is damaged, has more than 512 x 512 pixels, or is animated.
    """
    canvas, hidden = None, None
    for kind, content in _chunks(data):
        if kind == b"VP8X" and canvas is None and len(content) >= _HEAD_VP8X:
            if content[0] & _ANIMATED:
                raise EntryError("webp-animated", "", "动画 WebP 图片未读取", "an animated WebP picture is not read")
            if not content[0] & _HAS_ALPHA:
                return None
            canvas = int.from_bytes(content[4:7], "little") + 1, int.from_bytes(content[7:10], "little") + 1
        elif kind == b"ALPH" and canvas is not None and hidden is None:
            hidden = content
        elif kind == b"VP8 ":
            return None if canvas is None or hidden is None else _separate(hidden, *canvas)
        elif kind == b"VP8L":
            return _together(content)
    raise damaged()


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _FIRST_CHUNK
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(data):
            return
        kind, size = struct.unpack_from("<4sL", data, at)
        yield kind, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _together(content: bytes) -> Iterator[bytes] | None:
    """Return the alphas of a lossless picture; its head has 14 bits each of width and height, the mark of alpha, the version."""
    if len(content) < _HEAD_VP8L or content[0] != _SIGNATURE_VP8L:
        raise damaged()
    head = int.from_bytes(content[1:_HEAD_VP8L], "little")
    if not head >> 28 & 1:
        return None
    width, height = (head & 0x3FFF) + 1, (head >> 14 & 0x3FFF) + 1
    return (bytes(pixel >> 24 for pixel in row) for row in _lossless(content[_HEAD_VP8L:], width, height))


def _separate(content: bytes, width: int, height: int) -> Iterator[bytes]:
    """Return the alphas that stand beside a lossy picture, plain or as the green of a lossless one, then filtered."""
    if not content or content[0] & 3 > _LOSSLESS:
        raise damaged()
    if content[0] & 3 == _RAW:
        rows = _plain(content[1:], width, height)
    else:
        rows = (bytes(pixel >> 8 & 0xFF for pixel in row) for row in _lossless(content[1:], width, height))
    return _unfilter(rows, content[0] >> 2 & 3)


def _plain(content: bytes, width: int, height: int) -> Iterator[bytes]:
    _bound(width, height)
    if len(content) < width * height:
        raise damaged()
    return (content[start : start + width] for start in range(0, width * height, width))


def _lossless(content: bytes, width: int, height: int) -> Iterator[list[int]]:
    _bound(width, height)
    return Pixels(content, width, height).rows()


def _bound(width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        raise EntryError("webp-large", "", "WebP 图片过大，未读取", "a WebP picture this large is not read")


def _unfilter(rows: Iterator[bytes], kind: int) -> Iterator[bytes]:
    """Undo the filter of all rows: 0 none, 1 left, 2 above, 3 left + above - corner; what has no such neighbour takes the other one."""
    above: bytes | None = None
    for row in rows:
        if kind:
            left = _sums(row, above[0] if above else 0)
            if above is None or kind == _LEFT:
                above = left
            elif kind == _ABOVE:
                above = bytes(value + up & 0xFF for value, up in zip(row, above, strict=True))
            else:
                above = _gradient(row, above)
            yield above
        else:
            yield row


def _sums(row: bytes, first: int) -> bytes:
    sums, left = bytearray(), first
    for value in row:
        left = left + value & 0xFF
        sums.append(left)
    return bytes(sums)


def _gradient(row: bytes, above: bytes) -> bytes:
    left = row[0] + above[0] & 0xFF
    undone = bytearray([left])
    for value, (corner, up) in zip(row[1:], pairwise(above), strict=True):
        left = value + min(max(left + up - corner, 0), 255) & 0xFF
        undone.append(left)
    return bytes(undone)
