# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""The references of all dex files of a package under ids that hold across them: strings, types, prototypes, fields, methods.

Every kernel takes the dict of arrays that `dex.load` allocates, fills arrays in it and returns counts. Malformed items get the id
NONE, are counted in `log`, and never stop a file; `work` bounds what hostile files can make a pass visit.
"""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memchr, memcmp, memcpy

from mingcha.dex.hash cimport TAIL, find3, hash3, mix, prefetch, seed
from mingcha.dex.read cimport (
    BAD_FIELD, BAD_METHOD, BAD_PROTOTYPE, BAD_STRING, BAD_TYPE, FIELDS, LIST_BUDGET, METHODS, NONE, PROTOS, STRINGS,
    STRING_BUDGET, TYPES, WORK_LISTS, WORK_STRINGS, at, list_size, note, u16, u32, uleb,
)

ctypedef const uint8_t[::1] Buffer
ctypedef uint32_t[::1] Ids
ctypedef int64_t[::1] Offsets

cdef enum:
    AHEAD = 12  # rounds between asking for a slot and reading it

cdef uint64_t FREE = 0xFFFFFFFFFFFFFFFFULL


cdef inline uint64_t hash_bytes(uint64_t secret, const uint8_t *p, int64_t n) noexcept nogil:
    """Hash n bytes; the caller has checked that they are inside the buffer."""
    cdef uint64_t h = mix(secret, <uint64_t>n)
    cdef uint64_t v
    while n >= 8:
        memcpy(&v, p, 8)
        h = mix(h, v)
        p += 8
        n -= 8
    if n:
        v = 0
        memcpy(&v, p, n)
        h = mix(h, v)
    return h


cdef inline int64_t find_text(
    Buffer b, uint64_t[::1] slots, Offsets offset, Ids size, uint64_t h, const uint8_t *text, int64_t n, int64_t *slot
) except? -2 nogil:
    """Return the id of a string with hash h, or -1 with the free slot for it."""
    cdef int64_t mask = slots.shape[0] - 1
    cdef int64_t p = <int64_t>(h & <uint64_t>mask)
    cdef uint64_t tag = h >> 32
    cdef uint64_t s
    cdef uint32_t t
    while True:
        s = slots[p]
        if s == FREE:
            slot[0] = p
            return -1
        if s >> 32 == tag:
            t = <uint32_t>s
            if size[t] == n and offset[t] + n <= b.shape[0] and (n == 0 or memcmp(&b[offset[t]], text, n) == 0):
                return t
        p = (p + 1) & mask


cdef inline int64_t text_at(Buffer b, int64_t base, int64_t end, int64_t item, int64_t *left, int64_t *size) except? -2 nogil:
    """Return where the text of a string id begins, and its size; -1 for a malformed one, -3 when the `left` bytes are used up."""
    cdef uint32_t units
    cdef int64_t o, room
    cdef const uint8_t *zero
    if left[0] <= 0:
        return -3
    o = uleb(b, base + <int64_t>u32(b, item), end, &units)
    if o < 0 or o >= end or end > b.shape[0]:
        return -1
    room = min(end - o, left[0])
    zero = <const uint8_t *>memchr(&b[o], 0, room)
    if zero == NULL:
        left[0] -= room
        return -3 if o + room < end else -1
    size[0] = zero - &b[o]
    left[0] -= size[0] + 1
    return o


def intern_strings(dict a):
    """Fill string_map, string_offset, string_size and string_slots; return the number of different strings."""
    cdef Buffer b = a["buffer"]
    cdef Offsets base = a["dex_base"], end = a["dex_end"], file = a["dex_file"], offset = a["string_offset"]
    cdef int64_t[:, ::1] tables = a["tables"], work = a["work"]
    cdef int64_t[:, :, ::1] log = a["log"]
    cdef uint64_t[::1] slots = a["string_slots"]
    cdef uint64_t secret = a["seed"], mask = slots.shape[0] - 1
    cdef Ids ids = a["string_map"], size = a["string_size"]
    cdef int64_t count = 0, row = 0, slot = 0, k, i, j, o, n, found, items
    cdef uint32_t t
    # A ring of the next strings: where they are, and their hashes.
    cdef int64_t[AHEAD] places, sizes
    cdef uint64_t[AHEAD] hashes
    with nogil:
        for k in range(tables.shape[0]):
            items = tables[k, STRINGS]
            for i in range(items + AHEAD):
                j = i % AHEAD
                if i >= AHEAD:
                    o = places[j]
                    n = sizes[j]
                    if o < 0:
                        note(log, k, BAD_STRING if o == -1 else STRING_BUDGET, i - AHEAD)
                        ids[row] = NONE
                    else:
                        found = find_text(b, slots, offset, size, hashes[j], &b[o], n, &slot)
                        if found < 0:
                            found = count
                            count += 1
                            slots[slot] = (hashes[j] >> 32) << 32 | <uint64_t>found
                            offset[found] = o
                            size[found] = n
                        ids[row] = found
                    row += 1
                if i < items:
                    places[j] = text_at(b, base[k], end[k], tables[k, STRINGS + 1] + 4 * i, &work[file[k], WORK_STRINGS], &sizes[j])
                    if places[j] >= 0:
                        hashes[j] = hash_bytes(secret, &b[places[j]], sizes[j])
                        prefetch(&slots[<int64_t>(hashes[j] & mask)])
                j = (i + AHEAD // 2) % AHEAD
                if AHEAD // 2 <= i < items + AHEAD // 2 and places[j] >= 0:
                    t = <uint32_t>slots[<int64_t>(hashes[j] & mask)]
                    if t != NONE:
                        prefetch(&offset[t])
                        prefetch(&size[t])
    return count


def find_strings(Buffer b, uint64_t[::1] slots, uint64_t secret, Offsets offset, Ids size, list texts):
    """Return the ids of the strings with these MUTF-8 bytes, None for one that is not there."""
    cdef int64_t found, slot = 0
    cdef const uint8_t *text
    cdef bytes each
    cdef list ids = []
    for each in texts:
        text = each
        found = find_text(b, slots, offset, size, hash_bytes(secret, text, len(each)), text, len(each), &slot)
        ids.append(None if found < 0 else found)
    return ids


def gather(Buffer b, const int64_t[::1] offset, const uint32_t[::1] size, uint8_t[::1] out):
    """Put texts of the buffer side by side into `out`, each closed by a zero; IndexError when one lies beyond either."""
    cdef int64_t i, n, at = 0
    for i in range(size.shape[0]):
        n = size[i]
        if n and (offset[i] < 0 or offset[i] + n > b.shape[0]) or at + n + 1 > out.shape[0]:
            raise IndexError("a text beyond the buffer")
        if n:
            memcpy(&out[at], &b[offset[i]], n)
        out[at + n] = 0
        at += n + 1


def intern_types(dict a):
    """Fill type_map, type_string and string_type; return the number of types."""
    cdef Buffer b = a["buffer"]
    cdef int64_t[:, ::1] tables = a["tables"]
    cdef int64_t[:, :, ::1] log = a["log"]
    cdef Offsets strings_at = a["string_map_offset"]
    cdef Ids strings = a["string_map"], ids = a["type_map"], type_string = a["type_string"], string_type = a["string_type"]
    cdef int64_t count = 0, row = 0, k, i
    cdef uint32_t s
    with nogil:
        for k in range(tables.shape[0]):
            for i in range(tables[k, TYPES]):
                s = at(strings, strings_at[k], tables[k, STRINGS], u32(b, tables[k, TYPES + 1] + 4 * i))
                if s == NONE:
                    ids[row] = NONE
                    note(log, k, BAD_TYPE, i)
                else:
                    if string_type[s] == NONE:
                        string_type[s] = count
                        type_string[count] = s
                        count += 1
                    ids[row] = string_type[s]
                row += 1
    return count


def intern_protos(dict a):
    """Fill proto_map, proto_offset, proto_types and proto_slots; return (prototypes, items of proto_types)."""
    cdef Buffer b = a["buffer"]
    cdef Offsets base = a["dex_base"], end = a["dex_end"], file = a["dex_file"]
    cdef int64_t[:, ::1] tables = a["tables"], work = a["work"]
    cdef int64_t[:, :, ::1] log = a["log"]
    cdef Offsets types_at = a["type_map_offset"], start = a["proto_offset"]
    cdef Ids types = a["type_map"], ids = a["proto_map"], flat = a["proto_types"]
    cdef uint64_t[::1] slots = a["proto_slots"]
    cdef uint64_t secret = a["seed"], h
    cdef int64_t count = 0, row = 0, used = 0
    cdef int64_t k, i, j, item, o, n, slot = 0, found
    cdef uint32_t t
    cdef uint32_t[256] parts
    with nogil:
        for k in range(tables.shape[0]):
            for i in range(tables[k, PROTOS]):
                item = tables[k, PROTOS + 1] + 12 * i
                ids[row] = NONE
                row += 1
                n = list_size(b, base[k], end[k], u32(b, item + 8))
                if n > work[file[k], WORK_LISTS]:
                    note(log, k, LIST_BUDGET, i)
                    continue
                o = base[k] + <int64_t>u32(b, item + 8) + 4
                parts[0] = at(types, types_at[k], tables[k, TYPES], u32(b, item + 4))
                if n < 0 or n > 255 or parts[0] == NONE:
                    note(log, k, BAD_PROTOTYPE, i)
                    continue
                work[file[k], WORK_LISTS] -= n
                h = mix(mix(secret, n), parts[0])
                for j in range(n):
                    t = at(types, types_at[k], tables[k, TYPES], u16(b, o + 2 * j))
                    if t == NONE:
                        n = -1
                        break
                    parts[j + 1] = t
                    h = mix(h, t)
                if n < 0:
                    note(log, k, BAD_PROTOTYPE, i)
                    continue
                found = find_list(slots, start, flat, h, parts, n + 1, &slot)
                if found < 0:
                    found = count
                    count += 1
                    slots[slot] = (h >> 32) << 32 | <uint64_t>found
                    for j in range(n + 1):
                        flat[used] = parts[j]
                        used += 1
                    start[count] = used
                ids[row - 1] = found
    return count, used


cdef inline int64_t find_list(
    uint64_t[::1] slots, Offsets start, Ids flat, uint64_t h, const uint32_t *parts, int64_t n, int64_t *slot
) except? -2 nogil:
    """Return the id of the prototype with these n parts, or -1 with the free slot for it."""
    cdef int64_t mask = slots.shape[0] - 1
    cdef int64_t p = <int64_t>(h & <uint64_t>mask)
    cdef int64_t o, j
    cdef uint64_t s
    cdef uint32_t t
    while True:
        s = slots[p]
        if s == FREE:
            slot[0] = p
            return -1
        if s >> 32 == h >> 32:
            t = <uint32_t>s
            o = start[t]
            if start[t + 1] - o == n:
                j = 0
                while j < n and flat[o + j] == parts[j]:
                    j += 1
                if j == n:
                    return t
        p = (p + 1) & mask


def find_proto(uint64_t[::1] slots, uint64_t secret, Offsets start, Ids flat, const uint32_t[::1] parts):
    """Return the id of the prototype (return type, then parameter types), or None; at most 256 parts."""
    cdef int64_t n = parts.shape[0], slot = 0, j, found
    cdef uint64_t h
    if n < 1 or n > 256:
        return None
    h = mix(mix(secret, n - 1), parts[0])
    for j in range(1, n):
        h = mix(h, parts[j])
    found = find_list(slots, start, flat, h, &parts[0], n, &slot)
    return None if found < 0 else found


cdef inline uint32_t intern3(
    Ids slots, uint64_t secret, Ids first, Ids second, Ids third, int64_t *count, uint32_t x, uint32_t y, uint32_t z
) except? 0xFFFFFFFE nogil:
    """Return the id of the triple, a new one (the next of `count`) when it is not there yet."""
    cdef int64_t mask = slots.shape[0] - TAIL - 1
    cdef int64_t p = <int64_t>(hash3(secret, x, y, z) & <uint64_t>mask)
    cdef uint32_t t
    while True:
        t = slots[p]
        if t == NONE:
            break
        if first[t] == x and second[t] == y and third[t] == z:
            return t
        p = (p + 1) & mask
    t = <uint32_t>count[0]
    slots[p] = t
    first[t] = x
    second[t] = y
    third[t] = z
    count[0] += 1
    return t


cdef inline int ask3(Ids slots, uint64_t secret, uint32_t x, uint32_t y, uint32_t z) except -1 nogil:
    """Have the slot of a triple at hand when `intern3` comes to it."""
    prefetch(&slots[<int64_t>(hash3(secret, x, y, z) & <uint64_t>(slots.shape[0] - TAIL - 1))])
    return 0


def intern_fields(dict a):
    """Fill field_map, field_class, field_name, field_type and field_slots; return the number of fields."""
    cdef Buffer b = a["buffer"]
    cdef int64_t[:, ::1] tables = a["tables"]
    cdef int64_t[:, :, ::1] log = a["log"]
    cdef Offsets strings_at = a["string_map_offset"], types_at = a["type_map_offset"]
    cdef Ids strings = a["string_map"], types = a["type_map"], ids = a["field_map"], slots = a["field_slots"]
    cdef Ids owner = a["field_class"], name = a["field_name"], kind = a["field_type"]
    cdef uint64_t secret = seed(slots)
    cdef int64_t count = 0, row = 0, k, i, j, item
    cdef uint32_t[AHEAD] xs, ys, zs
    with nogil:
        for k in range(tables.shape[0]):
            for i in range(tables[k, FIELDS] + AHEAD):
                j = i % AHEAD
                if i >= AHEAD:
                    if xs[j] == NONE or ys[j] == NONE or zs[j] == NONE:
                        ids[row] = NONE
                        note(log, k, BAD_FIELD, i - AHEAD)
                    else:
                        ids[row] = intern3(slots, secret, owner, name, kind, &count, xs[j], ys[j], zs[j])
                    row += 1
                if i < tables[k, FIELDS]:
                    item = tables[k, FIELDS + 1] + 8 * i
                    xs[j] = at(types, types_at[k], tables[k, TYPES], u16(b, item))
                    zs[j] = at(types, types_at[k], tables[k, TYPES], u16(b, item + 2))
                    ys[j] = at(strings, strings_at[k], tables[k, STRINGS], u32(b, item + 4))
                    ask3(slots, secret, xs[j], ys[j], zs[j])
    return count


def intern_methods(dict a):
    """Fill method_map, method_class, method_name, method_proto, method_selector and method_slots; return (methods, selectors)."""
    cdef Buffer b = a["buffer"]
    cdef int64_t[:, ::1] tables = a["tables"]
    cdef int64_t[:, :, ::1] log = a["log"]
    cdef Offsets strings_at = a["string_map_offset"], types_at = a["type_map_offset"], protos_at = a["proto_map_offset"]
    cdef Ids strings = a["string_map"], types = a["type_map"], protos = a["proto_map"], ids = a["method_map"]
    cdef Ids slots = a["method_slots"], owner = a["method_class"], name = a["method_name"], proto = a["method_proto"]
    cdef Ids selector = a["method_selector"], selector_slots = a["selector_slots"]
    cdef Ids selector_name = a["selector_name"], selector_proto = a["selector_proto"]
    cdef uint64_t secret = seed(slots)
    cdef int64_t count = 0, selectors = 0, row = 0, k, i, j, item, before
    cdef uint32_t[AHEAD] xs, ys, zs
    with nogil:
        for k in range(tables.shape[0]):
            for i in range(tables[k, METHODS] + AHEAD):
                j = i % AHEAD
                if i >= AHEAD:
                    if xs[j] == NONE or ys[j] == NONE or zs[j] == NONE:
                        ids[row] = NONE
                        note(log, k, BAD_METHOD, i - AHEAD)
                    else:
                        before = count
                        ids[row] = intern3(slots, secret, owner, name, proto, &count, xs[j], ys[j], zs[j])
                        if count != before:
                            # A pair is a triple that ends as it begins.
                            selector[before] = intern3(
                                selector_slots, secret, selector_name, selector_proto, selector_name, &selectors, ys[j], zs[j], ys[j]
                            )
                    row += 1
                if i < tables[k, METHODS]:
                    item = tables[k, METHODS + 1] + 8 * i
                    xs[j] = at(types, types_at[k], tables[k, TYPES], u16(b, item))
                    zs[j] = at(protos, protos_at[k], tables[k, PROTOS], u16(b, item + 2))
                    ys[j] = at(strings, strings_at[k], tables[k, STRINGS], u32(b, item + 4))
                    ask3(slots, secret, xs[j], ys[j], zs[j])
                    ask3(selector_slots, secret, ys[j], zs[j], ys[j])
    return count, selectors


def find_triple(Ids slots, Ids first, Ids second, Ids third, uint32_t x, uint32_t y, uint32_t z):
    """Return the id of the triple in a table of fields or methods, or None."""
    cdef uint32_t found = find3(slots, first, second, third, x, y, z)
    return None if found == NONE else found
