# One method's code, divided into blocks.
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t

from mingcha.dex.read cimport u16


cdef class Blocks:
    # the program
    cdef const uint8_t[::1] buffer, lengths
    cdef const int64_t[::1] base, end
    cdef const uint32_t[::1] def_dex, def_code
    # results
    cdef uint32_t[::1] tests_at  # by definition: 1 + place in `test_pool` of the count, then (pc, left, right) each; 0 for none
    cdef uint32_t[::1] test_pool
    cdef int64_t tests_used
    # the method at hand
    cdef int64_t definition, dex, code, units, registers, ins
    cdef int64_t blocks, objects
    cdef uint8_t[::1] leader  # by pc: a block starts here
    cdef uint32_t[::1] block_at  # by pc, where `leader`
    cdef uint32_t[::1] object_at  # by pc: 1 + number of the allocation, 0 for none
    cdef uint32_t[::1] block_pc
    cdef int32_t[::1] block_try  # by block: number of the try range that it lies in, -1 for none
    cdef uint32_t[::1] block_test  # three by block: pc of the branch that ends it, the two values that it compares; the first is 0 for none
    cdef uint32_t[::1] try_first, try_last  # by try range: its part of `handlers`
    cdef uint32_t[::1] handlers  # pcs

    cdef tuple switch_cases(self, int64_t pc, list places)
    cdef int set_test(self, int64_t block, int64_t pc, uint32_t left, uint32_t right) except -1
    cdef int keep_tests(self) except -1
    cdef bint divide(self, int64_t definition) except -1
    cdef int64_t length(self, int64_t pc) except -1
    cdef int mark(self, int64_t pc) except -1
    cdef int64_t target(self, int64_t pc, uint32_t op) except? -0x7FFFFFFF
    cdef int64_t switch_targets(self, int64_t pc, int64_t *first) except -1
    cdef bint mark_branches(self) except -1
    cdef bint mark_tries(self, int64_t tries) except -1
    cdef int64_t add_handler(self, int64_t used, int64_t o, uint32_t pc) except -2
    cdef int number_blocks(self) except -1
    cdef int assign_tries(self, int64_t tries) except -1

    cdef inline uint32_t unit(self, int64_t pc) except? 0xFFFFFFFE:
        return u16(self.buffer, self.code + 2 * pc)
