# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
# Checked little-endian reads and the shared book-keeping of the kernels.
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t
from libc.string cimport memcpy

cdef enum:
    NONE = 0xFFFFFFFF

# Columns of `tables` (one row per logical dex): how many items, and where in the buffer the first one is.
cdef enum:
    STRINGS = 0
    TYPES = 2
    PROTOS = 4
    FIELDS = 6
    METHODS = 8
    CLASSES = 10
    CALL_SITES = 12
    HANDLES = 14

# Columns of `work` (one row per physical file): what each pass may still visit.
cdef enum:
    WORK_STRINGS = 0  # bytes
    WORK_LISTS = 1  # items of type lists
    WORK_CLASS_DATA = 2  # bytes
    WORK_CODE = 3  # bytes
    WORK_VALUES = 4  # bytes of encoded values and annotations
    WORK_CALLS = 5  # rows that invoke-custom may add

# Rows of `log`, in the order of dex.problems.CODES.
cdef enum:
    BAD_STRING = 0
    STRING_BUDGET = 1
    BAD_TYPE = 2
    BAD_PROTOTYPE = 3
    LIST_BUDGET = 4
    BAD_FIELD = 5
    BAD_METHOD = 6
    BAD_CLASS = 7
    DUPLICATE_CLASS = 8
    BAD_CLASS_DATA = 9
    CLASS_DATA_BUDGET = 10
    BAD_DEFINITION = 11
    BAD_CODE = 12
    CODE_BUDGET = 13
    BAD_INSTRUCTION = 14
    UNKNOWN_OPCODE = 15
    BAD_REFERENCE = 16
    BAD_VALUES = 17
    BAD_ANNOTATIONS = 18
    BAD_CALL_SITE = 19
    VALUE_BUDGET = 20

cdef inline int note(int64_t[:, :, ::1] log, int64_t dex, int64_t code, int64_t where) except -1 nogil:
    """Count one problem and keep the places of the first few."""
    cdef int64_t n = log[dex, code, 0]
    log[dex, code, 0] = n + 1
    if n + 1 < log.shape[2]:
        log[dex, code, n + 1] = where
    return 0

cdef inline uint32_t u16(const uint8_t[::1] b, int64_t o) except? 0xFFFFFFFE nogil:
    cdef uint16_t v
    if o < 0 or o + 2 > b.shape[0]:
        raise IndexError("read beyond the buffer")
    memcpy(&v, &b[o], 2)
    return v

cdef inline uint32_t u32(const uint8_t[::1] b, int64_t o) except? 0xFFFFFFFE nogil:
    cdef uint32_t v
    if o < 0 or o + 4 > b.shape[0]:
        raise IndexError("read beyond the buffer")
    memcpy(&v, &b[o], 4)
    return v

cdef inline int64_t uleb(const uint8_t[::1] b, int64_t o, int64_t end, uint32_t *value) except? -2 nogil:
    """Read a ULEB128 as ART does (at most five bytes); return the offset behind it, or -1 when it runs over `end` or `o` is -1."""
    cdef uint32_t result = 0
    cdef int shift = 0
    cdef uint8_t c
    if o < 0:
        return -1
    while shift < 35:
        if o >= end:
            return -1
        c = b[o]
        o += 1
        result |= <uint32_t>(c & 127) << shift
        shift += 7
        if c < 128:
            break
    value[0] = result
    return o

cdef inline uint32_t at(const uint32_t[::1] ids, int64_t start, int64_t count, uint32_t index) except? 0xFFFFFFFE nogil:
    """Return the id behind an index of one dex, NONE when the index is out of range."""
    return ids[start + index] if index < count else NONE

cdef inline int64_t list_size(const uint8_t[::1] b, int64_t base, int64_t end, uint32_t offset) except? -2 nogil:
    """Return how many items the type_list at `offset` has, 0 for none, -1 when it does not fit the file."""
    cdef int64_t o = base + offset
    cdef int64_t n
    if offset == 0:
        return 0
    if o + 4 > end:
        return -1
    n = u32(b, o)
    return n if o + 4 + 2 * n <= end else -1


cdef inline int64_t row_at(const uint32_t[::1] pcs, int64_t low, int64_t last, int64_t pc) except -2:
    """Return the row from `low` up to `last` with this pc, -1 when there is none; pcs rise."""
    cdef int64_t high = last, middle
    while low < high:
        middle = (low + high) // 2
        if pcs[middle] < pc:
            low = middle + 1
        else:
            high = middle
    return low if low < last and pcs[low] == pc else -1
