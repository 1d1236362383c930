"""WebP files written by hand, bit by bit."""

from __future__ import annotations

import struct


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(kind + struct.pack("<L", len(content)) + content + b"\0" * (len(content) % 2) for kind, content in chunks)
    return b"RIFF" + struct.pack("<L", len(body) + 4) + b"WEBP" + body


def extended(width: int, height: int, flags: int = 0x10) -> tuple[bytes, bytes]:
    return b"VP8X", bytes([flags, 0, 0, 0]) + struct.pack("<L", width - 1)[:3] + struct.pack("<L", height - 1)[:3]


def bits(*fields: tuple[int, int]) -> bytes:
    """Write (value, number of bits) one behind the other, the lowest bit first."""
    value, at = 0, 0
    for number, count in fields:
        assert number < 1 << count
        value |= number << at
        at += count
    return value.to_bytes((at + 7) // 8, "little")


def one(symbol: int) -> list[tuple[int, int]]:
    """A code of one symbol, which takes no bits."""
    return [(1, 1), (0, 1), (1, 1), (symbol, 8)]


def plain(pixel: int, *transforms: tuple[int, int]) -> bytes:
    """A stream all of whose pixels are the same."""
    channels = [*one(pixel >> 8 & 0xFF), *one(pixel >> 16 & 0xFF), *one(pixel & 0xFF), *one(pixel >> 24), *one(0)]
    return bits(*transforms, (0, 1), (0, 1), (0, 1), *channels)


def lossless(width: int, height: int, stream: bytes, *, alpha: bool = True) -> tuple[bytes, bytes]:
    return b"VP8L", b"\x2f" + struct.pack("<L", width - 1 | height - 1 << 14 | alpha << 28) + stream
