# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""Values as nodes (kind, a, b, c) of one table, found again by their content, so that equal ids mean equal values."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from mingcha.dex.hash cimport mix

# What results are made of.
KINDS = {
    "UNKNOWN": UNKNOWN, "EMPTY": EMPTY, "INT": INT, "WIDE": WIDE, "STRING": STRING, "CLASS": CLASS, "INSTANCE": INSTANCE,
    "FIELD": FIELD, "PARAMETER": PARAMETER, "CALL": CALL, "JOINED": JOINED, "CHAR": CHAR, "FLAG": FLAG, "ARRAY": ARRAY,
    "STORE": STORE, "EITHER": EITHER,
}

cdef enum:
    MAX_NODES = 0x400000
    FIXED = 4  # UNKNOWN, BLANK, EMPTY and SHARED are the nodes 0 to 3


cdef inline uint64_t place(uint32_t kind, uint32_t a, uint32_t b, uint32_t c) noexcept:
    return mix(mix((<uint64_t>kind << 32) | a, b), c)


def grown(view, int64_t size):
    """Return a copy of an array with room for `size` items."""
    old = np.asarray(view)
    new = np.zeros(size, old.dtype)
    new[: old.size] = old
    return new


cdef class Nodes:
    """A growing table of values; ids never change."""

    def __init__(self):
        cdef int64_t n
        self.kind = np.zeros(1 << 12, np.uint8)
        self.a, self.b, self.c = np.zeros(1 << 12, np.uint32), np.zeros(1 << 12, np.uint32), np.zeros(1 << 12, np.uint32)
        self.slots = np.zeros(1 << 14, np.uint32)
        self.count = FIXED
        for n in range(FIXED):
            self.kind[n] = <uint8_t>n

    def get(self, uint32_t value):
        """Return (kind, a, b, c) of a value."""
        if value >= CALLS:
            return CALL, value - CALLS, 0, 0
        return self.kind[value], self.a[value], self.b[value], self.c[value]

    cdef uint32_t make(self, uint32_t kind, uint32_t a, uint32_t b, uint32_t c) except? 0xFFFFFFFE:
        """Return the id of the node, a new one when it is not there yet; UNKNOWN when there are too many."""
        cdef int64_t mask = self.slots.shape[0] - 1
        cdef int64_t p = <int64_t>(place(kind, a, b, c) & <uint64_t>mask)
        cdef uint32_t n
        while self.slots[p] != 0:
            n = self.slots[p]
            if self.kind[n] == kind and self.a[n] == a and self.b[n] == b and self.c[n] == c:
                return n
            p = (p + 1) & mask
        if self.count >= MAX_NODES:
            return UNKNOWN
        n = <uint32_t>self.count
        self.count += 1
        if self.count > self.kind.shape[0]:
            self.kind = grown(self.kind, 2 * n)
            self.a, self.b, self.c = grown(self.a, 2 * n), grown(self.b, 2 * n), grown(self.c, 2 * n)
        self.kind[n] = <uint8_t>kind
        self.a[n] = a
        self.b[n] = b
        self.c[n] = c
        self.slots[p] = n
        if 2 * self.count > self.slots.shape[0]:
            self.rehash()
        return n

    cdef int rehash(self) except -1:
        cdef int64_t mask = 4 * self.slots.shape[0] - 1
        cdef int64_t n, p
        self.slots = np.zeros(mask + 1, np.uint32)
        for n in range(FIXED, self.count):
            p = <int64_t>(place(self.kind[n], self.a[n], self.b[n], self.c[n]) & <uint64_t>mask)
            while self.slots[p] != 0:
                p = (p + 1) & mask
            self.slots[p] = <uint32_t>n
        return 0
