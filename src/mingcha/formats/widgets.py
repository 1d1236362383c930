"""Reads what layouts show: boxes and switches with their state and the words beside them, fields for passwords, and texts.

Attributes are known by their resource ids (frameworks/base, core/res/res/values/public-final.xml), for obfuscators empty their names.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats import axml
from mingcha.formats.errors import EntryError
from mingcha.formats.res_value import REFERENCES, as_text
from mingcha.formats.search import Stems
from mingcha.formats.zip import MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.formats.arsc import ResourceTable
    from mingcha.formats.axml import Element
    from mingcha.formats.zip import Archive

_TEXT, _CHECKED, _INPUT_TYPE, _ID, _PASSWORD = 0x0101014F, 0x01010106, 0x01010220, 0x010100D0, 0x0101015C
# Compiled XML that can be a layout; the folders of the other types keep their names where layouts do.
_FILE = re.compile(r"(?:res|r)/(?!(?:drawable|anim|animator|color|mipmap|menu|xml|transition|interpolator|font|navigation|raw)\b).+\.xml")
# What a layout with one of these widgets holds in its bytes: the number of an attribute, or a name in either encoding.
_NAMES = tuple(name.encode(code) for name in ("CheckBox", "Checkbox", "Switch") for code in ("utf-8", "utf-16-le"))
MARKS = Stems((*(number.to_bytes(4, "little") for number in (_CHECKED, _INPUT_TYPE, _PASSWORD)), *_NAMES))
_KINDS = (
    ("check", re.compile(r"check(ed)?_?(box|text)", re.IGNORECASE)),
    ("radio", re.compile(r"radio_?button", re.IGNORECASE)),
    ("switch", re.compile(r"switch|toggle", re.IGNORECASE)),
)
# android.text.InputType: a text or a number, and its variations for passwords.
_CLASS, _VARIATION = 0xF, 0xFF0
_PASSWORDS = {0x1: {0x80, 0x90, 0xE0}, 0x2: {0x10}}
# The largest layouts known have some 100 KB, all of one app some 10 MB.
_MOST_BYTES = MIB // 4
_MOST_IN_ALL = 24 * MIB
_BATCH = 4 * MIB
_MOST_FILES = 20_000
_MOST_LETTERS = 300
# Widgets of one layout that are read; siblings behind a widget, and elements of one, that are searched for words.
_MOST_WIDGETS = 500
_NEXT = 4
_NEAR = 40


class Widget(NamedTuple):
    """A widget of a layout: `kind` is check, radio, switch or password, `checked` its state in the file.

    `text` is its own words, else the first words behind it in the same group or behind that.
    """

    layout: str
    kind: str
    tag: str
    id: str | None
    checked: bool | None
    text: str | None


def layout_files(archive: Archive) -> Iterator[list[tuple[str, bytes]]]:
    """Yield (path, content) of the compiled XML files that may be layouts, by path, some MiB at a time.

    What cannot be read is left out.
    """
    batch: list[tuple[str, bytes]] = []
    size, left = 0, _MOST_IN_ALL
    names = [name for name in sorted(archive.entries) if _FILE.fullmatch(name)]
    for name in names[:_MOST_FILES]:
        if archive.entries[name].size > min(_MOST_BYTES, left):
            continue
        try:
            batch.append((name, archive.read(name, most=_MOST_BYTES)))
        except EntryError:
            continue
        size += len(batch[-1][1])
        left -= len(batch[-1][1])
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    yield batch


def widgets(path: str, content: bytes, table: ResourceTable | None) -> list[Widget]:
    """Return the widgets of one layout in the order of the file; there are none in one that holds none of MARKS."""
    try:
        root = axml.parse(content, path)
    except EntryError:
        return []
    return list(islice(_of_group(path, root, table, []), _MOST_WIDGETS))


def _of_group(path: str, group: Element, table: ResourceTable | None, behind: list[Element]) -> Iterator[Widget]:
    """Yield the widgets below an element; `behind` are the elements that follow it in its own group."""
    for at, element in enumerate(group.children):
        after = group.children[at + 1 : at + 1 + _NEXT]
        kind = _kind(element)
        if kind:
            words = next((words for each in (element, *after, *behind) if (words := _words(each, table))), None)
            yield Widget(path, kind, element.tag, _name(element, table), _flag(element, _CHECKED), words)
        yield from _of_group(path, element, table, after)


def _kind(element: Element) -> str | None:
    name = element.tag.rpartition(".")[2]
    for kind, pattern in _KINDS:
        if pattern.search(name):
            return kind
    if _flag(element, _PASSWORD):
        return "password"
    value = _number(element, _INPUT_TYPE) or 0
    return "password" if value & _VARIATION in _PASSWORDS.get(value & _CLASS, ()) else None


def _number(element: Element, attribute: int) -> int | None:
    return next((each.value.data for each in element.attributes if each.resource_id == attribute), None)


def _flag(element: Element, attribute: int) -> bool | None:
    value = _number(element, attribute)
    return None if value is None else value != 0


def _name(element: Element, table: ResourceTable | None) -> str | None:
    number = _number(element, _ID)
    name = table.entry_name(number) if table is not None and number else None
    return name.partition("/")[2] if name else None


def _words(element: Element, table: ResourceTable | None) -> str | None:
    """Return the first words that an element or one below it shows."""
    queue = [element]
    for each in islice(queue, _NEAR):
        queue += each.children[:_NEAR]
        for attribute in each.attributes:
            if attribute.resource_id != _TEXT:
                continue
            if attribute.value.type in REFERENCES:
                words = table.text(attribute.value.data) if table is not None else None
            else:
                words = as_text(attribute.value)
            if words and words.strip():
                return words.strip()[:_MOST_LETTERS]
    return None
