# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=False, cdivision=True
"""The call graph's inner loops: resolve a reference up, dispatch it down, and walk what can run.

Plain arrays in, plain arrays out; `dex.graph` and `dex.reach` give them names. Ids are those of `dex.program`.
"""

import numpy as np

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t

from mingcha.dex.hash cimport find3, mix

cdef uint32_t NONE = 0xFFFFFFFF
cdef uint64_t EMPTY = 0xFFFFFFFFFFFFFFFF
DEAD = 2  # of rows: no run comes there
cdef enum:
    MAX_DEPTH = 64  # of a class hierarchy; deeper ones are hostile
    STACK = 256
    BY_FRAMEWORK_ONLY = 0x10000  # of Graph.classify: nobody but the framework calls it, so a dispatched call is its forwarding
    DIRECT = 0x1000A  # flags of methods that need no instance, or are not dispatched: static, private, constructors
    MADE = 1  # of Graph.name_how: the class comes to life where it is named
    CLOSED = 2  # DEAD
    GROUPS = 32  # trigger groups of callbacks, as bits; 0 is none

ctypedef const uint32_t[::1] UV
ctypedef uint32_t[::1] UW

# How a method was reached (Reach.parent_kind).
cdef enum:
    BY_ROOT = 0
    BY_CALL = 1
    BY_DISPATCH = 2
    BY_CLASS_INIT = 3
    BY_CALLBACK = 4
    BY_REFLECTION = 5
    BY_COMPONENT = 6


def resolve(UV slots, UV method_class, UV method_name, UV method_proto, UV method_def, UV type_class,
            UV class_super, UV interface_offset, UV interface_types):
    """Return for each method reference the nearest definition up its class and interfaces, or itself."""
    cdef int64_t count = method_class.shape[0], m, j, sp
    result_array = np.arange(count, dtype=np.uint32)
    cdef UW result = result_array
    cdef uint32_t t, c, x, above
    cdef uint32_t[STACK] stack
    cdef int depth, i
    with nogil:
        for m in range(count):
            if method_def[m] != NONE:
                continue
            above = method_class[m]
            depth = i = 0
            sp = 0
            while True:
                if above != NONE and depth < MAX_DEPTH:  # the class and those above it, then the interfaces met on the way
                    t = above
                    c = type_class[t]
                    above = class_super[c] if c != NONE else NONE
                    depth += 1
                elif i < sp:
                    t = stack[i]
                    c = type_class[t]
                    i += 1
                else:
                    break
                if c == NONE:
                    continue
                x = find3(slots, method_class, method_name, method_proto, t, method_name[m], method_proto[m])
                if x != NONE and method_def[x] != NONE:
                    result[m] = x
                    break
                for j in range(interface_offset[c], interface_offset[c + 1]):
                    if sp < STACK:
                        stack[sp] = interface_types[j]
                        sp += 1
    return result_array


