# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""Values as nodes (kind, a, b, c) of one table, found again by their content, so that equal ids mean equal values."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from mingcha.dex.hash cimport mix

# What results are made of.
KINDS = {
    "UNKNOWN": UNKNOWN, "EMPTY": EMPTY, "INT": INT, "WIDE": WIDE, "STRING": STRING, "CLASS": CLASS, "INSTANCE": INSTANCE,
    "FIELD": FIELD, "PARAMETER": PARAMETER, "CALL": CALL, "JOINED": JOINED, "CHAR": CHAR, "FLAG": FLAG, "ARRAY": ARRAY,
    "STORE": STORE, "EITHER": EITHER, "ELEMENT": ELEMENT, "LISTED": LISTED,
}

cdef enum:
    MAX_NODES = 0x400000
    MAX_LISTED = 32  # different values in one collection
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

    cdef uint32_t join_lists(self, uint32_t old, uint32_t new) except? 0xFFFFFFFE:
        """Return the content of a collection that holds what either of two holds."""
        cdef uint32_t items = self.a[old], more = self.a[new]
        if items == EMPTY or items == more:
            items = more
        elif more != EMPTY:
            items = self.either(items, more, MAX_LISTED)
        if items == UNKNOWN:
            return SHARED
        return self.make(LISTED, items, self.b[old] | self.b[new], 0)

    cdef uint32_t either(self, uint32_t old, uint32_t new, int limit) except? 0xFFFFFFFE:
        """Return the choice between two known values or choices, UNKNOWN when there are more than `limit`."""
        cdef uint32_t[2 * MAX_LISTED] leaves
        cdef uint32_t leaf, result
        cdef int count = 0, i, j
        for i in range(2):
            result = old if i == 0 else new
            while result != UNKNOWN and count < 2 * MAX_LISTED:
                leaf = result
                result = UNKNOWN
                if self.kind_of(leaf) == EITHER:
                    result = self.b[leaf]
                    leaf = self.a[leaf]
                j = count
                while j > 0 and leaves[j - 1] < leaf:
                    leaves[j] = leaves[j - 1]
                    j -= 1
                leaves[j] = leaf
                count += 1
        result = UNKNOWN
        j = 0
        for i in range(count - 1, -1, -1):
            if i + 1 < count and leaves[i] == leaves[i + 1]:
                continue
            j += 1
            result = leaves[i] if result == UNKNOWN else self.make(EITHER, leaves[i], result, 0)
        return result if j <= limit else UNKNOWN
