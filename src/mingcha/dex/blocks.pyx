# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""Divides the code of a method into blocks: where branches, switches, try ranges and handlers start and end."""

import numpy as np

from mingcha.dex import opcodes

from libc.stdint cimport int8_t, int16_t, int32_t, int64_t, uint8_t, uint32_t

from mingcha.dex.nodes import grown
from mingcha.dex.read cimport u16, u32, uleb

cdef enum:
    MAX_OBJECTS = 48  # allocations of one method whose objects are told apart
    MAX_UNITS = 0x100000  # of one method; 2 MB


cdef class Blocks:
    """The blocks of one method at a time."""

    def __init__(self, program):
        self.lengths = opcodes.LENGTH
        self.buffer, self.base, self.end = program.buffer, program.dex_base, program.dex_end
        self.def_dex, self.def_code = program.def_dex, program.def_code
        self.leader = np.zeros(1, np.uint8)
        self.block_at, self.object_at = np.zeros(1, np.uint32), np.zeros(1, np.uint32)
        self.block_pc, self.block_try = np.zeros(1, np.uint32), np.zeros(1, np.int32)
        self.try_first, self.try_last = np.zeros(1, np.uint32), np.zeros(1, np.uint32)
        self.handlers = np.zeros(64, np.uint32)
        self.block_test = np.zeros(3, np.uint32)
        self.tests_at = np.zeros(self.def_code.shape[0], np.uint32)
        self.test_pool = np.zeros(1 << 12, np.uint32)
        self.tests_used = 0

    def tests(self, int64_t definition):
        """Return (pc, left, right) of an analysed method's branches and switches on values that are known; right is 0 or null where nothing is compared."""
        cdef int64_t at = self.tests_at[definition], i
        if at == 0:
            return []
        return [(self.test_pool[i], self.test_pool[i + 1], self.test_pool[i + 2]) for i in range(at, at + 3 * self.test_pool[at - 1], 3)]

    cdef int set_test(self, int64_t block, int64_t pc, uint32_t left, uint32_t right) except -1:
        """Note what the branch at the end of a block compares; 0 for `left` when it is not known."""
        self.block_test[3 * block], self.block_test[3 * block + 1], self.block_test[3 * block + 2] = <uint32_t>pc, left, right
        return 0

    cdef int keep_tests(self) except -1:
        """Copy the branches of the method at hand to where they stay."""
        cdef int64_t i, count = 0, at
        for i in range(self.blocks):
            count += self.block_test[3 * i + 1] != 0
        if count == 0:
            return 0
        at = self.tests_used
        if at + 1 + 3 * count > self.test_pool.shape[0]:
            self.test_pool = grown(self.test_pool, 2 * self.test_pool.shape[0] + 3 * count + 1)
        self.test_pool[at] = <uint32_t>count
        at += 1
        self.tests_at[self.definition] = <uint32_t>at
        for i in range(self.blocks):
            if self.block_test[3 * i + 1] != 0:
                self.test_pool[at : at + 3] = self.block_test[3 * i : 3 * i + 3]
                at += 3
        self.tests_used = at
        return 0

    def outline(self, int64_t definition):
        """Return a method's blocks in order: (pc, opcode of the last instruction, blocks it goes on with, blocks of handlers, cases of a switch).

        An if goes on with the next block and its target, a switch with the next one and those of its cases. Empty when the method has no
        code, or some that no compiler makes.
        """
        cdef int64_t i, pc, end, last, j
        cdef uint32_t op
        cdef bint is_table
        found = []
        if self.def_code[definition] == 0 or not self.divide(definition):
            return found
        for i in range(self.blocks):
            pc = last = self.block_pc[i]
            end = self.block_pc[i + 1] if i + 1 < self.blocks else self.units
            while pc < end:
                last = pc
                pc += self.length(pc)
            op = self.unit(last) & 0xFF
            is_table = op == 0 and self.unit(last) != 0
            places = [] if is_table or 0x0E <= op <= 0x11 or op == 0x27 or 0x28 <= op <= 0x2A else [end]
            if 0x28 <= op <= 0x2A or 0x32 <= op <= 0x3D:
                places.append(self.target(last, op))
            cases = ()
            if op == 0x2B or op == 0x2C:
                cases = self.switch_cases(last, places)
            for j in places:
                if not 0 <= j < self.units or not self.leader[j]:
                    return []
            handlers = ()
            if self.block_try[i] >= 0:
                handlers = tuple(
                    [self.block_at[self.handlers[j]] for j in range(self.try_first[self.block_try[i]], self.try_last[self.block_try[i]])]
                )
            found.append((self.block_pc[i], op, tuple([self.block_at[j] for j in places]), handlers, cases))
        return found

    cdef tuple switch_cases(self, int64_t pc, list places):
        """Return the values that the switch at pc tells apart, in the order of its targets, which are added to the places."""
        cdef int64_t first = 0, i, payload, count = self.switch_targets(pc, &first)
        cdef int64_t key
        if count == 0:
            return ()
        payload = self.code + 2 * (pc + <int32_t>u32(self.buffer, self.code + 2 * pc + 2)) + 4
        found = []
        for i in range(count):
            places.append(pc + <int32_t>u32(self.buffer, first + 4 * i))
            key = <int32_t>u32(self.buffer, payload if (self.unit(pc) & 0xFF) == 0x2B else payload + 4 * i)
            found.append(key + i if (self.unit(pc) & 0xFF) == 0x2B else key)
        return tuple(found)

    cdef bint divide(self, int64_t definition) except -1:
        """Find the blocks, try ranges and allocations of the method; tell whether it can be analysed."""
        cdef int64_t o, tries, pc
        self.definition = definition
        self.dex = self.def_dex[self.definition]
        o = self.base[self.dex] + <int64_t>self.def_code[self.definition]
        if o + 16 > self.end[self.dex] or self.end[self.dex] > self.buffer.shape[0]:
            return False
        self.registers = u16(self.buffer, o)
        self.ins = u16(self.buffer, o + 2)
        tries = u16(self.buffer, o + 6)
        self.units = u32(self.buffer, o + 12)
        self.code = o + 16
        if self.units == 0 or self.units > MAX_UNITS or self.code + 2 * self.units > self.end[self.dex] or self.ins > self.registers:
            return False
        if self.leader.shape[0] <= self.units:
            self.leader = np.zeros(2 * self.units + 2, np.uint8)
            self.block_at = np.zeros(2 * self.units + 2, np.uint32)
            self.object_at = np.zeros(2 * self.units + 2, np.uint32)
        for pc in range(self.units + 1):
            self.leader[pc] = 0
            self.object_at[pc] = 0
        self.objects = 0
        if not self.mark_branches() or not self.mark_tries(tries):
            return False
        self.number_blocks()
        self.assign_tries(tries)
        return True

    cdef int64_t length(self, int64_t pc) except -1:
        """Return the code units of the instruction or payload at pc."""
        cdef uint32_t first = self.unit(pc)
        if first == 0x0100 and pc + 2 <= self.units:
            return 4 + 2 * <int64_t>self.unit(pc + 1)
        if first == 0x0200 and pc + 2 <= self.units:
            return 2 + 4 * <int64_t>self.unit(pc + 1)
        if first == 0x0300 and pc + 4 <= self.units:
            return 4 + (<int64_t>self.unit(pc + 1) * u32(self.buffer, self.code + 2 * pc + 4) + 1) // 2
        return self.lengths[first & 0xFF]

    cdef int mark(self, int64_t pc) except -1:
        """Start a block at pc; a move-result stays with its call, where try ranges often end in between."""
        if 0 < pc < self.units and 0x0A <= (self.unit(pc) & 0xFF) <= 0x0C:
            pc += 1
        if 0 <= pc < self.units:
            self.leader[pc] = 1
        return 0

    cdef int64_t target(self, int64_t pc, uint32_t op) except? -0x7FFFFFFF:
        """Return where the goto or if at pc goes."""
        if op == 0x28:
            return pc + <int8_t>(self.unit(pc) >> 8)
        if op == 0x2A:
            return pc + <int32_t>u32(self.buffer, self.code + 2 * pc + 2)
        return pc + <int16_t>self.unit(pc + 1)

    cdef int64_t switch_targets(self, int64_t pc, int64_t *first) except -1:
        """Return how many targets the switch at pc has and the byte offset of the first one; 0 when its payload is malformed."""
        cdef int64_t payload = pc + <int32_t>u32(self.buffer, self.code + 2 * pc + 2)
        cdef int64_t count, skip
        if payload < 0 or payload + 4 > self.units:
            return 0
        count = self.unit(payload + 1)
        skip = 4 if self.unit(payload) == 0x0100 else 2 + 2 * count
        if self.unit(payload) != (0x0100 if (self.unit(pc) & 0xFF) == 0x2B else 0x0200) or payload + skip + 2 * count > self.units:
            return 0
        first[0] = self.code + 2 * (payload + skip)
        return count

    cdef bint mark_branches(self) except -1:
        cdef int64_t pc = 0, n, i, count, first = 0, targets = 0
        cdef uint32_t op
        self.leader[0] = 1
        while pc < self.units:
            op = self.unit(pc) & 0xFF
            n = self.length(pc)
            if pc + n > self.units:
                return False
            if 0x28 <= op <= 0x2A or 0x32 <= op <= 0x3D:
                self.mark(self.target(pc, op))
                self.mark(pc + n)
            elif op == 0x2B or op == 0x2C:
                count = self.switch_targets(pc, &first)
                targets += count
                if targets > 4 * self.units:
                    return False
                for i in range(count):
                    self.mark(pc + <int32_t>u32(self.buffer, first + 4 * i))
                self.mark(pc + n)
            elif 0x0E <= op <= 0x11 or op == 0x27:
                self.mark(pc + n)
            elif 0x22 <= op <= 0x25 and self.objects < MAX_OBJECTS:
                self.objects += 1
                self.object_at[pc] = <uint32_t>self.objects
            pc += n
        return True

    cdef bint mark_tries(self, int64_t tries) except -1:
        """Read the try items and their handlers; False when they are malformed."""
        cdef int64_t table = self.code + 2 * (self.units + (self.units & 1))
        cdef int64_t lists = table + 8 * tries, limit = self.end[self.dex]
        cdef int64_t i, j, o, first, used = 0, last = 0, count
        cdef uint32_t value = 0
        cdef uint8_t head
        if tries == 0:
            return True
        if lists > limit:
            return False
        if self.try_first.shape[0] < tries:
            self.try_first, self.try_last = np.zeros(2 * tries, np.uint32), np.zeros(2 * tries, np.uint32)
        for i in range(tries):
            first = u32(self.buffer, table + 8 * i)
            if first < last or first >= self.units:
                return False
            last = first + u16(self.buffer, table + 8 * i + 4)
            if last > self.units:
                return False
            self.mark(first)
            self.mark(last)
            o = lists + u16(self.buffer, table + 8 * i + 6)
            if o >= limit:
                return False
            head = self.buffer[o]
            if head & 0x80:
                return False  # more than 63 handlers: not what compilers write
            count = <int64_t>(head & 0x3F)
            if head & 0x40:
                count = 0x40 - count
            o += 1
            if used > 4 * self.units:
                return False
            self.try_first[i] = <uint32_t>used
            for j in range(count):
                o = uleb(self.buffer, uleb(self.buffer, o, limit, &value), limit, &value)
                used = self.add_handler(used, o, value)
            if head == 0 or head & 0x40:
                o = uleb(self.buffer, o, limit, &value)
                used = self.add_handler(used, o, value)
            if o < 0:
                return False
            self.try_last[i] = <uint32_t>used
        return True

    cdef int64_t add_handler(self, int64_t used, int64_t o, uint32_t pc) except -2:
        if o < 0 or pc >= self.units:
            return used
        if used == self.handlers.shape[0]:
            self.handlers = grown(self.handlers, 2 * used + 64)
        self.handlers[used] = pc
        self.leader[pc] = 1
        return used + 1

    cdef int number_blocks(self) except -1:
        cdef int64_t pc
        self.blocks = 0
        for pc in range(self.units):
            if self.leader[pc]:
                self.block_at[pc] = <uint32_t>self.blocks
                self.blocks += 1
        if self.block_pc.shape[0] < self.blocks:
            self.block_pc = np.zeros(2 * self.blocks, np.uint32)
            self.block_try = np.zeros(2 * self.blocks, np.int32)
            self.block_test = np.zeros(6 * self.blocks, np.uint32)
        for pc in range(self.units):
            if self.leader[pc]:
                self.block_pc[self.block_at[pc]] = <uint32_t>pc
        for pc in range(self.blocks):
            self.block_try[pc] = -1
            self.block_test[3 * pc + 1] = 0
        return 0

    cdef int assign_tries(self, int64_t tries) except -1:
        cdef int64_t table = self.code + 2 * (self.units + (self.units & 1))
        cdef int64_t i, pc, first
        for i in range(tries):
            first = u32(self.buffer, table + 8 * i)
            for pc in range(first, first + u16(self.buffer, table + 8 * i + 4)):
                if self.leader[pc]:
                    self.block_try[self.block_at[pc]] = <int32_t>i
        return 0
