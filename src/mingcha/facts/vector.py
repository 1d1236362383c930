"""Whether anything of a vector drawable can be seen: the colours and opacities of its paths, not their shapes."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from mingcha.formats.res_value import FIRST_COLOR, FLOAT, LAST_INT, REFERENCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.formats.arsc import ResourceTable
    from mingcha.formats.axml import Element
    from mingcha.formats.res_value import Value

# android:alpha, and of a path colour and opacity of its inside and of its line.
_ALPHA = 0x0101031F
_PAINTS = ((0x01010404, 0x010104CC), (0x01010406, 0x010104CB))
_FRAMEWORK_TRANSPARENT = 0x0106000D  # android:color/transparent
_MOST_PATHS = 1_000


def is_clear(root: Element, table: ResourceTable | None, faint: int) -> bool | None:
    """Return whether all paths of a <vector> have an alpha below `faint` of 255; None where a colour is not known or there is no path."""
    whole = _opacity(root, _ALPHA)
    paints = []
    for path in _paths(root):
        for colour, opacity in _PAINTS:
            value = _attribute(path, colour)
            if value is not None:
                alpha = _alpha(value, table)
                paints.append(None if alpha is None else alpha * whole * _opacity(path, opacity) < faint)
    if False in paints:
        return False
    return None if None in paints or not any(True for _ in _paths(root)) else True


def _paths(root: Element) -> Iterator[Element]:
    queue, left = [root], _MOST_PATHS
    while queue and left:
        element = queue.pop()
        left -= 1
        if element.tag == "path":
            yield element
        queue += element.children


def _attribute(element: Element, number: int) -> Value | None:
    return next((each.value for each in element.attributes if each.resource_id == number), None)


def _opacity(element: Element, number: int) -> float:
    """Return an opacity from 0 to 1; one that is no plain number counts as full."""
    value = _attribute(element, number)
    if value is None or value.type != FLOAT:
        return 1.0
    return float(struct.unpack("<f", struct.pack("<I", value.data))[0])


def _alpha(value: Value, table: ResourceTable | None) -> int | None:
    """Return the alpha of a colour, None where it is none: a gradient, a colour of the theme."""
    if value.type in REFERENCES:
        if value.data == _FRAMEWORK_TRANSPARENT:
            return 0
        found = table.value(value.data) if table is not None else None
        if found is None:
            return None
        value = found
    return value.data >> 24 if FIRST_COLOR <= value.type <= LAST_INT else None
