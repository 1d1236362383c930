# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True
"""Indexes of columns of ids: which rows hold an id, and where the rows of each stand."""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t

cdef uint32_t NONE = 0xFFFFFFFF

ctypedef const uint32_t[::1] UV
ctypedef uint32_t[::1] UW


def distinct(values):
    """Return the values of a column, each once, ascending. numpy's `unique` would load a module of its own first."""
    ordered = np.sort(values)
    kept = np.ones(ordered.shape[0], bool)
    kept[1:] = ordered[1:] != ordered[: max(ordered.shape[0] - 1, 0)]
    return ordered[kept]


def group(UV keys, UV values, int64_t count):
    """Return (offset[count+1], data): the values of each key, in input order; keys must be below count."""
    offset_array = np.zeros(count + 1, np.uint32)
    data_array = np.empty(keys.shape[0], np.uint32)
    cdef UW offset = offset_array
    cdef UW data = data_array
    cdef int64_t i
    with nogil:
        for i in range(keys.shape[0]):
            offset[keys[i] + 1] += 1
        for i in range(count):
            offset[i + 1] += offset[i]
    cursor_array = offset_array[:count].copy()
    cdef UW cursor = cursor_array
    with nogil:
        for i in range(keys.shape[0]):
            data[cursor[keys[i]]] = values[i]
            cursor[keys[i]] += 1
    return offset_array, data_array


def index(UV keys, int64_t count):
    """Return (offset[count+1], rows): the rows of a column that hold each key, in order; keys must be below count."""
    offset_array = np.zeros(count + 1, np.uint32)
    rows_array = np.empty(keys.shape[0], np.uint32)
    cdef UW offset = offset_array
    cdef UW rows = rows_array
    cdef int64_t i
    with nogil:
        for i in range(keys.shape[0]):
            offset[keys[i] + 1] += 1
        for i in range(count):
            offset[i + 1] += offset[i]
    cursor_array = offset_array[:count].copy()
    cdef UW cursor = cursor_array
    with nogil:
        for i in range(keys.shape[0]):
            rows[cursor[keys[i]]] = <uint32_t>i
            cursor[keys[i]] += 1
    return offset_array, rows_array


def expand(UV start, UV end):
    """Return the numbers from each start up to its end, one range after the other; no start may be behind its end."""
    cdef int64_t i, n = 0
    cdef uint32_t row
    for i in range(start.shape[0]):
        n += end[i] - start[i]
    rows_array = np.empty(n, np.uint32)
    cdef UW rows = rows_array
    n = 0
    with nogil:
        for i in range(start.shape[0]):
            for row in range(start[i], end[i]):
                rows[n] = row
                n += 1
    return rows_array


def runs(UV methods, int64_t count):
    """Return start and end row by method of a column in which each method's rows stand together."""
    start_array, end_array = np.zeros(count, np.uint32), np.zeros(count, np.uint32)
    cdef UW start = start_array
    cdef UW end = end_array
    cdef int64_t i
    cdef uint32_t m, before = NONE
    with nogil:
        for i in range(methods.shape[0]):
            m = methods[i]
            if m != before:
                start[m] = <uint32_t>i
                before = m
            end[m] = <uint32_t>(i + 1)
    return start_array, end_array


def among(UV column, UV wanted, int64_t count):
    """Return which rows of a column of ids below `count` hold one of some ids."""
    flags_array = np.zeros(count, np.uint8)
    found_array = np.empty(column.shape[0], np.uint8)
    cdef uint8_t[::1] flags = flags_array
    cdef uint8_t[::1] found = found_array
    cdef int64_t i
    with nogil:
        for i in range(wanted.shape[0]):
            flags[wanted[i]] = 1
        for i in range(column.shape[0]):
            found[i] = flags[column[i]]
    return found_array.view(np.bool_)
