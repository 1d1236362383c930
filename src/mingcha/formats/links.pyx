# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""Finds what looks like a web address in bytes."""

from libc.stdint cimport int64_t, uint8_t
from libc.string cimport memchr, memcmp


cdef int64_t scheme(const uint8_t *raw, int64_t left) noexcept nogil:
    """Return the size of the http:// or https:// that stands here, 0 for none."""
    if left >= 7 and memcmp(raw, b"http://", 7) == 0:
        return 7
    if left >= 8 and memcmp(raw, b"https://", 8) == 0:
        return 8
    return 0


def runs(const uint8_t[::1] data, const uint8_t[::1] letters, int64_t least, int64_t most):
    """Yield each http:// or https:// with the `letters` that follow it, at most `most` and no fewer than `least`, in order."""
    cdef uint8_t belongs[256]
    cdef const uint8_t *raw = &data[0] if data.shape[0] else NULL
    cdef const uint8_t *found
    cdef int64_t at = 0, end = data.shape[0]
    cdef int64_t i, start, stop
    for i in range(256):
        belongs[i] = 0
    for i in range(letters.shape[0]):
        belongs[letters[i]] = 1
    while at < end:
        with nogil:
            stop = 0
            while at < end:
                found = <const uint8_t *>memchr(raw + at, c"h", end - at)
                if found == NULL:
                    at = end
                    break
                at = found - raw
                start = at + scheme(found, end - at)
                if start == at:
                    at += 1
                    continue
                stop = start
                while stop < end and stop - start < most and belongs[raw[stop]]:
                    stop += 1
                if stop - start >= least:
                    break
                at += 1
                stop = 0
        if stop:
            yield bytes(data[at:stop])
            at = stop