def dispatch(UV method_def, UV method_selector, UV resolved, UV candidate_offset, UV candidates, UV def_class,
             UV def_method, UV class_type, UV child_offset, UV children, UV refs_offset, UV refs,
             int64_t budget, int64_t wide):
    """Return (ref, target, complete): the overriding definitions below each virtual reference's class.

    `candidates` are virtual definitions by selector, `refs` virtual references by type, `children` the direct
    subclasses and implementers by type. References on a type that covers more than half of all classes are left out
    when their selector has more than `wide` definitions (Object.toString and the like). `complete` is False when
    `budget` target pairs were not enough.
    """
    cdef int64_t class_count = class_type.shape[0], type_count = refs_offset.shape[0] - 1
    cdef int64_t t, i, j, z, n = 0, sp, size = 1 << 16
    mark_array = np.zeros(class_count + 1, np.uint32)
    stack_array = np.empty(class_count + 1, np.uint32)
    source_array = np.empty(size, np.uint32)
    target_array = np.empty(size, np.uint32)
    cdef UW mark = mark_array
    cdef UW stack = stack_array
    cdef UW source = source_array
    cdef UW target = target_array
    cdef uint32_t epoch = 0, m, s, d, r, ty, c
    for t in range(type_count):
        if refs_offset[t] == refs_offset[t + 1]:
            continue
        epoch += 1
        with nogil:
            sp = 0
            for j in range(child_offset[t], child_offset[t + 1]):
                c = children[j]
                if mark[c] != epoch:
                    mark[c] = epoch
                    stack[sp] = c
                    sp += 1
            i = 0
            while i < sp:
                ty = class_type[stack[i]]
                i += 1
                for j in range(child_offset[ty], child_offset[ty + 1]):
                    c = children[j]
                    if mark[c] != epoch:
                        mark[c] = epoch
                        stack[sp] = c
                        sp += 1
        for z in range(refs_offset[t], refs_offset[t + 1]):
            m = refs[z]
            s = method_selector[m]
            r = resolved[m]
            if n + 1 + candidate_offset[s + 1] - candidate_offset[s] >= size:
                size = 2 * size + candidate_offset[s + 1] - candidate_offset[s]
                source_array = np.resize(source_array, size)
                target_array = np.resize(target_array, size)
                source = source_array
                target = target_array
            if r != m and method_def[r] != NONE:
                source[n] = m
                target[n] = r
                n += 1
            if sp > class_count // 2 and candidate_offset[s + 1] - candidate_offset[s] > wide:
                continue
            for j in range(candidate_offset[s], candidate_offset[s + 1]):
                d = candidates[j]
                if mark[def_class[d]] == epoch:
                    source[n] = m
                    target[n] = def_method[d]
                    n += 1
            if n > budget:
                return source_array[:n], target_array[:n], False
    return source_array[:n], target_array[:n], True


