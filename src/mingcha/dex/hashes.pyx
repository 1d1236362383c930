# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""64-bit hashes of many texts at once; a hash depends on the text's bytes alone, so that it can be stored and compared later."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy

cdef enum:
    WORD = 8


cdef inline uint64_t stir(uint64_t h, uint64_t w) noexcept nogil:
    h = (h ^ w) * 0x9E3779B97F4A7C15ULL
    return h ^ (h >> 32)


cdef inline uint64_t word(const uint8_t[::1] b, int64_t o, int64_t n) except? 0 nogil:
    """Return `n` bytes (at most eight) as a little-endian number."""
    cdef uint64_t w = 0
    if n <= 0 or n > WORD or o < 0 or o + n > b.shape[0]:
        raise IndexError("read beyond the buffer")
    memcpy(&w, &b[o], n)
    return w


def hash_texts(const uint8_t[::1] b, const int64_t[::1] offset, const uint32_t[::1] size, uint64_t[::1] out):
    """Fill `out` with the hash of each text b[offset : offset + size]; IndexError when one lies beyond the buffer."""
    cdef int64_t i, o, left
    cdef uint64_t h
    with nogil:
        for i in range(offset.shape[0]):
            o = offset[i]
            left = size[i]
            h = stir(0x243F6A8885A308D3ULL, left)
            while left > WORD:
                h = stir(h, word(b, o, WORD))
                o += WORD
                left -= WORD
            if left > 0:
                h = stir(h, word(b, o, left))
            out[i] = stir(stir(h, 0x13198A2E03707344ULL), h >> 29)


def begins_with(const uint8_t[::1] b, const int64_t[::1] offset, const uint32_t[::1] size, const uint8_t[::1] start, uint8_t[::1] out):
    """Set `out` to 1 where a text begins with `start`, which is not empty, and leave the rest."""
    cdef int64_t i, j, n = start.shape[0]
    with nogil:
        for i in range(offset.shape[0]):
            if size[i] < n or offset[i] < 0 or offset[i] + n > b.shape[0]:
                continue
            j = 0
            while j < n and b[offset[i] + j] == start[j]:
                j += 1
            if j == n:
                out[i] = 1
