# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""The classes that the dex files of a package define, and their methods; the first definition of a class counts, as in ART.

The kernels take and fill the same dict of arrays as those of `dex.core`.
"""

from libc.stdint cimport int64_t, uint8_t, uint32_t

from mingcha.dex.read cimport (
    BAD_CLASS, BAD_CLASS_DATA, BAD_DEFINITION, CLASSES, CLASS_DATA_BUDGET, DUPLICATE_CLASS, LIST_BUDGET, METHODS, NONE, STRINGS,
    TYPES, WORK_CLASS_DATA, WORK_LISTS, at, list_size, note, u16, u32, uleb,
)

ctypedef const uint8_t[::1] Buffer
ctypedef uint32_t[::1] Ids
ctypedef int64_t[::1] Offsets


def read_classes(dict a):
    """Fill the class and interface arrays, type_class and class_item; return (classes, interfaces)."""
    cdef Buffer b = a["buffer"]
    cdef Offsets base = a["dex_base"], end = a["dex_end"], file = a["dex_file"], item_of = a["class_item"]
    cdef int64_t[:, ::1] tables = a["tables"], work = a["work"]
    cdef int64_t[:, :, ::1] log = a["log"]
    cdef Offsets strings_at = a["string_map_offset"], types_at = a["type_map_offset"]
    cdef Ids strings = a["string_map"], types = a["type_map"], class_type = a["class_type"], type_class = a["type_class"]
    cdef Ids parent = a["class_super"], flags = a["class_flags"], dex = a["class_dex"], source = a["class_source"]
    cdef Ids interface_offset = a["interface_offset"], interface_types = a["interface_types"]
    cdef int64_t count = 0, interfaces = 0, k, i, j, item, n, o
    cdef uint32_t t, s
    with nogil:
        for k in range(tables.shape[0]):
            for i in range(tables[k, CLASSES]):
                item = tables[k, CLASSES + 1] + 32 * i
                t = at(types, types_at[k], tables[k, TYPES], u32(b, item))
                if t == NONE:
                    note(log, k, BAD_CLASS, i)
                    continue
                if type_class[t] != NONE:
                    note(log, k, DUPLICATE_CLASS, i)
                    continue
                type_class[t] = count
                class_type[count] = t
                dex[count] = k
                item_of[count] = item
                flags[count] = u32(b, item + 4)
                s = u32(b, item + 8)
                parent[count] = at(types, types_at[k], tables[k, TYPES], s)
                if s != NONE and parent[count] == NONE:
                    note(log, k, BAD_CLASS, i)
                s = u32(b, item + 16)
                source[count] = at(strings, strings_at[k], tables[k, STRINGS], s)
                count += 1
                n = list_size(b, base[k], end[k], u32(b, item + 12))
                if n > work[file[k], WORK_LISTS]:
                    note(log, k, LIST_BUDGET, i)
                    n = 0
                elif n < 0:
                    note(log, k, BAD_CLASS, i)
                o = base[k] + <int64_t>u32(b, item + 12) + 4
                for j in range(n):
                    t = at(types, types_at[k], tables[k, TYPES], u16(b, o + 2 * j))
                    if t == NONE:
                        note(log, k, BAD_CLASS, i)
                    else:
                        interface_types[interfaces] = t
                        interfaces += 1
                work[file[k], WORK_LISTS] -= max(n, 0)
                interface_offset[count] = interfaces
    return count, interfaces


cdef inline int64_t skip_fields(Buffer b, int64_t o, int64_t end, uint32_t *methods) except? -2 nogil:
    """Return where the methods of the class_data at `o` begin, with how many direct and virtual ones; -1 when it runs over `end`."""
    cdef uint32_t statics = 0, instances = 0, ignored
    cdef int64_t i
    methods[0] = 0
    methods[1] = 0
    o = uleb(b, uleb(b, o, end, &statics), end, &instances)
    o = uleb(b, uleb(b, o, end, &methods[0]), end, &methods[1])
    i = <int64_t>statics + instances
    while o >= 0 and i > 0:
        o = uleb(b, uleb(b, o, end, &ignored), end, &ignored)
        i -= 1
    return o


def read_definitions(dict a):
    """Fill the def_ arrays, method_def and class_def_offset from class_data; return the number of definitions."""
    cdef Buffer b = a["buffer"]
    cdef Offsets base = a["dex_base"], end = a["dex_end"], file = a["dex_file"], item_of = a["class_item"]
    cdef int64_t[:, ::1] tables = a["tables"], work = a["work"]
    cdef int64_t[:, :, ::1] log = a["log"]
    cdef Offsets methods_at = a["method_map_offset"]
    cdef Ids methods = a["method_map"], owner = a["method_class"], class_type = a["class_type"], class_dex = a["class_dex"]
    cdef Ids def_method = a["def_method"], def_class = a["def_class"], def_flags = a["def_flags"], def_dex = a["def_dex"]
    cdef Ids def_code = a["def_code"], method_def = a["method_def"], class_def_offset = a["class_def_offset"]
    cdef int64_t count = 0, c, k, o, start, limit, left, j, index
    cdef uint32_t m, t, delta, flags = 0, code = 0, group
    cdef uint32_t[2] sizes
    with nogil:
        for c in range(class_type.shape[0]):
            class_def_offset[c] = count
            k = class_dex[c]
            t = u32(b, item_of[c] + 24)
            if t == 0:
                continue
            left = work[file[k], WORK_CLASS_DATA]
            if left <= 0:
                note(log, k, CLASS_DATA_BUDGET, c)
                continue
            start = base[k] + <int64_t>t
            limit = min(end[k], start + left)
            o = skip_fields(b, start, limit, sizes)
            for group in range(2):
                index = 0
                j = 0
                while o >= 0 and j < sizes[group]:
                    o = uleb(b, uleb(b, uleb(b, o, limit, &delta), limit, &flags), limit, &code)
                    if o < 0:
                        break
                    j += 1
                    index += delta
                    m = methods[methods_at[k] + index] if index < tables[k, METHODS] else NONE
                    if m == NONE or owner[m] != class_type[c] or method_def[m] != NONE:
                        note(log, k, BAD_DEFINITION, c)
                        continue
                    method_def[m] = count
                    def_method[count] = m
                    def_class[count] = c
                    def_flags[count] = flags
                    def_dex[count] = k
                    def_code[count] = code
                    count += 1
            if o >= 0:
                work[file[k], WORK_CLASS_DATA] = left - (o - start)
            elif limit < end[k]:
                note(log, k, CLASS_DATA_BUDGET, c)
                work[file[k], WORK_CLASS_DATA] = 0
            else:
                note(log, k, BAD_CLASS_DATA, c)
                work[file[k], WORK_CLASS_DATA] = left - max(0, limit - start)
        class_def_offset[class_type.shape[0]] = count
    return count
