# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""Encoded values of dex files: initial values of static fields, types of annotations, methods behind call sites.

Formats: AOSP dex-format, "encoded_value", "encoded_array", "annotations_directory_item", "call_site_item". The kernels take
the same dict of arrays as those of `dex.core`; rows beyond the capacity of the outputs count as beyond the work budget.
"""

from libc.stdint cimport int64_t, uint8_t, uint32_t

from mingcha.dex.read cimport (
    BAD_ANNOTATIONS, BAD_CALL_SITE, BAD_VALUES, CALL_SITES, FIELDS, HANDLES, METHODS, NONE, STRINGS, TYPES, VALUE_BUDGET,
    WORK_VALUES, at, note, u16, u32, uleb,
)

ctypedef const uint8_t[::1] Buffer
ctypedef uint32_t[::1] Ids
ctypedef int64_t[::1] Offsets

cdef enum:
    VALUE_BYTE = 0x00
    VALUE_SHORT = 0x02
    VALUE_CHAR = 0x03
    VALUE_INT = 0x04
    VALUE_METHOD_HANDLE = 0x16
    VALUE_STRING = 0x17
    VALUE_ARRAY = 0x1C
    VALUE_ANNOTATION = 0x1D
    VALUE_NULL = 0x1E
    VALUE_BOOLEAN = 0x1F
    MAX_DEPTH = 32  # of arrays and annotations inside each other; compilers write 3 at most
    INVOKE_STATIC = 4  # the first kind of method handle that names a method
    INVOKE_INTERFACE = 8  # the last one
    IMPLEMENTATION = 0xFC
    BOOTSTRAP = 0xFD


cdef inline bint plain(int kind) noexcept nogil:
    """Tell whether a value is `size` bytes and nothing else."""
    return (
        kind == VALUE_BYTE or 0x02 <= kind <= 0x04 or kind == 0x06 or kind == 0x10 or kind == 0x11 or 0x15 <= kind <= 0x1B
    )


cdef int64_t skip(Buffer b, int64_t o, int64_t end, int depth) except? -2 nogil:
    """Return the offset behind the encoded value at `o`, or -1 when it is malformed or runs over `end`."""
    cdef int kind
    cdef uint32_t n = 0, i, x
    if o < 0 or o >= end or depth > MAX_DEPTH:
        return -1
    kind = b[o] & 31
    if plain(kind):
        o += 2 + (b[o] >> 5)
        return o if o <= end else -1
    if kind == VALUE_NULL or kind == VALUE_BOOLEAN:
        return o + 1
    o += 1
    if kind == VALUE_ANNOTATION:
        o = uleb(b, o, end, &x)
    elif kind != VALUE_ARRAY:
        return -1
    o = uleb(b, o, end, &n)
    i = 0
    while o >= 0 and i < n:
        if kind == VALUE_ANNOTATION:
            o = uleb(b, o, end, &x)
        o = skip(b, o, end, depth + 1)
        i += 1
    return o


cdef inline uint32_t number(Buffer b, int64_t o, bint signed) except? 0xFFFFFFFE nogil:
    """Return the low 32 bits of the plain value at `o`, which `skip` has found to fit; larger ones are cut."""
    cdef int n = (b[o] >> 5) + 1, i
    cdef uint32_t v = 0
    if n > 4:
        n = 4
    for i in range(n):
        v |= <uint32_t>b[o + 1 + i] << (8 * i)
    if signed and n < 4 and b[o + n] & 0x80:
        v |= <uint32_t>0xFFFFFFFF << (8 * n)
    return v


cdef inline bint kept(int kind) noexcept nogil:
    """Tell whether an initial value is a string or a number of at most 32 bits."""
    return kind == VALUE_STRING or kind == VALUE_BOOLEAN or kind == VALUE_BYTE or VALUE_SHORT <= kind <= VALUE_INT


def read_static_values(dict a):
    """Fill static_value_field, static_value_kind and static_value; return their number."""
    cdef Buffer b = a["buffer"]
    cdef Offsets base = a["dex_base"], end = a["dex_end"], file = a["dex_file"], item_of = a["class_item"]
    cdef int64_t[:, ::1] tables = a["tables"], work = a["work"]
    cdef int64_t[:, :, ::1] log = a["log"]
    cdef Offsets fields_at = a["field_map_offset"], strings_at = a["string_map_offset"]
    cdef Ids fields = a["field_map"], strings = a["string_map"], owner = a["field_class"]
    cdef Ids class_type = a["class_type"], class_dex = a["class_dex"]
    cdef Ids out_field = a["static_value_field"], out_value = a["static_value"]
    cdef uint8_t[::1] out_kind = a["static_value_kind"]
    cdef int64_t count = 0, c, k, v, o, start, limit, room, index, s
    cdef uint32_t at_values, at_data, delta, f, value
    cdef uint32_t n = 0, statics = 0, i, ignored
    cdef int kind
    with nogil:
        for c in range(class_type.shape[0]):
            at_values = u32(b, item_of[c] + 28)
            at_data = u32(b, item_of[c] + 24)
            if at_values == 0 or at_data == 0:
                continue
            k = class_dex[c]
            room = work[file[k], WORK_VALUES]
            if room <= 0:
                note(log, k, VALUE_BUDGET, c)
                continue
            start = base[k] + <int64_t>at_values
            limit = min(end[k], start + room)
            v = uleb(b, start, limit, &n)
            o = uleb(b, uleb(b, base[k] + <int64_t>at_data, end[k], &statics), end[k], &ignored)
            o = uleb(b, uleb(b, o, end[k], &ignored), end[k], &ignored)
            index = 0
            i = 0
            while v >= 0 and o >= 0 and i < n and i < statics:
                o = uleb(b, uleb(b, o, end[k], &delta), end[k], &ignored)
                if o < 0:
                    break
                i += 1
                index += delta
                s = v
                v = skip(b, s, limit, 0)
                if v < 0:
                    break
                f = fields[fields_at[k] + index] if index < tables[k, FIELDS] else NONE
                if f == NONE or owner[f] != class_type[c]:
                    note(log, k, BAD_VALUES, c)
                    continue
                kind = b[s] & 31
                if not kept(kind):
                    continue
                value = b[s] >> 5 if kind == VALUE_BOOLEAN else number(b, s, kind != VALUE_CHAR and kind != VALUE_STRING)
                if kind == VALUE_STRING:
                    value = at(strings, strings_at[k], tables[k, STRINGS], value)
                    if value == NONE:
                        note(log, k, BAD_VALUES, c)
                        continue
                if count >= out_field.shape[0]:
                    note(log, k, VALUE_BUDGET, c)
                    break
                out_field[count] = f
                out_kind[count] = kind == VALUE_STRING
                out_value[count] = value
                count += 1
            work[file[k], WORK_VALUES] = room - (v - start if v >= 0 else max(0, limit - start))
            if v < 0 or o < 0:
                note(log, k, VALUE_BUDGET if v < 0 and limit < end[k] else BAD_VALUES, c)
    return count


cdef int64_t set_types(
    Buffer b, int64_t base, int64_t end, uint32_t offset, Ids types, int64_t types_at, int64_t type_count,
    Ids targets, Ids out, int64_t count, uint32_t target, int64_t *room
) except? -2 nogil:
    """Append (target, type) for each annotation of the set at `offset`; return the new count, -1 when malformed, -3 when cut."""
    cdef int64_t o = base + offset
    cdef int64_t n, i, p
    cdef uint32_t t = 0
    if offset == 0:
        return count
    if o + 4 > end:
        return -1
    n = u32(b, o)
    if o + 4 + 4 * n > end:
        return -1
    for i in range(n):
        if room[0] < 8 or count >= out.shape[0]:
            room[0] = 0
            return -3
        room[0] -= 8
        p = base + <int64_t>u32(b, o + 4 + 4 * i)
        p = uleb(b, p + 1, end, &t)
        if p < 0 or t >= type_count or types[types_at + t] == NONE:
            return -1
        targets[count] = target
        out[count] = types[types_at + t]
        count += 1
    return count


def read_annotations(dict a):
    """Fill the class_annotation_ and method_annotation_ arrays; return (class annotations, method annotations)."""
    cdef Buffer b = a["buffer"]
    cdef Offsets base = a["dex_base"], end = a["dex_end"], file = a["dex_file"], item_of = a["class_item"]
    cdef int64_t[:, ::1] tables = a["tables"], work = a["work"]
    cdef int64_t[:, :, ::1] log = a["log"]
    cdef Offsets methods_at = a["method_map_offset"], types_at = a["type_map_offset"]
    cdef Ids methods = a["method_map"], types = a["type_map"], class_dex = a["class_dex"]
    cdef Ids class_target = a["class_annotation_class"], class_type = a["class_annotation_type"]
    cdef Ids method_target = a["method_annotation_method"], method_type = a["method_annotation_type"]
    cdef int64_t classes = 0, found = 0, c, k, o, i, n, fields, room
    cdef uint32_t t, m
    with nogil:
        for c in range(class_dex.shape[0]):
            t = u32(b, item_of[c] + 20)
            if t == 0:
                continue
            k = class_dex[c]
            room = work[file[k], WORK_VALUES] - 16
            if room <= 0:
                note(log, k, VALUE_BUDGET, c)
                continue
            o = base[k] + <int64_t>t
            if o + 16 > end[k]:
                note(log, k, BAD_ANNOTATIONS, c)
                continue
            n = set_types(
                b, base[k], end[k], u32(b, o), types, types_at[k], tables[k, TYPES], class_target, class_type, classes,
                <uint32_t>c, &room,
            )
            if n < 0:
                note(log, k, VALUE_BUDGET if n == -3 else BAD_ANNOTATIONS, c)
            else:
                classes = n
            fields = u32(b, o + 4)
            i = 0
            while i < u32(b, o + 8):
                if room < 8:
                    note(log, k, VALUE_BUDGET, c)
                    break
                room -= 8
                t = <uint32_t>(fields + i)
                if o + 24 + 8 * (fields + i) > end[k]:
                    note(log, k, BAD_ANNOTATIONS, c)
                    break
                t = u32(b, o + 16 + 8 * (fields + i))
                m = methods[methods_at[k] + t] if t < tables[k, METHODS] else NONE
                n = -1
                if m != NONE:
                    n = set_types(
                        b, base[k], end[k], u32(b, o + 20 + 8 * (fields + i)), types, types_at[k], tables[k, TYPES],
                        method_target, method_type, found, m, &room,
                    )
                if n < 0:
                    note(log, k, VALUE_BUDGET if n == -3 else BAD_ANNOTATIONS, c)
                else:
                    found = n
                i += 1
            work[file[k], WORK_VALUES] = room
    return classes, found


def read_call_sites(dict a):
    """Fill call_site_start (one per call site of all dexes, and the end), call_site_method and call_site_op; return their number."""
    cdef Buffer b = a["buffer"]
    cdef Offsets base = a["dex_base"], end = a["dex_end"], file = a["dex_file"], start = a["call_site_start"]
    cdef int64_t[:, ::1] tables = a["tables"], work = a["work"]
    cdef int64_t[:, :, ::1] log = a["log"]
    cdef Offsets methods_at = a["method_map_offset"]
    cdef Ids methods = a["method_map"], out_method = a["call_site_method"]
    cdef uint8_t[::1] out_op = a["call_site_op"]
    cdef int64_t count = 0, row = 0, k, i, o, s, limit, room, handle
    cdef uint32_t n = 0, j, x, m, kind
    with nogil:
        for k in range(tables.shape[0]):
            for i in range(tables[k, CALL_SITES]):
                start[row] = count
                row += 1
                start[row] = count
                room = work[file[k], WORK_VALUES]
                if room <= 0:
                    note(log, k, VALUE_BUDGET, i)
                    continue
                s = base[k] + <int64_t>u32(b, tables[k, CALL_SITES + 1] + 4 * i)
                limit = min(end[k], s + room)
                o = uleb(b, s, limit, &n)
                j = 0
                while o >= 0 and j < n:
                    handle = o
                    o = skip(b, handle, limit, 0)
                    j += 1
                    if o < 0 or b[handle] & 31 != VALUE_METHOD_HANDLE:
                        continue
                    x = number(b, handle, False)
                    if x >= tables[k, HANDLES]:
                        note(log, k, BAD_CALL_SITE, i)
                        continue
                    handle = tables[k, HANDLES + 1] + 8 * <int64_t>x
                    kind = u16(b, handle)
                    if kind < INVOKE_STATIC:
                        continue
                    x = u16(b, handle + 4)
                    m = methods[methods_at[k] + x] if x < tables[k, METHODS] else NONE
                    if m == NONE or kind > INVOKE_INTERFACE:
                        note(log, k, BAD_CALL_SITE, i)
                        continue
                    if count >= out_method.shape[0]:
                        note(log, k, VALUE_BUDGET, i)
                        break
                    out_method[count] = m
                    out_op[count] = BOOTSTRAP if j == 1 else IMPLEMENTATION
                    count += 1
                start[row] = count
                work[file[k], WORK_VALUES] = room - (o - s if o >= 0 else max(0, limit - s))
                if o < 0:
                    note(log, k, VALUE_BUDGET if limit < end[k] else BAD_CALL_SITE, i)
    return count
