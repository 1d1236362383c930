# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""Many stems looked for in one pass over bytes."""

from libc.stdint cimport int64_t, uint8_t, uint16_t
from libc.string cimport memcmp, memset

cdef enum:
    PAIRS = 65536
    MOST_STEMS = 4096


cdef class Stems:
    """A set of byte strings of at least two bytes each; ValueError for a shorter one or for more than 4,096."""

    cdef bytes letters  # all stems, side by side
    cdef int64_t start[MOST_STEMS + 1]
    cdef uint16_t following[MOST_STEMS]  # the next stem with the same first two bytes, plus one; 0 for none
    cdef uint16_t first[PAIRS]  # the first stem by its first two bytes, plus one
    cdef uint8_t begins[256]

    def __init__(self, stems):
        """Take the stems in an order that `places` numbers them by."""
        cdef list every = [bytes(stem) for stem in stems]
        cdef int64_t i, count = len(every)
        cdef int pair
        if count > MOST_STEMS or any(len(stem) < 2 for stem in every):
            raise ValueError("more stems than can be searched, or one of fewer than two bytes")
        self.letters = b"".join(every)
        memset(self.first, 0, sizeof(self.first))
        memset(self.begins, 0, sizeof(self.begins))
        self.start[0] = 0
        for i in range(count):
            self.start[i + 1] = self.start[i] + <int64_t>len(every[i])
        for i in range(count - 1, -1, -1):
            pair = every[i][0] | every[i][1] << 8
            self.following[i] = self.first[pair]
            self.first[pair] = <uint16_t>(i + 1)
            self.begins[every[i][0]] = 1

    cdef int64_t next(self, const uint8_t *raw, int64_t at, int64_t end) noexcept nogil:
        """Return the first place from `at` on where the first two bytes of some stem stand, `end` when there is none."""
        while at + 1 < end:
            if self.begins[raw[at]] and self.first[raw[at] | raw[at + 1] << 8]:
                return at
            at += 1
        return end

    cdef bint stands(self, const uint8_t *letters, int64_t stem, const uint8_t *raw, int64_t at, int64_t end) noexcept nogil:
        """Tell whether a stem stands at `at` and ends before `end`, both inside `raw`."""
        cdef int64_t size = self.start[stem + 1] - self.start[stem]
        return at + size <= end and memcmp(raw + at, letters + self.start[stem], size) == 0

    def places(self, const uint8_t[::1] data, int64_t most):
        """Return (place, number of the stem) of where stems stand, in order, at most `most` of them."""
        cdef const uint8_t *letters = self.letters
        cdef const uint8_t *raw = &data[0] if data.shape[0] else NULL
        cdef int64_t at = 0, end = data.shape[0]
        cdef int64_t stem
        cdef list found = []
        while True:
            at = self.next(raw, at, end)
            if at >= end:
                return found
            stem = self.first[raw[at] | raw[at + 1] << 8]
            while stem:
                if self.stands(letters, stem - 1, raw, at, end):
                    if <int64_t>len(found) >= most:
                        return found
                    found.append((at, stem - 1))
                stem = self.following[stem - 1]
            at += 1

    def held(self, const uint8_t[::1] data, ends):
        """Return the numbers of the pieces that hold a stem; `ends` is where each piece of `data` ends, in order."""
        cdef const uint8_t *letters = self.letters
        cdef const uint8_t *raw = &data[0] if data.shape[0] else NULL
        cdef int64_t at = 0, end, stem, number = 0
        cdef bint holds
        cdef list found = []
        for each in ends:
            end = min(<int64_t>each, <int64_t>data.shape[0])
            holds = False
            while not holds:
                at = self.next(raw, at, end)
                if at >= end:
                    break
                stem = self.first[raw[at] | raw[at + 1] << 8]
                while stem and not holds:
                    holds = self.stands(letters, stem - 1, raw, at, end)
                    stem = self.following[stem - 1]
                at += 1
            if holds:
                found.append(number)
            at = max(at, end)
            number += 1
        return found