cdef class Reach:
    """One walk over what can run: rapid type analysis with callbacks, from roots, under a mask of callback kinds.

    A class is live once reachable code instantiates it (or it is a component that was started); a dispatch target waits
    until its class is live; a live class exposes those of its methods that the framework calls and whose kind is in
    the mask, once their trigger (Handler.post …) is reached, if they have one.
    """

    cdef object graph, deferred
    cdef UV method_def, type_class, class_super, class_type, def_method, def_flags, def_class
    cdef UV interface_types, method_name, method_class
    cdef UV method_selector, class_def_offset, interface_offset
    cdef UV call_start, call_end, call_callee, new_start, new_end, new_type, field_start, field_end, field_class
    cdef UV name_start, name_end, name_class, reflect_offset, reflect_target
    cdef UV target_offset, targets, exact_of, exact_offset, exact_targets
    cdef uint64_t[::1] memo_key
    cdef uint32_t[::1] memo_value
    cdef int64_t memo_count
    cdef UV trigger_of
    cdef const uint8_t[::1] name_how, component, starter, kept
    cdef const uint8_t[::1] closed_calls, closed_news, closed_fields, closed_names, closed_reflections
    cdef bint through, by_reference
    cdef uint32_t clinit_name, init_name, object_type
    cdef uint8_t receiving  # trigger group of broadcast receivers: those of the manifest wait for no registration
    cdef UW queue, parent, parent_row, pending_head, pending_next, pending_method, pending_from
    cdef UW waiting_next, waiting_method, waiting_from
    cdef uint8_t[::1] seen, live, exposed, assumed, initialised, parent_kind, barred
    cdef uint32_t[GROUPS] waiting_head
    cdef uint32_t fired
    cdef int64_t tail, pending_count, waiting_count
    cdef uint8_t mask
    cdef public object seen_array, live_array, parent_array, parent_row_array, parent_kind_array

    def __init__(self, graph):
        """Bind the arrays of a `dex.graph.Graph`."""
        p = graph.program
        self.graph = graph
        self.method_def, self.type_class, self.class_super = p.method_def, p.type_class, p.class_super
        self.class_type, self.class_def_offset = p.class_type, p.class_def_offset
        self.def_method, self.def_flags, self.def_class = p.def_method, p.def_flags, p.def_class
        self.interface_offset, self.interface_types = p.interface_offset, p.interface_types
        self.method_name, self.method_class = p.method_name, p.method_class
        self.method_selector = p.method_selector
        self.call_start, self.call_end, self.call_callee = graph.call_start, graph.call_end, p.call_callee
        self.new_start, self.new_end, self.new_type = graph.new_start, graph.new_end, graph.new_type
        self.field_start, self.field_end, self.field_class = graph.field_start, graph.field_end, graph.field_class
        self.name_start, self.name_end, self.name_class = graph.name_start, graph.name_end, graph.name_class
        self.name_how = graph.name_how
        self.reflect_offset, self.reflect_target = graph.reflect_offset, graph.reflect_target
        self.target_offset, self.targets = graph.target_offset, graph.targets
        self.sharpen(np.zeros_like(p.call_callee), np.zeros(1, np.uint32), np.zeros(0, np.uint32), np.zeros(len(p.class_type), np.uint8))
        self.memo_key = np.full(1024, EMPTY, np.uint64)
        self.memo_value = np.zeros(1024, np.uint32)
        self.memo_count = 0
        methods, classes, waits = len(p.method_class), len(p.class_type), 4 * len(p.def_method) + 16
        self.queue, self.barred = np.empty(methods, np.uint32), np.empty(methods, np.uint8)
        self.exposed, self.initialised = np.empty(classes, np.uint8), np.empty(classes, np.uint8)
        self.pending_head = np.empty(classes, np.uint32)
        self.pending_next = self.pending_method = self.pending_from = np.empty(0, np.uint32)
        self.waiting_next, self.waiting_method, self.waiting_from = (np.empty(waits, np.uint32) for _ in range(3))
        self.trigger_of, self.component, self.starter = graph.trigger_of, graph.component, graph.starter
        self.close(
            graph.guarded_calls, graph.guarded_news, graph.guarded_fields, graph.guarded_names, graph.guarded_reflections
        )
        self.clinit_name, self.init_name, self.object_type = graph.clinit_name, graph.init_name, graph.object_type
        self.receiving = graph.receiving

    def sharpen(self, UV exact_of, UV exact_offset, UV exact_targets, const uint8_t[::1] kept):
        """Say what a call row j with exact_of[j] = n > 0 runs, the targets from exact_offset[n - 1] on; and whose objects nothing calls."""
        self.exact_of, self.exact_offset, self.exact_targets, self.kept = exact_of, exact_offset, exact_targets, kept

    def close(self, const uint8_t[::1] calls, const uint8_t[::1] news, const uint8_t[::1] fields, const uint8_t[::1] names,
              const uint8_t[::1] reflections):
        """Say which rows stand behind a consent gate (1) or where no run comes to (DEAD, which no walk passes)."""
        self.closed_calls, self.closed_news, self.closed_fields = calls, news, fields
        self.closed_names, self.closed_reflections = names, reflections

    cdef int push(self, uint32_t m, uint32_t parent, uint32_t row, uint8_t kind) except -1:
        cdef uint32_t w, news
        cdef int trigger
        if self.seen[m]:
            return 0
        self.seen[m] = 1
        self.parent[m] = parent
        self.parent_row[m] = row
        self.parent_kind[m] = kind
        self.queue[self.tail] = m
        self.tail += 1
        news = self.trigger_of[m] & ~self.fired
        self.fired |= news
        for trigger in range(1, GROUPS):
            if not news >> trigger:
                break
            if not news >> trigger & 1:
                continue
            w = self.waiting_head[trigger]
            self.waiting_head[trigger] = NONE
            while w != NONE:
                self.push(self.waiting_method[w], self.waiting_from[w], NONE, BY_CALLBACK)
                w = self.waiting_next[w]
        return 0

    cdef int initialise(self, uint32_t c, uint32_t source) except -1:
        """Run the static initialiser of a class and of its supers."""
        cdef int depth = 0
        cdef int64_t z
        while c != NONE and depth < MAX_DEPTH:
            if self.initialised[c]:
                return 0
            self.initialised[c] = 1
            for z in range(self.class_def_offset[c], self.class_def_offset[c + 1]):
                if self.method_name[self.def_method[z]] == self.clinit_name:
                    self.push(self.def_method[z], source, NONE, BY_CLASS_INIT)
            if self.class_super[c] == NONE:
                return 0
            c = self.type_class[self.class_super[c]]
            depth += 1
        return 0

    cdef uint32_t callback(self, uint32_t t, uint32_t m) except? 0xFFFFFFFE:
        """Return `Graph.classify` of an external type and the selector of a method, kept."""
        cdef uint64_t key = (<uint64_t>t << 32) | self.method_selector[m]
        cdef int64_t size = self.memo_key.shape[0], p = <int64_t>(mix(key, 0) & <uint64_t>(size - 1)), i, q
        while self.memo_key[p] != EMPTY:
            if self.memo_key[p] == key:
                return self.memo_value[p]
            p = (p + 1) & (size - 1)
        self.memo_key[p] = key
        self.memo_value[p] = self.graph.classify(t, m)
        cdef uint32_t value = self.memo_value[p]
        self.memo_count += 1
        cdef uint64_t[::1] keys
        cdef uint32_t[::1] values
        if 2 * self.memo_count > size:
            keys, values = self.memo_key, self.memo_value
            self.memo_key = np.full(2 * size, EMPTY, np.uint64)
            self.memo_value = np.zeros(2 * size, np.uint32)
            for i in range(size):
                if keys[i] == EMPTY:
                    continue
                q = <int64_t>(mix(keys[i], 0) & <uint64_t>(2 * size - 1))
                while self.memo_key[q] != EMPTY:
                    q = (q + 1) & (2 * size - 1)
                self.memo_key[q] = keys[i]
                self.memo_value[q] = values[i]
        return value

    cdef int externals(self, uint32_t k, uint32_t[STACK] found) except -1:
        """Fill `found` with the external types right above a class's line of supers and interfaces; return their number."""
        cdef uint32_t[STACK] stack
        cdef int n = 0, sp = 1, i = 0
        cdef int64_t j
        cdef uint32_t c, t
        stack[0] = self.class_type[k]
        while i < sp:
            t = stack[i]
            i += 1
            c = self.type_class[t]
            if c == NONE:
                if t != self.object_type and n < STACK:
                    found[n] = t
                    n += 1
                continue
            if self.class_super[c] != NONE and sp < STACK:
                stack[sp] = self.class_super[c]
                sp += 1
            for j in range(self.interface_offset[c], self.interface_offset[c + 1]):
                if sp < STACK:
                    stack[sp] = self.interface_types[j]
                    sp += 1
        return n

    cdef bint is_barred(self, uint32_t m, uint32_t k) except -1:
        """Tell whether only the framework calls a method of class `k`, at times that the mask leaves out."""
        cdef uint32_t[STACK] external
        cdef int n, e
        cdef uint32_t row
        if not self.barred[m]:
            self.barred[m] = 1
            n = self.externals(k, external)
            for e in range(n):
                row = self.callback(external[e], m)
                if row & BY_FRAMEWORK_ONLY and not row & 0xFF & self.mask:
                    self.barred[m] = 2
                    break
        return self.barred[m] == 2

    cdef int expose(self, uint32_t k, uint32_t source, bint started) except -1:
        """Push the methods of a live class that the framework calls under the mask; a started receiver waits for nothing."""
        cdef uint32_t[STACK] external
        cdef int n = self.externals(k, external), depth = 0, e
        cdef int64_t z
        cdef uint32_t c = k, m, row
        cdef uint8_t trigger
        if n == 0:
            return 0
        while c != NONE and depth < MAX_DEPTH:
            depth += 1
            for z in range(self.class_def_offset[c], self.class_def_offset[c + 1]):
                if self.def_flags[z] & DIRECT:  # constructors, private and static methods are no overrides
                    continue
                m = self.def_method[z]
                if self.seen[m]:
                    continue
                for e in range(n):
                    row = self.callback(external[e], m)
                    trigger = <uint8_t>(row >> 8)
                    if not row & 0xFF & self.mask:
                        if row & 0xFF:
                            self.deferred.append((m, row & 0xFF, trigger))
                        continue
                    if trigger and not (started and trigger == self.receiving) and not self.fired >> trigger & 1:
                        if self.waiting_count < self.waiting_next.shape[0]:
                            self.waiting_method[self.waiting_count] = m
                            self.waiting_from[self.waiting_count] = source
                            self.waiting_next[self.waiting_count] = self.waiting_head[trigger]
                            self.waiting_head[trigger] = <uint32_t>self.waiting_count
                            self.waiting_count += 1
                        continue
                    self.push(m, source, NONE, BY_CALLBACK)
                    break
            if self.class_super[c] == NONE:
                return 0
            c = self.type_class[self.class_super[c]]
        return 0

    cdef int enliven(self, uint32_t k, uint32_t source, bint started=False) except -1:
        """Make a class live (with its supers, whose methods it inherits) and expose its callbacks."""
        cdef int depth = 0
        cdef uint32_t p, c = k
        self.initialise(k, source)
        while c != NONE and depth < MAX_DEPTH:
            depth += 1
            if not self.live[c]:
                self.live[c] = 1
                p = self.pending_head[c]
                self.pending_head[c] = NONE
                while p != NONE:
                    self.push(self.pending_method[p], self.pending_from[p], NONE, BY_DISPATCH)
                    p = self.pending_next[p]
            if self.class_super[c] == NONE:
                break
            c = self.type_class[self.class_super[c]]
        if not self.exposed[k]:
            self.exposed[k] = 1
            self.expose(k, source, started)
        return 0

    cdef int start_component(self, uint32_t k, uint32_t source) except -1:
        """The framework makes an instance of a class: constructor, static initialiser, callbacks."""
        cdef int64_t z
        if self.exposed[k]:
            return 0
        for z in range(self.class_def_offset[k], self.class_def_offset[k + 1]):
            if self.method_name[self.def_method[z]] == self.init_name:
                self.push(self.def_method[z], source, NONE, BY_COMPONENT)
        self.enliven(k, source, True)
        return 0

    cdef int enter(self, uint32_t y, uint32_t source, uint32_t row, uint8_t kind) except -1:
        """Push a method that a call may run, once its class is live."""
        cdef int64_t h
        cdef uint32_t d = self.method_def[y], k = NONE
        if self.seen[y]:
            return 0
        if d != NONE:
            k = self.def_class[d]
            if self.is_barred(y, k):
                return 0
        if d == NONE or self.live[k] or self.assumed[k] or self.def_flags[d] & DIRECT:
            self.push(y, source, row, kind)
        elif self.pending_count < self.pending_next.shape[0]:
            h = self.pending_count
            self.pending_method[h] = y
            self.pending_from[h] = source
            self.pending_next[h] = self.pending_head[k]
            self.pending_head[k] = <uint32_t>h
            self.pending_count += 1
        return 0

    cdef int walk(self) except -1:
        cdef int64_t i = 0, j, h
        cdef uint32_t m, x, d, k
        cdef uint8_t starts
        while i < self.tail:
            m = self.queue[i]
            i += 1
            starts = 0
            for j in range(self.new_start[m], self.new_end[m]):
                if self.closed_news[j] and (not self.through or self.closed_news[j] & CLOSED):
                    continue
                k = self.type_class[self.new_type[j]]
                if k != NONE and self.kept[k]:
                    self.initialise(k, m)
                elif k != NONE and not self.exposed[k]:
                    self.enliven(k, m)
            for j in range(self.field_start[m], self.field_end[m]):
                if self.closed_fields[j] and (not self.through or self.closed_fields[j] & CLOSED):
                    continue
                k = self.type_class[self.field_class[j]]
                if k != NONE and not self.initialised[k]:
                    self.initialise(k, m)
            for j in range(self.call_start[m], self.call_end[m]):
                if self.closed_calls[j] and (not self.through or self.closed_calls[j] & CLOSED):
                    continue
                x = self.call_callee[j]
                starts |= self.starter[x]
                if self.exact_of[j]:
                    for h in range(self.exact_offset[self.exact_of[j] - 1], self.exact_offset[self.exact_of[j]]):
                        self.enter(self.exact_targets[h], m, <uint32_t>j, BY_CALL)
                else:
                    self.push(x, m, <uint32_t>j, BY_CALL)
            for j in range(self.reflect_offset[m], self.reflect_offset[m + 1]):
                if self.closed_reflections[j] and (not self.through or self.closed_reflections[j] & CLOSED):
                    continue
                x = self.reflect_target[j]
                d = self.method_def[x]
                if d != NONE:
                    self.enliven(self.def_class[d], m)
                self.push(x, m, NONE, BY_REFLECTION)
            for j in range(self.name_start[m], self.name_end[m]):
                if self.closed_names[j] and (not self.through or self.closed_names[j] & CLOSED):
                    continue
                k = self.name_class[j]
                if self.name_how[j] == MADE or self.by_reference or self.component[k] & starts:
                    self.start_component(k, m)
            d = self.method_def[m]
            if d != NONE and self.def_flags[d] & 8:
                self.initialise(self.def_class[d], m)
            for j in range(self.target_offset[m], self.target_offset[m + 1]):
                self.enter(self.targets[j], m, NONE, BY_DISPATCH)
        return 0

    cdef int bind(self) except -1:
        """Make the arrays of the next results."""
        nm = self.method_class.shape[0]
        self.seen_array = np.empty(nm, np.uint8)
        self.live_array = np.empty(self.class_type.shape[0], np.uint8)
        self.parent_array = np.empty(nm, np.uint32)
        self.parent_row_array = np.empty(nm, np.uint32)
        self.parent_kind_array = np.empty(nm, np.uint8)
        self.seen, self.live, self.parent = self.seen_array, self.live_array, self.parent_array
        self.parent_row, self.parent_kind = self.parent_row_array, self.parent_kind_array
        return 0

    cdef int reset(self) except -1:
        self.seen[:] = 0
        self.live[:] = 0
        self.parent[:] = NONE
        self.parent_row[:] = NONE
        self.parent_kind[:] = 0
        self.exposed[:] = 0
        self.initialised[:] = 0
        self.pending_head[:] = NONE
        self.tail = self.pending_count = self.waiting_count = 0
        self.deferred = []
        for i in range(GROUPS):
            self.waiting_head[i] = NONE
        return 0

    def run(self, UV roots, UV components, uint8_t mask, bint by_reference, bint through, const uint8_t[::1] assumed not None):
        """Walk from `roots` (method ids) and started `components` (class ids); results are the *_array attributes.

        `mask` are the callback kinds that count; with `by_reference` any mention of a component's class starts it,
        without it only a mention beside a call that starts components of its type. `through` walks past consent gates
        as well. `assumed` marks classes that
        have instances already (made elsewhere). The walk is breadth first over what is live in the end, so parents
        give shortest paths.
        """
        cdef int64_t i
        cdef int turn
        cap = self.targets.shape[0] + self.exact_targets.shape[0] + 1
        if self.pending_next.shape[0] < cap:
            self.pending_next = np.empty(cap, np.uint32)
            self.pending_method = np.empty(cap, np.uint32)
            self.pending_from = np.empty(cap, np.uint32)
        self.bind()
        self.mask = mask
        self.by_reference = by_reference
        self.through = through
        known = np.array(assumed, np.uint8)
        self.assumed = known
        self.fired = 0
        self.barred[:] = 0
        for turn in range(2):
            self.reset()
            for i in range(roots.shape[0]):
                self.push(roots[i], NONE, NONE, BY_ROOT)
                if self.method_def[roots[i]] != NONE:
                    self.initialise(self.def_class[self.method_def[roots[i]]], NONE)
            for i in range(components.shape[0]):
                self.start_component(components[i], NONE)
            self.walk()
            if turn == 0:
                known |= self.live_array

    def left_out(self, uint8_t kind):
        """Return the callbacks of one kind that the last walk's mask kept out although their trigger was reached."""
        found = {m for m, bit, trigger in self.deferred if bit & kind and (not trigger or self.fired >> trigger & 1)}
        return np.array(sorted(found), np.uint32)
