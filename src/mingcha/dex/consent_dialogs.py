"""Dialogs that ask for consent, and which of their buttons gives it: what a listener of the positive button alone runs lies past a gate.

A dialog speaks of consent in a title, a message or a button that the same method sets. A listener that is also set anywhere else, as
for another button, gives no consent: which button was pressed is not told then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mingcha.dex.columns import among
from mingcha.dex.constants import Kind
from mingcha.dex.receivers import Receivers
from mingcha.dex.stored import FIELD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mingcha.dex.arguments import Resolver
    from mingcha.dex.graph import Graph

_POSITIVE, _OTHERS, _BY_NUMBER = "setPositiveButton", ("setNegativeButton", "setNeutralButton"), "setButton"
_WORDS = ("setTitle", "setMessage", _POSITIVE, *_OTHERS, _BY_NUMBER)
_LISTENER = "Landroid/content/DialogInterface$OnClickListener;"
_CLICKED = ("onClick", "(Landroid/content/DialogInterface;I)V")
_BUTTON_POSITIVE = -1


class Agreement(NamedTuple):
    """The method that shows a dialog, where it sets its positive button, and the words that speak of consent."""

    method: int
    pc: int
    words: str


class ConsentDialogs:
    """Finds those of one program; `texts` gives the text of a resource."""

    def __init__(self, graph: Graph, resolver: Resolver, texts: Callable[[int], str | None]) -> None:
        self._graph = graph
        self._program = graph.program
        self._resolver = resolver
        self._texts = texts
        self._receivers = Receivers(graph, resolver)

    def find(self) -> dict[int, Agreement]:
        """Return the dialog that each method agrees to which runs on a positive button, and on nothing else."""
        agreed: dict[int, Agreement] = {}
        elsewhere = set[int]()
        for row, positive in self._buttons():
            caller, pc = self._program.cells.call_caller[row], self._program.cells.call_pc[row]
            words = self._words(caller) if positive else None
            for type_ in self._receivers.handed(row, len(self._resolver.descriptors(row)) - 1) or ():
                method = self._clicked(type_)
                if method is None:
                    continue
                if words is None or (method in agreed and agreed[method].method != caller):
                    elsewhere.add(method)
                else:
                    agreed[method] = Agreement(caller, pc, words)
        return {method: agreement for method, agreement in agreed.items() if method not in elsewhere}

    def _rows(self, names: tuple[str, ...]) -> list[int]:
        strings = np.array(sorted(self._program.find_strings(sorted(names)).values()), np.uint32)
        refs = np.flatnonzero(among(self._program.method_name, strings, len(self._program.string_offset))).tolist()
        rows: list[int] = self._program.calls_of(refs).tolist()
        return rows

    def _buttons(self) -> Iterator[tuple[int, bool]]:
        """Yield the rows that set a button with a listener, and whether it is a positive one."""
        program = self._program
        for row in self._rows((_POSITIVE, *_OTHERS, _BY_NUMBER)):
            if self._resolver.descriptors(row)[-1] != _LISTENER:
                continue
            name = program.text(program.cells.method_name[program.call_callee[row]])
            yield row, name == _POSITIVE or (name == _BY_NUMBER and self._resolver.argument(row, 1).number == _BUTTON_POSITIVE)

    def _words(self, method: int) -> str | None:
        """Return the first words of consent that a method gives a dialog."""
        program = self._program
        strings = set(program.find_strings(sorted(_WORDS)).values())
        for row in range(int(self._graph.call_start[method]), int(self._graph.call_end[method])):
            if program.cells.method_name[program.call_callee[row]] not in strings:
                continue
            for value in self._resolver.arguments(row)[1:]:
                text = self._texts(value.number) if value.kind is Kind.NUMBER and value.number else value.text
                if text and FIELD.search(text):
                    return text
        return None

    def _clicked(self, type_: int) -> int | None:
        """Return the method of a class that runs when a button is pressed."""
        program = self._program
        name, proto = _CLICKED
        found = program.find_method(f"{program.type_name(type_)}->{name}{proto}")
        definition = None if found is None else self._resolver.origins.inherited(type_, found)
        return None if definition is None else program.cells.def_method[definition]
