# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""What registers hold: forward constant propagation over single methods, to a fixed point, within a work budget.

Where a few paths disagree a value is one of theirs, where many do it is UNKNOWN. Objects that a method itself allocates also have a content (the text of a string
builder, the elements of an array, the constructor call), which is lost as soon as the object is handed to code that may change it.
Handlers of exceptions see the join of all states inside their try range.
"""

import numpy as np

from libc.stdint cimport int8_t, int16_t, int32_t, int64_t, uint8_t, uint32_t, uint64_t

from mingcha.dex.blocks cimport Blocks
from mingcha.dex.nodes import grown
from mingcha.dex.nodes cimport (
    ARRAY, BLANK, CALL, CALLS, CHAR, CLASS, EITHER, ELEMENT, EMPTY, FIELD, FLAG, INSTANCE, INT, JOINED, LISTED, PARAMETER, SHARED, STORE,
    STRING, UNKNOWN, WIDE, Nodes,
)
from mingcha.dex.read cimport NONE, row_at, u32

# What a called method does to objects it gets.
cdef enum:
    ORDINARY = 0
    BUILD = 1  # starts an empty text
    BUILD_TEXT = 2
    APPEND_TEXT = 3
    APPEND_CHAR = 4
    APPEND_FLAG = 5
    APPEND_INT = 6
    APPEND_OTHER = 7
    TO_STRING = 8
    HARMLESS = 9  # changes nothing and keeps nothing
    LIST = 10  # starts an empty collection
    LIST_ADD = 11

ROLES = {
    "ORDINARY": ORDINARY,
    "BUILD": BUILD, "BUILD_TEXT": BUILD_TEXT, "APPEND_TEXT": APPEND_TEXT, "APPEND_CHAR": APPEND_CHAR, "APPEND_FLAG": APPEND_FLAG,
    "APPEND_INT": APPEND_INT, "APPEND_OTHER": APPEND_OTHER, "TO_STRING": TO_STRING, "HARMLESS": HARMLESS,
    "LIST": LIST, "LIST_ADD": LIST_ADD,
}

cdef enum:
    OBJECT = 0x80000000  # registers only: object OBJECT + k of this method, whose content is in cell `registers + k`
    MAX_ARRAY = 256
    MAX_CELLS = 0x400000  # of all block states of one method
    MAX_LOG = 4096
    MAX_CHOICES = 8
    STATIC = 8

# Default effect of an opcode: the register it writes with an unknown value.
cdef enum:
    NO_WRITE = 0
    WRITE_8 = 1
    WRITE_8_WIDE = 2
    WRITE_4 = 3
    WRITE_4_WIDE = 4


def _table(default, rows):
    out = bytearray([default] * 256)
    for first, last, value in rows:
        for op in range(first, last + 1):
            out[op] = value
    return bytes(out)


_EFFECTS = _table(NO_WRITE, [
    (0x0D, 0x0D, WRITE_8), (0x20, 0x21, WRITE_4), (0x2D, 0x31, WRITE_8), (0x44, 0x4A, WRITE_8), (0x45, 0x45, WRITE_8_WIDE),
    (0x7B, 0x8F, WRITE_4), (0x7D, 0x7E, WRITE_4_WIDE), (0x80, 0x81, WRITE_4_WIDE), (0x83, 0x83, WRITE_4_WIDE),
    (0x86, 0x86, WRITE_4_WIDE), (0x88, 0x89, WRITE_4_WIDE), (0x8B, 0x8B, WRITE_4_WIDE), (0x90, 0x9A, WRITE_8),
    (0x9B, 0xA5, WRITE_8_WIDE), (0xA6, 0xAA, WRITE_8), (0xAB, 0xAF, WRITE_8_WIDE), (0xB0, 0xBA, WRITE_4),
    (0xBB, 0xC5, WRITE_4_WIDE), (0xC6, 0xCA, WRITE_4), (0xCB, 0xCF, WRITE_4_WIDE), (0xD0, 0xD7, WRITE_4), (0xD8, 0xE2, WRITE_8),
    (0xFE, 0xFF, WRITE_8),
])

ctypedef const uint32_t[::1] Ids
ctypedef const int64_t[::1] Offsets


cdef class Registers(Blocks):
    """Analyses methods of one program on demand; results stay. `budget` bounds the instructions visited in all."""

    cdef readonly Nodes nodes
    cdef readonly int64_t budget
    cdef readonly int64_t abandoned  # methods that were not analysed because they are malformed or too much work
    # the program
    cdef const uint8_t[::1] effects, roles
    cdef Offsets string_at, type_at, field_at, method_at, string_offset, proto_offset
    cdef Ids string_map, type_map, field_map, method_map, type_string, proto_types, method_proto, method_name
    cdef Ids def_method, def_flags, method_def, call_caller, call_pc, field_caller, field_pc
    cdef uint32_t init_name
    # results
    cdef uint8_t[::1] done
    cdef uint32_t[::1] arguments_at  # by call row: 1 + place in `pool` of the count, then the nodes; 0 is not known
    cdef uint32_t[::1] stored  # by field row: node
    cdef uint32_t[::1] returned  # by definition: node; NONE is never
    cdef uint32_t[::1] pool
    cdef int64_t pool_used
    # the method at hand: a state is a row of cells, its registers and then the contents of its objects
    cdef int64_t width, block, calls_first, calls_last, fields_first, fields_last, log_used, steps
    cdef bint again, logging
    cdef uint8_t[::1] seen, dirty  # by block
    cdef uint32_t[::1] states, state, log_cell, log_value, object_type
    cdef uint32_t[256] operands

    def __init__(self, program, roles, init_name, int64_t budget):
        """Take a Program, one role of ROLES per method id, and the string id of `<init>` (or NONE)."""
        Blocks.__init__(self, program)
        self.nodes = Nodes()
        self.budget = budget
        self.abandoned = 0
        self.effects, self.roles = _EFFECTS, roles
        self.string_map, self.string_at = program.string_map, program.string_map_offset
        self.type_map, self.type_at = program.type_map, program.type_map_offset
        self.field_map, self.field_at = program.field_map, program.field_map_offset
        self.method_map, self.method_at = program.method_map, program.method_map_offset
        self.string_offset, self.type_string = program.string_offset, program.type_string
        self.proto_offset, self.proto_types = program.proto_offset, program.proto_types
        self.method_proto, self.method_name, self.method_def = program.method_proto, program.method_name, program.method_def
        self.def_method, self.def_flags = program.def_method, program.def_flags
        self.call_caller, self.call_pc = program.call_caller, program.call_pc
        self.field_caller, self.field_pc = program.field_ref_method, program.field_ref_pc
        self.init_name = init_name
        self.done = np.zeros(self.def_method.shape[0], np.uint8)
        self.arguments_at = np.zeros(self.call_caller.shape[0], np.uint32)
        self.stored = np.zeros(self.field_caller.shape[0], np.uint32)
        self.returned = np.full(self.def_method.shape[0], 0xFFFFFFFF, np.uint32)
        self.pool = np.zeros(1 << 16, np.uint32)
        self.pool_used = 0
        self.seen, self.dirty = np.zeros(1, np.uint8), np.zeros(1, np.uint8)
        self.states, self.state = np.zeros(1, np.uint32), np.zeros(1, np.uint32)
        self.log_cell, self.log_value = np.zeros(MAX_LOG, np.uint32), np.zeros(MAX_LOG, np.uint32)
        self.object_type = np.zeros(64, np.uint32)

    def arguments(self, int64_t row):
        """Return the values of the arguments at a call row, receiver first, one per parameter; None when not analysed."""
        cdef int64_t at = self.arguments_at[row]
        cdef int64_t i
        if at == 0:
            return None
        return tuple([self.pool[i] for i in range(at, at + self.pool[at - 1])])

    def stored_value(self, int64_t row):
        """Return the value that the field access at a row of the field references writes; UNKNOWN for reads."""
        return self.stored[row]

    def returned_value(self, int64_t definition):
        """Return the value that a method returns on all its paths, UNKNOWN when they differ or it returns nothing."""
        return 0 if self.returned[definition] == NONE else self.returned[definition]

    def analyse(self, int64_t definition):
        """Analyse a method, once; tell whether its values are known."""
        if self.done[definition] == 0:
            self.done[definition] = 2
            if self.def_code[definition] != 0 and self.budget > 0:
                if self.divide(definition) and self.prepare() and self.flow():
                    self.done[definition] = 1
                    self.keep_tests()
                else:
                    self.abandoned += 1
        return self.done[definition] == 1

    cdef bint prepare(self) except -1:
        """Make room for the states of all blocks; False when they are too many."""
        cdef int64_t cells, i
        self.width = self.registers + self.objects
        cells = self.blocks * self.width
        if cells > MAX_CELLS:
            return False
        if self.states.shape[0] < cells:
            self.states = np.zeros(2 * cells, np.uint32)
        if self.state.shape[0] < self.width:
            self.state = np.zeros(2 * self.width, np.uint32)
        if self.seen.shape[0] < self.blocks:
            self.seen, self.dirty = np.zeros(2 * self.blocks, np.uint8), np.zeros(2 * self.blocks, np.uint8)
        for i in range(self.blocks):
            self.seen[i] = self.dirty[i] = 0
        self.calls_first = self.first_row(self.call_caller)
        self.calls_last = self.last_row(self.call_caller, self.calls_first)
        self.fields_first = self.first_row(self.field_caller)
        self.fields_last = self.last_row(self.field_caller, self.fields_first)
        self.set_parameters()
        return True

    cdef int64_t first_row(self, Ids caller) except -1:
        """Return the first row that belongs to this method or a later one; rows are in order of definition."""
        cdef int64_t low = 0, high = caller.shape[0], middle
        while low < high:
            middle = (low + high) // 2
            if <int64_t>self.method_def[caller[middle]] < self.definition:
                low = middle + 1
            else:
                high = middle
        return low

    cdef int64_t last_row(self, Ids caller, int64_t row) except -1:
        """Return the end of this method's rows, which start at `row`."""
        cdef uint32_t method = self.def_method[self.definition]
        while row < caller.shape[0] and caller[row] == method:
            row += 1
        return row

    cdef inline bint is_wide(self, uint32_t type_) except -1:
        """Tell whether values of a type take two registers (J or D)."""
        cdef uint8_t first
        if type_ == NONE:
            return False
        first = self.buffer[self.string_offset[self.type_string[type_]]]
        return first == c"J" or first == c"D"

    cdef int set_parameters(self) except -1:
        """Make the state on entry."""
        cdef int64_t r = self.registers - self.ins, i, index = 0, last
        cdef uint32_t proto = self.method_proto[self.def_method[self.definition]]
        for i in range(self.width):
            self.states[i] = UNKNOWN if i < self.registers else SHARED
        if not self.def_flags[self.definition] & STATIC and r < self.registers:
            self.states[r] = self.nodes.make(PARAMETER, <uint32_t>self.definition, 0, 0)
            r += 1
            index = 1
        last = self.proto_offset[proto + 1]
        for i in range(self.proto_offset[proto] + 1, last):
            if r >= self.registers:
                break
            self.states[r] = self.nodes.make(PARAMETER, <uint32_t>self.definition, <uint32_t>index, 0)
            index += 1
            r += 2 if self.is_wide(self.proto_types[i]) else 1
        self.seen[0] = self.dirty[0] = 1
        return 0

    cdef bint flow(self) except -1:
        """Visit blocks until nothing changes; False, with everything forgotten, when that is too much work."""
        cdef int64_t i, allowed = 64 * self.units + 2 * self.blocks * self.width + 4096
        self.steps = allowed
        self.again = True
        while self.again:
            self.again = False
            for i in range(self.blocks):
                if self.dirty[i]:
                    self.dirty[i] = 0
                    self.visit(i)
                    if self.steps < 0:
                        self.forget()
                        self.budget -= allowed
                        return False
        self.budget -= allowed - self.steps
        return True

    cdef int forget(self) except -1:
        cdef int64_t row, at, i
        for row in range(self.calls_first, self.calls_last):
            at = self.arguments_at[row]
            if at:
                for i in range(at, at + self.pool[at - 1]):
                    self.pool[i] = UNKNOWN
        for row in range(self.fields_first, self.fields_last):
            self.stored[row] = UNKNOWN
        self.returned[self.definition] = UNKNOWN
        return 0

    cdef uint32_t join(self, uint32_t old, uint32_t new, bint content) except? 0xFFFFFFFE:
        """Return what holds when either value may be there: both, up to MAX_CHOICES; of contents only collections are kept apart."""
        if old == new:
            return old
        if content:
            return self.nodes.join_lists(old, new) if self.nodes.kind_of(old) == LISTED and self.nodes.kind_of(new) == LISTED else SHARED
        if old == UNKNOWN or new == UNKNOWN or old >= OBJECT or new >= OBJECT:
            return UNKNOWN
        return self.nodes.either(old, new, MAX_CHOICES)

    cdef inline bint is_null(self, uint32_t value) except -1:
        return value < CALLS and self.nodes.kind[value] == INT and self.nodes.a[value] == 0

    cdef int enter(self, int64_t pc) except -1:
        """Join the current state into that of the block at pc."""
        cdef int64_t block, at, i
        cdef uint32_t merged, old, new
        if pc < 0 or pc >= self.units or not self.leader[pc]:
            return 0
        self.steps -= 1 + self.width // 8
        block = self.block_at[pc]
        at = block * self.width
        if not self.seen[block]:
            self.seen[block] = 1
            for i in range(self.width):
                self.states[at + i] = self.state[i]
            self.touch(block)
            return 0
        for i in range(self.width):
            old, new = self.states[at + i], self.state[i]
            if old != new:
                if old >= OBJECT and i < self.registers:
                    old = self.settled(old, self.states[at + self.registers + old - OBJECT])
                if new >= OBJECT and i < self.registers:
                    new = self.settled(new, self.state[self.registers + new - OBJECT])
                merged = self.join(old, new, i >= self.registers)
                if merged != self.states[at + i]:
                    self.states[at + i] = merged
                    self.touch(block)
        return 0

    cdef uint32_t settled(self, uint32_t object_, uint32_t content) except? 0xFFFFFFFE:
        """Return an object that other paths have another one for: what was made so far, UNKNOWN while it is a text in the making."""
        cdef uint32_t kind = self.nodes.kind_of(content)
        if kind != STORE and kind != LISTED and kind != CALL:
            return UNKNOWN
        return self.nodes.make(INSTANCE, self.object_type[object_ - OBJECT], content, 0)

    cdef inline int touch(self, int64_t block) except -1:
        self.dirty[block] = 1
        self.again = True
        return 0

    cdef int tell_handlers(self, int64_t block) except -1:
        """Join what was written inside a try range into the states of its handlers."""
        cdef int64_t i, j, at, t = self.block_try[block], handler
        cdef uint32_t merged
        for j in range(self.try_first[t], self.try_last[t]):
            handler = self.block_at[self.handlers[j]]
            at = handler * self.width
            self.steps -= 1 + self.log_used // 8
            for i in range(self.log_used):
                merged = self.join(
                    self.states[at + self.log_cell[i]], self.log_value[i], self.log_cell[i] >= self.registers
                )
                if merged != self.states[at + self.log_cell[i]]:
                    self.states[at + self.log_cell[i]] = merged
                    self.touch(handler)
        self.log_used = 0
        return 0

    cdef inline uint32_t get(self, int64_t register) except? 0xFFFFFFFE:
        return self.state[register] if register < self.registers else UNKNOWN

    cdef inline int put(self, int64_t cell, uint32_t value) except -1:
        if cell >= self.width:
            return 0
        self.state[cell] = value
        if self.logging:
            if self.log_used == MAX_LOG:
                self.tell_handlers(self.block)
            self.log_cell[self.log_used] = <uint32_t>cell
            self.log_value[self.log_used] = value
            self.log_used += 1
        return 0

    cdef inline int put_register(self, int64_t register, uint32_t value) except -1:
        return self.put(register, value) if register < self.registers else 0

    cdef inline int put_wide(self, int64_t register, uint32_t value) except -1:
        self.put_register(register, value)
        return self.put_register(register + 1, UNKNOWN)

    cdef int visit(self, int64_t block) except -1:
        """Run one block from its state on entry, until it ends or no steps are left."""
        cdef int64_t pc = self.block_pc[block], i, j, at = block * self.width, n
        cdef uint32_t op, result = UNKNOWN, pending = UNKNOWN
        for i in range(self.width):
            self.state[i] = self.states[at + i]
        self.block = block
        self.logging = self.block_try[block] >= 0
        self.log_used = 0
        if self.logging:
            for j in range(self.try_first[self.block_try[block]], self.try_last[self.block_try[block]]):
                self.enter(self.handlers[j])
        while True:
            self.steps -= 1
            if self.steps < 0:
                return 0
            op = self.unit(pc) & 0xFF
            n = self.length(pc)
            if pc + n > self.units:
                break
            result = pending
            pending = UNKNOWN
            if 0x0E <= op <= 0x11:
                self.leave(pc, op)
                break
            if op == 0x27:
                break
            if 0x28 <= op <= 0x2C or 0x32 <= op <= 0x3D:
                self.branch(pc, op)
                if op <= 0x2A:
                    break
            else:
                pending = self.execute(pc, op, result)
            pc += n
            if pc >= self.units:
                break
            if self.leader[pc]:
                self.enter(pc)
                break
        if self.logging:
            self.tell_handlers(block)
        return 0

    cdef int note_test(self, int64_t pc, uint32_t op) except -1:
        """Keep the values that the branch at the end of the block compares; those of the last visit hold for all."""
        cdef uint32_t first = self.unit(pc), left, right
        if 0x32 <= op <= 0x37:
            left, right = self.snapshot(self.get((first >> 8) & 15)), self.snapshot(self.get(first >> 12))
        else:
            left, right = self.snapshot(self.get(first >> 8)), self.nodes.make(INT, 0, 0, 0)
        self.set_test(self.block, pc, 0 if right == UNKNOWN else left, right)
        return 0

    cdef int branch(self, int64_t pc, uint32_t op) except -1:
        cdef int64_t i, count, first = 0
        if op >= 0x2B:
            self.note_test(pc, op)
        if op == 0x2B or op == 0x2C:
            count = self.switch_targets(pc, &first)
            for i in range(count):
                self.enter(pc + <int32_t>u32(self.buffer, first + 4 * i))
        else:
            self.enter(self.target(pc, op))
        return 0

    cdef int leave(self, int64_t pc, uint32_t op) except -1:
        cdef uint32_t value = UNKNOWN
        if op != 0x0E:
            value = self.hand_over(self.get(self.unit(pc) >> 8))
        if self.returned[self.definition] == NONE:
            self.returned[self.definition] = value
        else:
            self.returned[self.definition] = self.join(self.returned[self.definition], value, False)
        return 0

    cdef uint32_t snapshot(self, uint32_t value) except? 0xFFFFFFFE:
        """Return a value that still holds later: an object becomes its exact type and present content."""
        cdef uint32_t content
        if value < OBJECT:
            return value
        content = self.state[self.registers + value - OBJECT]
        return self.nodes.make(INSTANCE, self.object_type[value - OBJECT], UNKNOWN if content == SHARED or content == BLANK else content, 0)

    cdef uint32_t hand_over(self, uint32_t value) except? 0xFFFFFFFE:
        """Return the snapshot of a value that other code gets; texts and elements are not known from then on."""
        cdef uint32_t taken = self.snapshot(value)
        cdef int64_t cell
        if value >= OBJECT:
            cell = self.registers + value - OBJECT
            if self.state[cell] < CALLS:
                self.put(cell, SHARED)
        return taken

    cdef uint32_t execute(self, int64_t pc, uint32_t op, uint32_t result) except? 0xFFFFFFFE:
        """Apply an instruction that stays in the block; return what a following move-result gets."""
        cdef uint32_t first = self.unit(pc), a8 = first >> 8, a4 = (first >> 8) & 15, b4 = first >> 12
        if op == 0x01 or op == 0x07:
            self.put_register(a4, self.get(b4))
        elif op == 0x02 or op == 0x08:
            self.put_register(a8, self.get(self.unit(pc + 1)))
        elif op == 0x03 or op == 0x09:
            self.put_register(self.unit(pc + 1), self.get(self.unit(pc + 2)))
        elif op == 0x04:
            self.put_wide(a4, self.get(b4))
        elif op == 0x05:
            self.put_wide(a8, self.get(self.unit(pc + 1)))
        elif op == 0x06:
            self.put_wide(self.unit(pc + 1), self.get(self.unit(pc + 2)))
        elif op == 0x0A or op == 0x0C:
            self.put_register(a8, result)
        elif op == 0x0B:
            self.put_wide(a8, result)
        elif 0x12 <= op <= 0x1C:
            self.load_constant(pc, op, a8)
        elif 0x22 <= op <= 0x25:
            return self.allocate(pc, op)
        elif op == 0x26:
            self.spoil(self.get(a8))
        elif op == 0x46:
            self.load_element(pc, a8)
        elif 0x4B <= op <= 0x51:
            self.store_element(pc, op)
        elif 0x52 <= op <= 0x58:
            self.load_field(a4, pc, op == 0x53)
        elif 0x60 <= op <= 0x66:
            self.load_field(a8, pc, op == 0x61)
        elif 0x59 <= op <= 0x5F:
            self.store_field(pc, self.hand_over(self.get(a4)))
        elif 0x67 <= op <= 0x6D:
            self.store_field(pc, self.hand_over(self.get(a8)))
        elif 0x6E <= op <= 0x72 or 0x74 <= op <= 0x78 or 0xFA <= op <= 0xFD:
            return self.invoke(pc, op)
        elif self.effects[op] == WRITE_8:
            self.put_register(a8, UNKNOWN)
        elif self.effects[op] == WRITE_8_WIDE:
            self.put_wide(a8, UNKNOWN)
        elif self.effects[op] == WRITE_4:
            self.put_register(a4, UNKNOWN)
        elif self.effects[op] == WRITE_4_WIDE:
            self.put_wide(a4, UNKNOWN)
        return UNKNOWN

    cdef inline uint32_t mapped(self, Ids ids, Offsets start, uint32_t index) except? 0xFFFFFFFE:
        """Return the program's id for an index of this dex, NONE when out of range."""
        cdef int64_t at = start[self.dex] + index
        return ids[at] if at < start[self.dex + 1] else NONE

    cdef int load_constant(self, int64_t pc, uint32_t op, uint32_t a8) except -1:
        cdef uint32_t low = self.unit(pc + 1) if op != 0x12 else 0
        cdef uint32_t value = UNKNOWN
        cdef int64_t wide
        if op == 0x12:
            value = <uint32_t>(<int32_t>(<int8_t>a8) >> 4)
            self.put_register(a8 & 15, self.nodes.make(INT, value, 0, 0))
        elif op <= 0x15:
            value = <uint32_t><int32_t><int16_t>low if op == 0x13 else low << 16
            if op == 0x14:
                value = u32(self.buffer, self.code + 2 * pc + 2)
            self.put_register(a8, self.nodes.make(INT, value, 0, 0))
        elif op <= 0x19:
            if op == 0x18:
                value = u32(self.buffer, self.code + 2 * pc + 6)
                low = u32(self.buffer, self.code + 2 * pc + 2)
            else:
                wide = <int16_t>low if op == 0x16 else <int32_t>u32(self.buffer, self.code + 2 * pc + 2)
                if op == 0x19:
                    wide = <int64_t>(<uint64_t>low << 48)
                value = <uint32_t>(<uint64_t>wide >> 32)
                low = <uint32_t>wide
            self.put_wide(a8, self.nodes.make(WIDE, low, value, 0))
        elif op == 0x1C:
            value = self.mapped(self.type_map, self.type_at, low)
            self.put_register(a8, UNKNOWN if value == NONE else self.nodes.make(CLASS, value, 0, 0))
        else:
            if op == 0x1B:
                low = u32(self.buffer, self.code + 2 * pc + 2)
            value = self.mapped(self.string_map, self.string_at, low)
            self.put_register(a8, UNKNOWN if value == NONE else self.nodes.make(STRING, value, 0, 0))
        return 0

    cdef uint32_t allocate(self, int64_t pc, uint32_t op) except? 0xFFFFFFFE:
        """Apply new-instance, new-array or filled-new-array; return the pending result of the last."""
        cdef uint32_t first = self.unit(pc), content = BLANK, size, value, object_
        cdef uint32_t type_ = self.mapped(self.type_map, self.type_at, self.unit(pc + 1))
        cdef int64_t i, count
        if op == 0x22:
            return self.place(pc, first >> 8, type_, BLANK)
        if op == 0x23:
            size = self.get(first >> 12)
            content = SHARED
            if size < CALLS and self.nodes.kind[size] == INT and self.nodes.a[size] <= MAX_ARRAY:
                content = self.nodes.make(ARRAY, self.nodes.a[size], type_, 0)
            return self.place(pc, (first >> 8) & 15, type_, content)
        count = self.read_operands(pc, op == 0x25)
        content = self.nodes.make(ARRAY, <uint32_t>count, type_, 0)
        for i in range(count):
            value = self.hand_over(self.get(self.operands[i]))
            content = self.nodes.make(STORE, content, <uint32_t>i, value)
        return self.place(pc, self.registers, type_, content)

    cdef uint32_t place(self, int64_t pc, int64_t register, uint32_t type_, uint32_t content) except? 0xFFFFFFFE:
        """Put a new object of the allocation at pc into a register and return it; older objects of this place lose their identity."""
        cdef int64_t k = <int64_t>self.object_at[pc] - 1, i
        cdef uint32_t value = UNKNOWN
        if type_ == NONE:
            k = -1
        elif k < 0:
            value = self.nodes.make(INSTANCE, type_, UNKNOWN, 0)
        if k >= 0:
            value = <uint32_t>(OBJECT + k)
            self.object_type[k] = type_
            self.steps -= self.registers // 8
            for i in range(self.registers):
                if self.state[i] == value:
                    self.put(i, self.nodes.make(INSTANCE, type_, UNKNOWN, 0))
            self.put(self.registers + k, content)
        self.put_register(register, value)
        return value

    cdef int64_t read_operands(self, int64_t pc, bint range_) except -1:
        """Fill `operands` with the argument registers of an invoke or filled-new-array; return how many (at most 255)."""
        cdef uint32_t first = self.unit(pc), listed = self.unit(pc + 2)
        cdef int64_t count, i
        if range_:
            count = first >> 8
            for i in range(count):
                self.operands[i] = listed + <uint32_t>i
            return count
        count = min(<int64_t>(first >> 12), 5)
        for i in range(4):
            self.operands[i] = (listed >> (4 * i)) & 15
        self.operands[4] = (first >> 8) & 15
        return count

    cdef int spoil(self, uint32_t value) except -1:
        if value >= OBJECT:
            self.put(self.registers + value - OBJECT, SHARED)
        return 0

    cdef int load_element(self, int64_t pc, uint32_t register) except -1:
        """Apply aget-object."""
        cdef uint32_t places = self.unit(pc + 1)
        cdef uint32_t array = self.snapshot(self.get(places & 0xFF)), index = self.get(places >> 8)
        return self.put_register(
            register, UNKNOWN if array == UNKNOWN else self.nodes.make(ELEMENT, array, index if index < OBJECT else UNKNOWN, 0)
        )

    cdef int store_element(self, int64_t pc, uint32_t op) except -1:
        cdef uint32_t value = self.hand_over(self.get(self.unit(pc) >> 8)), places = self.unit(pc + 1)
        cdef uint32_t array = self.get(places & 0xFF), index = self.get(places >> 8), content, root
        if array < OBJECT:
            return 0
        content = root = self.state[self.registers + array - OBJECT]
        if (op == 0x4B or op == 0x4D) and index < CALLS and self.nodes.kind[index] == INT:
            while self.nodes.kind_of(root) == STORE:
                root = self.nodes.a[root]
                self.steps -= 1
            if self.nodes.kind_of(root) == ARRAY and self.nodes.a[index] < self.nodes.a[root]:
                self.put(self.registers + array - OBJECT, self.nodes.make(STORE, content, self.nodes.a[index], value))
                return 0
        return self.spoil(array)

    cdef int load_field(self, uint32_t register, int64_t pc, bint wide) except -1:
        cdef uint32_t field = self.mapped(self.field_map, self.field_at, self.unit(pc + 1))
        cdef uint32_t value = UNKNOWN if field == NONE else self.nodes.make(FIELD, field, 0, 0)
        return self.put_wide(register, value) if wide else self.put_register(register, value)

    cdef int store_field(self, int64_t pc, uint32_t value) except -1:
        cdef int64_t row = row_at(self.field_pc, self.fields_first, self.fields_last, pc)
        if row >= 0:
            self.stored[row] = value
        return 0

    cdef uint32_t invoke(self, int64_t pc, uint32_t op) except? 0xFFFFFFFE:
        """Record the arguments of a call, apply what it does to objects, and return its result."""
        cdef int64_t count = self.read_operands(pc, 0x74 <= op <= 0x78 or op == 0xFB or op == 0xFD), i
        cdef int64_t row = row_at(self.call_pc, self.calls_first, self.calls_last, pc)
        cdef uint32_t method = NONE, receiver = UNKNOWN, role = ORDINARY
        if op < 0xFC:
            method = self.mapped(self.method_map, self.method_at, self.unit(pc + 1))
        if method == NONE or row < 0 or op >= 0xFA:
            for i in range(count):
                self.hand_over(self.get(self.operands[i]))
            return UNKNOWN
        self.record(row, method, count, op == 0x71 or op == 0x77)
        role = self.roles[method]
        if count and op != 0x71 and op != 0x77:
            receiver = self.get(self.operands[0])
        if role == HARMLESS:
            return CALLS + <uint32_t>row
        if role >= LIST:
            if receiver >= OBJECT and self.collect(receiver, role, self.get(self.operands[1]) if count > 1 else UNKNOWN):
                return UNKNOWN
        elif role != ORDINARY and receiver >= OBJECT:
            return self.build(receiver, role, self.get(self.operands[1]) if count > 1 else UNKNOWN)
        for i in range(count):
            self.hand_over(self.get(self.operands[i]))
        if receiver >= OBJECT and self.method_name[method] == self.init_name:
            self.put(self.registers + receiver - OBJECT, CALLS + <uint32_t>row)
        return CALLS + <uint32_t>row

    cdef uint32_t build(self, uint32_t builder, uint32_t role, uint32_t value) except? 0xFFFFFFFE:
        """Apply a call on a string builder of this method; return the call's result."""
        cdef int64_t cell = self.registers + builder - OBJECT
        cdef uint32_t content = EMPTY if role == BUILD or role == BUILD_TEXT else self.state[cell], part = UNKNOWN
        cdef bint known = self.nodes.kind_of(content) == JOINED or content == EMPTY
        if role == TO_STRING:
            return content if known else UNKNOWN
        if role == APPEND_TEXT or role == BUILD_TEXT:
            part = self.hand_over(value)
            if self.is_null(part):
                part = UNKNOWN
        elif value < OBJECT and (role == APPEND_CHAR or role == APPEND_FLAG):
            part = self.nodes.make(CHAR if role == APPEND_CHAR else FLAG, value, 0, 0)
        elif value < OBJECT and role == APPEND_INT:
            part = value
        if role != BUILD and known:
            content = self.nodes.make(JOINED, content, part, 0)
        self.put(cell, content if known else SHARED)
        return builder

    cdef bint collect(self, uint32_t list_, uint32_t role, uint32_t value) except -1:
        """Apply a call on a collection of this method; tell whether it was one that is followed."""
        cdef int64_t cell = self.registers + list_ - OBJECT
        cdef uint32_t content = self.state[cell], item
        if role == LIST:
            self.put(cell, self.nodes.make(LISTED, EMPTY, 0, 0))
            return True
        if self.nodes.kind_of(content) != LISTED:
            return False
        item = self.hand_over(value)
        item = self.nodes.make(LISTED, EMPTY if item == UNKNOWN else item, 1 if item == UNKNOWN else 0, 0)
        self.put(cell, self.nodes.join_lists(content, item))
        return True

    cdef int record(self, int64_t row, uint32_t method, int64_t count, bint static_) except -1:
        """Write the values of the arguments, one per parameter, behind the row."""
        cdef uint32_t proto = self.method_proto[method]
        cdef int64_t first = self.proto_offset[proto] + 1, last = self.proto_offset[proto + 1], i, at, operand = 0
        cdef int64_t size = last - first + (0 if static_ else 1)
        at = self.arguments_at[row]
        if at == 0:
            if self.pool_used + size + 1 > self.pool.shape[0]:
                self.pool = grown(self.pool, 2 * self.pool.shape[0] + size)
            at = self.pool_used + 1
            self.arguments_at[row] = <uint32_t>at
            self.pool[at - 1] = <uint32_t>size
            self.pool_used += size + 1
        if not static_:
            self.pool[at] = self.snapshot(self.get(self.operands[0])) if count else UNKNOWN
            operand = 1
            at += 1
        for i in range(first, last):
            self.pool[at] = self.snapshot(self.get(self.operands[operand])) if operand < count else UNKNOWN
            at += 1
            operand += 2 if self.is_wide(self.proto_types[i]) else 1
        return 0
