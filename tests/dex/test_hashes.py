from __future__ import annotations

import numpy as np
import pytest

from mingcha.dex import hashes

MASK = (1 << 64) - 1


def stir(value: int, word: int) -> int:
    value = ((value ^ word) * 0x9E3779B97F4A7C15) & MASK
    return value ^ (value >> 32)


def expected(text: bytes) -> int:
    """Return the hash as its definition says, byte by byte: the stored database depends on it."""
    value = stir(0x243F6A8885A308D3, len(text))
    for start in range(0, len(text), 8):
        value = stir(value, int.from_bytes(text[start : start + 8], "little"))
    return stir(stir(value, 0x13198A2E03707344), value >> 29)


def arrays(*texts: bytes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    sizes = [len(text) for text in texts]
    return np.frombuffer(b"".join(texts), np.uint8), np.cumsum([0, *sizes])[:-1].astype(np.int64), np.array(sizes, np.uint32)


def test_hashes_are_those_of_the_definition() -> None:
    texts = [b"", b"a", b"sevenby", b"eight by", b"nine byte", "超过八个字节的中文".encode(), bytes(16), bytes(17)]
    out = np.zeros(len(texts), np.uint64)
    hashes.hash_texts(*arrays(*texts), out)
    assert out.tolist() == [expected(text) for text in texts]
    assert len(set(out.tolist())) == len(texts)


def test_a_text_beyond_the_buffer_is_an_error() -> None:
    for offset, size in ((0, 9), (-1, 4), (8, 1)):
        with pytest.raises(IndexError):
            hashes.hash_texts(np.zeros(8, np.uint8), np.array([offset]), np.array([size], np.uint32), np.zeros(1, np.uint64))


def test_beginnings_are_found() -> None:
    buffer, offset, size = arrays(b"Landroid/app/A;", b"Land", b"Ljava/A;", b"")
    out = np.zeros(4, np.uint8)
    hashes.begins_with(buffer, offset, size, np.frombuffer(b"Landroid/", np.uint8), out)
    hashes.begins_with(buffer, offset, size, np.frombuffer(b"Ljava/", np.uint8), out)
    assert out.tolist() == [1, 0, 1, 0]
