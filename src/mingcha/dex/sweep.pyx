# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""One linear sweep over all code: calls, string constants, field and type references, resource ids, in order of definition and pc.

Linear as ART's verifier reads code: a method whose instructions do not tile its code item cannot run, so its sweep stops there.
"""

from libc.stdint cimport int64_t, uint8_t, uint32_t

from mingcha.dex.read cimport (
    BAD_CODE, BAD_INSTRUCTION, BAD_REFERENCE, CALL_SITES, CODE_BUDGET, FIELDS, METHODS, NONE, STRINGS, TYPES, UNKNOWN_OPCODE,
    WORK_CALLS, WORK_CODE, at, note, u16, u32,
)

ctypedef const uint8_t[::1] Buffer
ctypedef uint32_t[::1] Ids
ctypedef int64_t[::1] Offsets

# Kinds of opcodes, as in dex.opcodes.
cdef enum:
    PLAIN = 0
    CALL = 1
    STRING = 2
    JUMBO = 3
    FIELD = 4
    TYPE = 5
    NOP = 6
    CUSTOM = 7
    UNKNOWN = 8
    NUMBER = 9
    HIGH = 10

cdef enum:
    HEAD = 16  # bytes of a code item before its instructions
    APP_RESOURCES = 0x7F  # upper byte of the ids of an app's own resources


cdef inline int64_t payload(Buffer b, int64_t p, uint32_t word, int64_t left) except? -2 nogil:
    """Return the units of the switch or array payload at `p`, -1 when its head does not fit the `left` units."""
    cdef int64_t n
    if left < (4 if word == 0x0300 else 2):
        return -1
    n = u16(b, p + 2)
    if word == 0x0100:
        return 4 + 2 * n
    if word == 0x0200:
        return 2 + 4 * n
    return 4 + (<int64_t>u32(b, p + 4) * n + 1) // 2


cdef class Output:
    """Rows of one kind of reference: method, target, pc and, where there is more than one opcode, the opcode."""

    cdef Ids method, target, pc
    cdef uint8_t[::1] op
    cdef int64_t count

    def __init__(self, method, target, pc, op, count):
        self.method = method
        self.target = target
        self.pc = pc
        self.op = op
        self.count = count

    cdef inline int64_t room(self) noexcept nogil:
        return self.pc.shape[0] - self.count

    cdef inline int add(self, uint32_t method, uint32_t target, int64_t pc, int op) except -1 nogil:
        cdef int64_t row = self.count
        self.method[row] = method
        self.target[row] = target
        self.pc[row] = <uint32_t>pc
        self.op[row] = <uint8_t>op
        self.count = row + 1
        return 0


cdef class Sweep:
    """The sweep over all definitions; it stops where an output is full, and goes on when called again with larger ones."""

    cdef Buffer b
    cdef Offsets base, end, file
    cdef int64_t[:, ::1] tables, work
    cdef int64_t[:, :, ::1] log
    cdef const uint8_t[::1] length, kinds
    cdef Offsets strings_at, types_at, fields_at, methods_at, sites_at, site_start
    cdef Ids strings, types, fields, methods, site_method, def_method, def_dex, def_code
    cdef uint8_t[::1] site_op
    cdef Output calls, constants, field_refs, type_refs, resources
    cdef readonly int64_t instructions, code_bytes
    cdef readonly int64_t needed  # rows that the next definition may add to any output, when `run` stopped before it

    def __init__(self, dict a):
        self.b, self.base, self.end, self.file = a["buffer"], a["dex_base"], a["dex_end"], a["dex_file"]
        self.tables, self.work, self.log = a["tables"], a["work"], a["log"]
        self.length, self.kinds = a["opcode_length"], a["opcode_kind"]
        self.strings_at, self.types_at = a["string_map_offset"], a["type_map_offset"]
        self.fields_at, self.methods_at = a["field_map_offset"], a["method_map_offset"]
        self.strings, self.types, self.fields, self.methods = a["string_map"], a["type_map"], a["field_map"], a["method_map"]
        self.sites_at, self.site_start = a["call_site_offset"], a["call_site_start"]
        self.site_method, self.site_op = a["call_site_method"], a["call_site_op"]
        self.def_method, self.def_dex, self.def_code = a["def_method"], a["def_dex"], a["def_code"]

    def run(self, int64_t first, outputs):
        """Sweep from definition `first` on into `outputs`, five lists (method, target, pc, op, rows used) of arrays.

        Returns (next definition to sweep, rows used of each output); all is done when the next one is the number of definitions.
        """
        cdef int64_t d
        self.calls, self.constants, self.field_refs, self.type_refs, self.resources = (Output(*output) for output in outputs)
        with nogil:
            d = self.sweep(first)
        outputs = (self.calls, self.constants, self.field_refs, self.type_refs, self.resources)
        return d, tuple([(<Output>output).count for output in outputs])

    cdef int64_t sweep(self, int64_t first) except -1 nogil:
        cdef int64_t d, k, item, units, rows
        for d in range(first, self.def_method.shape[0]):
            if self.def_code[d] == 0:
                continue
            k = self.def_dex[d]
            item = self.base[k] + <int64_t>self.def_code[d]
            units = u32(self.b, item + 12) if item + HEAD <= self.end[k] else -1
            if units < 0 or item + HEAD + 2 * units > self.end[k]:
                note(self.log, k, BAD_CODE, d)
                continue
            if HEAD + 2 * units > self.work[self.file[k], WORK_CODE]:
                note(self.log, k, CODE_BUDGET, d)
                continue
            # A reference takes two units at least; invoke-custom may add rows up to its own budget.
            rows = units // 2 + 1 + self.work[self.file[k], WORK_CALLS]
            if min(self.calls.room(), self.constants.room(), self.field_refs.room(), self.type_refs.room(), self.resources.room()) < rows:
                self.needed = rows
                return d
            self.work[self.file[k], WORK_CODE] -= HEAD + 2 * units
            self.code_bytes += HEAD + 2 * units
            self.body(d, k, item + HEAD, units)
        return self.def_method.shape[0]

    cdef int body(self, int64_t d, int64_t k, int64_t p, int64_t units) except -1 nogil:
        """Read the instructions of definition d, which fill `units` units at p of the buffer."""
        cdef int64_t pc = 0, step
        cdef uint32_t word
        cdef int op, kind
        while pc < units:
            word = u16(self.b, p + 2 * pc)
            op = word & 0xFF
            kind = self.kinds[op]
            step = self.length[op]
            if kind == NOP and 0 < word <= 0x0300:
                step = payload(self.b, p + 2 * pc, word, units - pc)
            elif kind == UNKNOWN:
                note(self.log, k, UNKNOWN_OPCODE, d)
                break
            if step < 0 or pc + step > units:
                note(self.log, k, BAD_INSTRUCTION, d)
                break
            self.instructions += 1
            if kind != PLAIN and kind != NOP and not self.refer(d, k, p + 2 * pc, pc, op, kind):
                note(self.log, k, BAD_REFERENCE, d)
            pc += step
        return 0

    cdef bint refer(self, int64_t d, int64_t k, int64_t p, int64_t pc, int op, int kind) except -1 nogil:
        """Add the rows of the instruction at p of the buffer; return False when what it refers to is malformed."""
        cdef uint32_t method = self.def_method[d], x = u16(self.b, p + 2), target
        if kind == CALL:
            target = at(self.methods, self.methods_at[k], self.tables[k, METHODS], x)
            if target != NONE:
                self.calls.add(method, target, pc, op)
        elif kind == FIELD:
            target = at(self.fields, self.fields_at[k], self.tables[k, FIELDS], x)
            if target != NONE:
                self.field_refs.add(method, target, pc, op)
        elif kind == TYPE:
            target = at(self.types, self.types_at[k], self.tables[k, TYPES], x)
            if target != NONE:
                self.type_refs.add(method, target, pc, op)
        elif kind == CUSTOM:
            return self.refer_site(d, k, pc, x)
        elif kind == NUMBER or kind == HIGH:
            target = u32(self.b, p + 2) if kind == NUMBER else x << 16
            if target >> 24 == APP_RESOURCES:
                self.resources.add(method, target, pc, op)
            return True
        else:
            if kind == JUMBO:
                x = u32(self.b, p + 2)
            target = at(self.strings, self.strings_at[k], self.tables[k, STRINGS], x)
            if target != NONE:
                self.constants.add(method, target, pc, op)
        return target != NONE

    cdef bint refer_site(self, int64_t d, int64_t k, int64_t pc, uint32_t x) except -1 nogil:
        """Add the methods behind call site x of dex k."""
        cdef int64_t first, last, s
        if x >= self.tables[k, CALL_SITES]:
            return False
        first = self.site_start[self.sites_at[k] + x]
        last = self.site_start[self.sites_at[k] + x + 1]
        if last - first > self.work[self.file[k], WORK_CALLS]:
            note(self.log, k, CODE_BUDGET, d)
            return True
        self.work[self.file[k], WORK_CALLS] -= last - first
        for s in range(first, last):
            self.calls.add(self.def_method[d], self.site_method[s], pc, self.site_op[s])
        return True
