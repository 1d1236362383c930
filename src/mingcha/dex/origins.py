"""Where values can come from across methods: the callers of a method, the writes of a field, the method that a call runs.

Every answer is either all there are in the package or None; reflection and native code are not seen.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mingcha.dex import core, framework
from mingcha.dex.columns import group, index
from mingcha.dex.opcodes import IGETS, IPUTS, SGETS, SPUTS
from mingcha.dex.program import NONE, Ids, Program

if TYPE_CHECKING:
    import numpy.typing as npt

MAX_CALLERS = 16
MAX_WRITES = 8
MAX_SAME_NAME = 4096  # call rows, definitions or fields of one name that are looked through
MAX_ANCESTORS = 128

STATIC, PRIVATE, NATIVE, CONSTRUCTOR = 0x8, 0x2, 0x100, 0x10000
_IGET_OBJECT, _SGET_OBJECT = 0x54, 0x62
STATIC_OPS, DIRECT_OPS, SUPER_OPS = (0x71, 0x77), (0x70, 0x76), (0x6F, 0x75)


class Origins:
    """Answers for one program; its indexes are built when first needed."""

    def __init__(self, program: Program) -> None:
        """Take the program whose tables the answers come from."""
        self.program = program
        self._ancestors: dict[int, frozenset[int]] = {}
        self._callers: dict[int, tuple[int, ...] | None] = {}
        self._related: dict[int, list[int]] = {}
        self._lines: dict[int, frozenset[int]] = {}

    @cached_property
    def _methods_by_selector(self) -> tuple[Ids, Ids]:
        return index(self.program.method_selector, self.program.selector_count)

    @cached_property
    def _definitions_by_selector(self) -> tuple[Ids, Ids]:
        program = self.program
        return index(program.method_selector[program.def_method], program.selector_count)

    @cached_property
    def _fields_by_name(self) -> tuple[Ids, Ids]:
        program = self.program
        return index(program.field_name, len(program.string_size))

    @cached_property
    def _writes_by_field(self) -> tuple[Ids, Ids]:
        return self._by_field(*IPUTS, *SPUTS)

    @cached_property
    def _reads_by_field(self) -> tuple[Ids, Ids]:
        return self._by_field(*IGETS, *SGETS)

    @cached_property
    def _object_reads_by_field(self) -> tuple[Ids, Ids]:
        return self._by_field(_IGET_OBJECT, _SGET_OBJECT)

    def _by_field(self, *ops: int) -> tuple[Ids, Ids]:
        """Return the rows of the field references with some opcodes, by field."""
        program = self.program
        wanted = np.zeros(256, bool)
        wanted[list(ops)] = True
        rows = np.flatnonzero(wanted.take(program.field_ref_op)).astype(np.uint32)
        return group(program.field_ref_field[rows], rows, len(program.field_name))

    @cached_property
    def _static_rows(self) -> npt.NDArray[np.int64]:
        """By field: 1 + row of its initial value, 0 for none."""
        table = np.zeros(len(self.program.field_name), np.int64)
        fields = self.program.static_value_field
        table[fields] = np.arange(1, len(fields) + 1)
        return table

    @cached_property
    def _children(self) -> tuple[Ids, Ids]:
        """The classes right below each type."""
        program = self.program
        classes = np.arange(len(program.class_type), dtype=np.uint32)
        has_super = program.class_super != NONE
        parents = np.concatenate([program.class_super[has_super], program.interface_types]).astype(np.uint32)
        below = np.concatenate([classes[has_super], np.repeat(classes, np.diff(program.interface_offset))]).astype(np.uint32)
        return group(parents, below, len(program.type_string))

    @cached_property
    def _exported(self) -> frozenset[int]:
        """Methods that JavaScript calls."""
        type_ = self.program.find_type("Landroid/webkit/JavascriptInterface;")
        rows = self.program.method_annotation_type == (NONE if type_ is None else type_)
        return frozenset(self.program.method_annotation_method[rows].tolist())

    def ancestors(self, type_: int) -> frozenset[int]:
        """Return the type itself and all superclasses and interfaces that the package's classes name, external ones too."""
        known = self._ancestors.get(type_)
        if known is None:
            program, found = self.program, [type_]
            for each in found:
                class_ = program.cells.type_class[each]
                if class_ == NONE or len(found) > MAX_ANCESTORS:
                    continue
                start, stop = program.cells.interface_offset[class_], program.cells.interface_offset[class_ + 1]
                up = [program.cells.class_super[class_], *program.interface_types[start:stop].tolist()]
                found.extend(t for t in up if t != NONE and t not in found)
            known = self._ancestors[type_] = frozenset(found)
        return known

    def is_defined(self, type_: int) -> bool:
        """Tell whether the package defines the class."""
        return self.program.cells.type_class[type_] != NONE

    def callers(self, definition: int) -> tuple[int, ...] | None:
        """Return the call rows that may run a method, at most MAX_CALLERS; None when there are more or others may call it."""
        if definition not in self._callers:
            rows = None if self.is_called_from_outside(definition) else self.calls(definition)
            self._callers[definition] = rows if rows is not None and len(rows) <= MAX_CALLERS else None
        return self._callers[definition]

    def is_called_from_outside(self, definition: int) -> bool:
        """Tell whether code outside the package may call a method: the framework, or a page by JavaScript."""
        method, flags = int(self.program.def_method[definition]), int(self.program.def_flags[definition])
        is_virtual = not flags & (STATIC | PRIVATE | CONSTRUCTOR)
        return method in self._exported or (is_virtual and self._may_be_called_back(int(self.program.method_class[method]), method))

    def calls(self, definition: int) -> tuple[int, ...] | None:
        """Return all call rows of the package that may run a method; None when too many calls have its name."""
        program = self.program
        method, flags = program.cells.def_method[definition], int(program.def_flags[definition])
        owner = program.cells.method_class[method]
        offset, methods = self._methods_by_selector
        selector = int(program.method_selector[method])
        named = methods[int(offset[selector]) : int(offset[selector + 1])]
        starts, _ = program.calls_by_callee
        count = starts[named + 1] - starts[named]
        if int(count.sum()) > MAX_SAME_NAME:
            return None
        running = [each for each in named[count > 0].tolist() if self._may_run(each, method, owner, flags)]
        return tuple(program.calls_of(running).tolist())

    def _may_run(self, callee: int, method: int, owner: int, flags: int) -> bool:
        """Tell whether a call of `callee`, of the same name and prototype, may end in the method."""
        if callee == method:
            return True
        if flags & (PRIVATE | CONSTRUCTOR):
            return False
        named = self.program.cells.method_class[callee]
        if owner in self.ancestors(named):
            return self.program.cells.method_def[callee] == NONE
        if flags & STATIC:
            return False
        return named in self.ancestors(owner) or named in self._beside(owner)

    def _beside(self, owner: int) -> frozenset[int]:
        """Return the superclasses and interfaces of all classes below one, for whose calls it may have the code."""
        if owner not in self._lines:
            offset, children = self._children
            found = [owner]
            for each in found:
                below = self.program.class_type[children[int(offset[each]) : int(offset[each + 1])]].tolist()
                found.extend(type_ for type_ in below if type_ not in found[:MAX_ANCESTORS])
                if len(found) > MAX_SAME_NAME:
                    break
            self._lines[owner] = frozenset().union(*map(self.ancestors, found))
        return self._lines[owner]

    def _may_be_called_back(self, owner: int, method: int) -> bool:
        """Tell whether code outside the package can know the method by a class that it inherits from."""
        program = self.program
        name, proto = program.text(program.cells.method_name[method]), program.proto_name(program.cells.method_proto[method])
        android = framework.load()
        for each in self.ancestors(owner):
            if not self.is_defined(each):
                descriptor = program.type_name(each)
                if descriptor not in android or android.declaring(descriptor, name, proto):
                    return True
        return False

    def target(self, row: int, exact: str | None) -> int | None:
        """Return the definition that a call runs when it is certain; `exact` is the receiver's exact class where known."""
        program = self.program
        op, callee = program.cells.call_op[row], program.cells.call_callee[row]
        owner = program.cells.method_class[callee]
        found: int | None
        if op in DIRECT_OPS:
            found = program.cells.method_def[callee]
        elif op in STATIC_OPS or op in SUPER_OPS:
            found = self.inherited(owner, callee)
        elif exact is not None:
            type_ = program.find_type(exact)
            found = None if type_ is None else self.inherited(type_, callee)
        else:
            found = self._only(owner, callee)
        return found if found is not None and found != NONE and program.def_code[found] else None

    def inherited(self, type_: int, callee: int) -> int | None:
        """Return the definition of the callee's name and prototype that a class has or inherits from its superclasses."""
        program = self.program
        name, proto = program.cells.method_name[callee], program.cells.method_proto[callee]
        for _ in range(MAX_ANCESTORS):
            class_ = program.cells.type_class[type_]
            if class_ == NONE:
                return None
            method = core.find_triple(
                program.method_slots, program.method_class, program.method_name, program.method_proto, type_, name, proto
            )
            if method is not None and program.cells.method_def[method] != NONE:
                return program.cells.method_def[method]
            type_ = program.cells.class_super[class_]
            if type_ == NONE:
                return None
        return None

    def _only(self, owner: int, callee: int) -> int | None:
        """Return the one definition with code that a virtual call can reach; None when there are several."""
        if not self.is_defined(owner):
            return None
        program = self.program
        offset, definitions = self._definitions_by_selector
        selector = int(program.method_selector[callee])
        same = definitions[int(offset[selector]) : int(offset[selector + 1])]
        if len(same) > MAX_SAME_NAME // 64:
            return None
        below = [d for d in same.tolist() if owner in self.ancestors(int(program.class_type[int(program.def_class[d])]))]
        if any(int(program.def_flags[d]) & NATIVE for d in below):
            return None
        found = {d for d in below if program.def_code[d]}
        inherited = self.inherited(owner, callee)
        if inherited is not None and program.def_code[inherited]:
            found.add(inherited)
        return found.pop() if len(found) == 1 else None

    def same_fields(self, field: int) -> list[int]:
        """Return the field ids, itself first, that may be the same field named by a super- or subclass; none when too many."""
        if field not in self._related:
            self._related[field] = self._find_same_fields(field)
        return self._related[field]

    def _find_same_fields(self, field: int) -> list[int]:
        program = self.program
        offset, fields = self._fields_by_name
        name, owner = program.cells.field_name[field], program.cells.field_class[field]
        same = fields[int(offset[name]) : int(offset[name + 1])]
        same = same[program.field_type[same] == program.field_type[field]]
        if len(same) > MAX_SAME_NAME // 8:
            return []
        related, above = [field], self.ancestors(owner)
        for each in same.tolist():
            other = program.cells.field_class[each]
            if each != field and (other in above or owner in self.ancestors(other)):
                related.append(each)
        return related

    def writes(self, field: int) -> list[int] | None:
        """Return the rows of the field references that write a field, at most MAX_WRITES; None when there are more."""
        found = self.all_writes(field)
        return found if found is not None and len(found) <= MAX_WRITES else None

    def all_writes(self, field: int) -> list[int] | None:
        """Return all rows of the field references that write a field; None when too many fields have its name."""
        return self._of_field(field, self._writes_by_field)

    def reads(self, field: int) -> list[int] | None:
        """Return all rows of the field references that read a field; None when too many fields have its name."""
        return self._of_field(field, self._reads_by_field)

    def object_reads(self, field: int) -> list[int] | None:
        """Return all rows of the field references that read an object from a field; None when too many fields have its name."""
        return self._of_field(field, self._object_reads_by_field)

    def _of_field(self, field: int, index: tuple[Ids, Ids]) -> list[int] | None:
        offset, rows = index
        same = self.same_fields(field)
        return sorted(row for each in same for row in rows[int(offset[each]) : int(offset[each + 1])].tolist()) if same else None

    def field_rows(self, method: int) -> range:
        """Return the rows of the field references of a method."""
        program, definition = self.program, int(self.program.method_def[method])
        rows = range(len(program.field_ref_method))  # in order of definition

        def place(row: int) -> int:
            return int(program.method_def[program.field_ref_method[row]])

        return range(bisect_left(rows, definition, key=place), bisect_right(rows, definition, key=place))

    def initial(self, field: int) -> tuple[int, int] | None:
        """Return (kind, value) of a static field's initial value as in Program.static_value, its class or the nearest parent's."""
        program = self.program
        for each in self.same_fields(field):
            row = int(self._static_rows[each])
            if row and program.cells.field_class[each] in self.ancestors(program.cells.field_class[field]):
                return int(program.static_value_kind[row - 1]), int(program.static_value[row - 1])
        return None

    def always_written(self, rows: list[int], owner: int) -> bool:
        """Tell whether the writes of a primitive field come before anything can read its default value."""
        program = self.program
        methods = {program.cells.field_ref_method[row] for row in rows}
        names = {program.text(program.cells.method_name[m]) for m in methods}
        if names == {"<clinit>"}:
            return True
        return names == {"<init>"} and len(methods) == self._constructors(owner)

    def parameter_type(self, definition: int, place: int) -> int:
        """Return the type of a declared parameter of a method; the receiver does not count."""
        proto = self.program.cells.method_proto[self.program.cells.def_method[definition]]
        return int(self.program.proto_types[self.program.cells.proto_offset[proto] + 1 + place])

    def _constructors(self, type_: int) -> int:
        """Return how many constructors a class of the package has."""
        program = self.program
        class_ = program.cells.type_class[type_]
        if class_ == NONE:
            return 0
        start, stop = int(program.class_def_offset[class_]), int(program.class_def_offset[class_ + 1])
        names = program.method_name[program.def_method[start:stop]]
        init = program.find_string("<init>")
        return int(np.count_nonzero(names == (NONE if init is None else init)))
