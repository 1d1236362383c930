# The table of values that `registers` fills.
from libc.stdint cimport int64_t, uint8_t, uint32_t

# Kinds of nodes, and what a, b and c are. The first four are nodes themselves.
cdef enum:
    UNKNOWN = 0
    BLANK = 1  # content of an object before its constructor ran
    EMPTY = 2  # the empty text
    SHARED = 3  # content of an object that other code may change
    INT = 4  # 32 bits
    WIDE = 5  # low, high 32 bits
    STRING = 6  # string id
    CLASS = 7  # type id
    INSTANCE = 8  # exact type id, content (a node, UNKNOWN when lost)
    FIELD = 9  # field id
    PARAMETER = 10  # definition id, index (0 is the receiver of instance methods)
    CALL = 11  # row of the call arrays: its result, or the object that this constructor call initialises; not in the table
    JOINED = 12  # two texts
    CHAR = 13  # the character of an INT node
    FLAG = 14  # the word true or false of an INT node
    ARRAY = 15  # length, type id
    STORE = 16  # an array node, index, element
    EITHER = 17  # a value, another value with a smaller id, which may be EITHER too
    ELEMENT = 18  # what an array (a value) holds at an index (a value)
    LISTED = 19  # content of a collection: what was added (EMPTY or a value), 1 if something unknown was added too

cdef enum:
    CALLS = 0x40000000  # value CALLS + row is a CALL


cdef class Nodes:
    cdef uint8_t[::1] kind
    cdef uint32_t[::1] a, b, c
    cdef uint32_t[::1] slots
    cdef int64_t count

    cdef uint32_t make(self, uint32_t kind, uint32_t a, uint32_t b, uint32_t c) except? 0xFFFFFFFE
    cdef int rehash(self) except -1
    cdef uint32_t join_lists(self, uint32_t old, uint32_t new) except? 0xFFFFFFFE
    cdef uint32_t either(self, uint32_t old, uint32_t new, int limit) except? 0xFFFFFFFE

    cdef inline uint32_t kind_of(self, uint32_t value) except? 0xFFFFFFFE:
        return self.kind[value] if value < CALLS else CALL
