"""What is known of fields and branches of the package whatever has run: writes, constructors, values at the beginning."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex.flow import signed
from mingcha.dex.half_made import HalfMade
from mingcha.dex.nodes import KINDS
from mingcha.dex.outline import Outline

if TYPE_CHECKING:
    import numpy.typing as npt

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.graph import Graph
    from mingcha.dex.pure_calls import Known

_CONST_CLASS, _SPUT = 0x1C, 0x67
_TEXT = 1  # kind of a static value


class Uses(NamedTuple):
    """The rows that write a field, its value before, the methods that make what it belongs to; whether none is kept without these."""

    writes: tuple[int, ...]
    initial: Known
    makers: tuple[int, ...]
    needs_maker: bool


class FirstFields:
    """Answers for one graph; they stay."""

    def __init__(self, graph: Graph, resolver: Resolver) -> None:
        self._graph = graph
        self._program = graph.program
        self._registers = resolver.registers
        self._origins = resolver.origins
        self._half_made = HalfMade(graph, resolver)
        self._uses: dict[int, Uses | None] = {}
        self._first: dict[tuple[int, tuple[int, ...]], bool] = {}
        self._outlines: dict[int, Outline] = {}
        self._tests: dict[int, dict[int, tuple[int, int]]] = {}
        self.taken: dict[int, dict[int, tuple[int, ...]]] = {}  # by definition and block: where decided branches go on
        self.open = set[tuple[str, int, int]]()  # values and branches that stay open whatever has run

    def outline(self, definition: int) -> Outline:
        """Return the blocks of a definition."""
        if definition not in self._outlines:
            self._outlines[definition] = Outline(self._registers, definition)
        return self._outlines[definition]

    def tests(self, definition: int) -> dict[int, tuple[int, int]]:
        """Return the values that an analysed definition's branches compare, by block."""
        if definition not in self._tests:
            outline = self.outline(definition)
            found = self._registers.tests(definition) if outline.starts else []
            self._tests[definition] = {outline.block(pc): (left, right) for pc, left, right in found}
        return self._tests[definition]

    @cached_property
    def _said(self) -> npt.NDArray[np.bool_]:
        """Which strings are constants of code."""
        program = self._program
        said = np.zeros(len(program.string_offset), bool)
        said[program.const_string] = True
        said[program.static_value[program.static_value_kind == _TEXT]] = True
        return said

    @cached_property
    def _handed(self) -> npt.NDArray[np.bool_]:
        """Which types are handed over as constants."""
        handed = np.zeros(len(self._program.type_string), bool)
        handed[self._program.type_ref_type[self._program.type_ref_op == _CONST_CLASS]] = True
        return handed

    def uses(self, field: int) -> Uses | None:
        """Return what is known of a field; None when code that is not seen may set it."""
        if field not in self._uses:
            self._uses[field] = self._find(field)
        return self._uses[field]

    def _find(self, field: int) -> Uses | None:
        program, owner = self._program, self._program.cells.field_class[field]
        if not self._origins.is_defined(owner) or self._said[program.field_name[field]]:
            return None
        initial, writes = self._origins.initial(field), self._origins.all_writes(field)
        if writes is None or (initial is None and not writes):
            return None
        is_static = initial is not None or program.cells.field_ref_op[writes[0]] >= _SPUT
        if not is_static and self._handed[owner]:
            return None
        value = 0 if initial is None else program.text(initial[1]) if initial[0] == _TEXT else signed(initial[1], 32)
        return Uses(tuple(writes), value, self._makers(owner, "<clinit>" if is_static else "<init>"), not is_static)

    def _makers(self, owner: int, name: str) -> tuple[int, ...]:
        """Return the constructors of a class, or its static initialiser."""
        program, class_, string = self._program, self._program.cells.type_class[owner], self._program.find_string(name)
        methods = program.def_method[int(program.class_def_offset[class_]) : int(program.class_def_offset[class_ + 1])].tolist()
        return tuple(each for each in methods if program.cells.method_name[each] == string)

    def is_set_first(self, field: int, rows: list[int]) -> bool:
        """Tell whether one of some writes comes before anything can read a field, in each constructor that does not leave it to another."""
        key = field, tuple(rows)
        if key not in self._first:
            uses = self.uses(field)
            self._first[key] = uses is not None and bool(uses.makers) and self._all_set(field, uses, rows)
        return self._first[key]

    def _all_set(self, field: int, uses: Uses, rows: list[int]) -> bool:
        program = self._program
        places: dict[int, set[int]] = {}
        for row in rows:
            places.setdefault(program.cells.field_ref_method[row], set()).add(program.cells.field_ref_pc[row])
        for maker in uses.makers:
            if self._leaves_to(maker, uses.makers):
                continue
            outline = self.outline(program.cells.method_def[maker])
            if not outline.always_passes(places.get(maker, ())):
                return False
            first = self._half_made.first_read(field, maker, is_static=not uses.needs_maker)
            if not outline.always_passes({pc for pc in places[maker] if pc < first}):
                return False
        return True

    def _leaves_to(self, maker: int, makers: tuple[int, ...]) -> bool:
        """Tell whether a constructor begins with another one of its class."""
        self._registers.analyse(self._program.cells.method_def[maker])
        for row in range(int(self._graph.call_start[maker]), int(self._graph.call_end[maker])):
            nodes = self._registers.arguments(row) if self._program.cells.call_callee[row] in makers else None
            if nodes and self._registers.nodes.get(nodes[0])[::2] == (KINDS["PARAMETER"], 0):
                return True
        return False
