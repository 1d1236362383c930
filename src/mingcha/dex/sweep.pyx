# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True, show_performance_hints=False
"""One linear sweep over all code: calls, string constants, field and type references, in order of definition and pc.

Linear as ART's verifier reads code: a method whose instructions do not tile its code item cannot run, so its sweep stops there.
"""

from libc.stdint cimport int64_t, uint8_t, uint32_t

from mingcha.dex.read cimport (
    BAD_CODE, BAD_INSTRUCTION, BAD_REFERENCE, CALL_SITES, CODE_BUDGET, FIELDS, METHODS, NONE, STRINGS, TYPES, UNKNOWN_OPCODE,
    WORK_CALLS, WORK_CODE, note, u16, u32,
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


def sweep(dict a, int64_t first):
    """Sweep the definitions from `first` on; return the next one to sweep: all are done, or an output is full and must grow.

    `rows` holds the rows used of calls, constants, field and type references, then the instructions and code bytes seen.
    """
    cdef Buffer b = a["buffer"]
    cdef Offsets base = a["dex_base"], end = a["dex_end"], file = a["dex_file"], rows = a["rows"]
    cdef int64_t[:, ::1] tables = a["tables"], work = a["work"]
    cdef int64_t[:, :, ::1] log = a["log"]
    cdef const uint8_t[::1] length = a["opcode_length"], kinds = a["opcode_kind"]
    cdef Offsets strings_at = a["string_map_offset"], types_at = a["type_map_offset"]
    cdef Offsets fields_at = a["field_map_offset"], methods_at = a["method_map_offset"]
    cdef Offsets sites_at = a["call_site_offset"], site_start = a["call_site_start"]
    cdef Ids strings = a["string_map"], types = a["type_map"], fields = a["field_map"], methods = a["method_map"]
    cdef Ids site_method = a["call_site_method"], def_method = a["def_method"], def_dex = a["def_dex"], def_code = a["def_code"]
    cdef Ids call_caller = a["call_caller"], call_callee = a["call_callee"], call_pc = a["call_pc"]
    cdef Ids const_method = a["const_method"], const_string = a["const_string"], const_pc = a["const_pc"]
    cdef Ids field_method = a["field_ref_method"], field_field = a["field_ref_field"], field_pc = a["field_ref_pc"]
    cdef Ids type_method = a["type_ref_method"], type_type = a["type_ref_type"], type_pc = a["type_ref_pc"]
    cdef uint8_t[::1] site_op = a["call_site_op"], call_op = a["call_op"], field_op = a["field_ref_op"], type_op = a["type_ref_op"]
    cdef int64_t calls = rows[0], consts = rows[1], field_refs = rows[2], type_refs = rows[3], instructions = rows[4]
    cdef int64_t custom = 0, last = 0, d, k, item, units, p, pc, step, s, stop = def_method.shape[0]
    cdef uint32_t method, word, x, target
    cdef int op, kind
    with nogil:
        for d in range(first, def_method.shape[0]):
            rows[0] = calls
            rows[1] = consts
            rows[2] = field_refs
            rows[3] = type_refs
            rows[4] = instructions
            if def_code[d] == 0:
                continue
            k = def_dex[d]
            item = base[k] + <int64_t>def_code[d]
            if item + 16 > end[k]:
                note(log, k, BAD_CODE, d)
                continue
            units = u32(b, item + 12)
            p = item + 16
            if p + 2 * units > end[k]:
                note(log, k, BAD_CODE, d)
                continue
            if 16 + 2 * units > work[file[k], WORK_CODE]:
                note(log, k, CODE_BUDGET, d)
                continue
            # A reference takes two units at least; invoke-custom may add rows up to its own budget.
            s = units // 2 + 1
            if (
                calls + s + work[file[k], WORK_CALLS] > call_op.shape[0] or consts + s > const_pc.shape[0]
                or field_refs + s > field_op.shape[0] or type_refs + s > type_op.shape[0]
            ):
                stop = d
                break
            work[file[k], WORK_CODE] -= 16 + 2 * units
            rows[5] += 16 + 2 * units
            method = def_method[d]
            pc = 0
            while pc < units:
                word = u16(b, p + 2 * pc)
                op = word & 0xFF
                kind = kinds[op]
                step = length[op]
                if kind == NOP and 0 < word <= 0x0300:
                    step = payload(b, p + 2 * pc, word, units - pc)
                if kind == UNKNOWN:
                    note(log, k, UNKNOWN_OPCODE, d)
                    break
                if step < 0 or pc + step > units:
                    note(log, k, BAD_INSTRUCTION, d)
                    break
                instructions += 1
                if kind == PLAIN or kind == NOP:
                    pc += step
                    continue
                x = u16(b, p + 2 * pc + 2)
                target = NONE
                if kind == CALL:
                    if x < tables[k, METHODS]:
                        target = methods[methods_at[k] + x]
                    if target != NONE:
                        call_caller[calls] = method
                        call_callee[calls] = target
                        call_pc[calls] = pc
                        call_op[calls] = op
                        calls += 1
                elif kind == FIELD:
                    if x < tables[k, FIELDS]:
                        target = fields[fields_at[k] + x]
                    if target != NONE:
                        field_method[field_refs] = method
                        field_field[field_refs] = target
                        field_pc[field_refs] = pc
                        field_op[field_refs] = op
                        field_refs += 1
                elif kind == TYPE:
                    if x < tables[k, TYPES]:
                        target = types[types_at[k] + x]
                    if target != NONE:
                        type_method[type_refs] = method
                        type_type[type_refs] = target
                        type_pc[type_refs] = pc
                        type_op[type_refs] = op
                        type_refs += 1
                elif kind == CUSTOM:
                    if x < tables[k, CALL_SITES]:
                        target = 0
                        custom = sites_at[k] + x
                        last = site_start[custom + 1]
                        if last - site_start[custom] > work[file[k], WORK_CALLS]:
                            note(log, k, CODE_BUDGET, d)
                            last = site_start[custom]
                        work[file[k], WORK_CALLS] -= last - site_start[custom]
                        for s in range(site_start[custom], last):
                            call_caller[calls] = method
                            call_callee[calls] = site_method[s]
                            call_pc[calls] = pc
                            call_op[calls] = site_op[s]
                            calls += 1
                else:
                    if kind == JUMBO:
                        x = u32(b, p + 2 * pc + 2)
                    if x < tables[k, STRINGS]:
                        target = strings[strings_at[k] + x]
                    if target != NONE:
                        const_method[consts] = method
                        const_string[consts] = target
                        const_pc[consts] = pc
                        consts += 1
                if target == NONE:
                    note(log, k, BAD_REFERENCE, d)
                pc += step
        rows[0] = calls
        rows[1] = consts
        rows[2] = field_refs
        rows[3] = type_refs
        rows[4] = instructions
    return stop
