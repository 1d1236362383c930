"""Raw DEFLATE with bounds: libdeflate when the declared size is right, stdlib zlib in bounded steps when it is not."""

from __future__ import annotations

import zlib

import deflate

# A stream may hide its first byte behind empty blocks; this much input must give a prefix or the prefix stays short.
_PREFIX_INPUT = 1 << 16
_STEP = 1 << 10
_CHUNK = 1 << 20

Buffer = bytes | bytearray | memoryview


class InflateError(ValueError):
    """The stream is damaged, or it gives more than the limit (`too_long`)."""

    def __init__(self, message: str, *, too_long: bool = False) -> None:
        super().__init__(message)
        self.too_long = too_long


def inflate(data: Buffer, size: int, limit: int) -> bytes | bytearray:
    """Return the whole output of a raw DEFLATE stream, trying `size` first; InflateError if damaged or over `limit`."""
    if 0 < size <= limit:
        try:
            return deflate.deflate_decompress(data, size)
        except deflate.DeflateError:
            pass  # damaged, or longer than declared: the slower way below tells which
    return _inflate_in_steps(data, limit)


def _inflate_in_steps(data: Buffer, limit: int) -> bytes:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    parts: list[bytes] = []
    total = at = 0
    try:
        while not stream.eof and (stream.unconsumed_tail or at < len(data)):
            piece = stream.unconsumed_tail
            if not piece:
                piece = bytes(data[at : at + _CHUNK])
                at += _CHUNK
            part = stream.decompress(piece, _CHUNK)
            total += len(part)
            if total > limit:
                raise InflateError("more output than allowed", too_long=True)
            parts.append(part)
    except zlib.error as error:
        raise InflateError(str(error)) from error
    if not stream.eof:
        raise InflateError("stream ends early")
    return b"".join(parts)


def inflate_prefix(data: Buffer, count: int) -> bytes:
    """Return up to `count` first bytes of the output; fewer when the stream is shorter or damaged, without an error."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    out = b""
    step = _STEP + count
    at = 0
    end = min(len(data), max(_PREFIX_INPUT, 2 * count))
    try:
        while len(out) < count and at < end and not stream.eof:
            out += stream.decompress(stream.unconsumed_tail + bytes(data[at : at + step]), count - len(out))
            at += step
    except zlib.error:
        pass  # what came before the damage is still a prefix
    return out


def gunzip(data: Buffer, limit: int) -> bytes:
    """Return the content of a gzip file's first member; InflateError when damaged or over `limit`."""
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        content = stream.decompress(data, limit + 1)
    except zlib.error as error:
        raise InflateError(str(error)) from error
    if len(content) > limit:
        raise InflateError("more output than allowed", too_long=True)
    return content
