"""Classes that a package's compiled XML names: views and fragments of layouts, destinations of navigation graphs, preferences.

LayoutInflater makes an object of each class that a layout names as an element, in `class`, or in `android:name` of a fragment;
of a navigation graph its start destination is made at once, the others on the user's way (developer.android.com:
resources/layout-resource, navigation). Layouts of all configurations count, for each of them is that of some device.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from mingcha.formats import axml
from mingcha.formats.errors import EntryError
from mingcha.formats.res_value import REFERENCES, STRING, as_text
from mingcha.formats.zip import MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.formats.arsc import ResourceTable
    from mingcha.formats.axml import Attribute, Element
    from mingcha.formats.zip import Archive

# Types of resources that the framework and its libraries make objects from.
_NAVIGATION = "navigation"
_INFLATED = frozenset({"layout", _NAVIGATION, "menu", "xml"})
# The largest layouts known have some 100 KB.
_MOST_BYTES = MIB
# Files read of one package, and resources that one resource may bring with it.
_MOST_FILES = 20_000
_MOST_NESTED = 500

_NAME, _CLASS, _ID, _START = "name", "class", "id", "startDestination"
# Attributes whose text is a class that is made together with the element (Material, RecyclerView, menus).
_MADE_WITH = frozenset({"layout_behavior", "layoutManager", "actionViewClass", "actionProviderClass"})
_LATER = "fragment"  # of a preference: the screen that it opens
_HOLDERS = ("fragment", "view", "FragmentContainerView")


class Named(NamedTuple):
    """Class names, dotted: those made with a resource, and those that the user can come to from it."""

    now: frozenset[str]
    later: frozenset[str]


class _File(NamedTuple):
    now: frozenset[str]
    later: frozenset[str]
    nested: tuple[int, ...]  # resources inflated with it


_NOTHING = Named(frozenset(), frozenset())
_EMPTY = _File(frozenset(), frozenset(), ())


class Layouts:
    """Answers for one package, each file read once and when it is asked for; what cannot be read names nothing."""

    def __init__(self, archive: Archive, table: ResourceTable | None, package: str) -> None:
        """Take the archive, its resource table and the package that names beginning with a dot belong to."""
        self._archive = archive
        self._table = table
        self._package = package
        self._kinds: dict[int, str | None] = {}
        self._resources: dict[int, _File] = {}
        self._files = 0

    def named(self, resource: int) -> Named:
        """Return the classes that a resource names, with all that it includes; nothing for one that is not inflated."""
        if not self._is_inflated(resource):
            return _NOTHING
        now, later = set[str](), set[str]()
        seen, queue = {resource}, deque([resource])
        while queue:
            found = self._read(queue.popleft())
            now |= found.now
            later |= found.later
            for each in found.nested:
                if each not in seen and len(seen) < _MOST_NESTED and self._is_inflated(each):
                    seen.add(each)
                    queue.append(each)
        return Named(frozenset(now), frozenset(later - now))

    def _is_inflated(self, resource: int) -> bool:
        return self._kind(resource) in _INFLATED

    def _kind(self, resource: int) -> str | None:
        prefix = resource >> 16
        if prefix not in self._kinds:
            self._kinds[prefix] = self._table.type_name(resource) if self._table is not None else None
        return self._kinds[prefix]

    def _read(self, resource: int) -> _File:
        if resource not in self._resources:
            self._resources[resource] = self._merged(resource)
        return self._resources[resource]

    def _merged(self, resource: int) -> _File:
        """Return what the files of all configurations of a resource name."""
        if self._table is None:
            return _EMPTY
        now, later, nested = set[str](), set[str](), dict[int, None]()
        values = [value for _, value in self._table.resolve(resource)]
        nested |= dict.fromkeys(value.data for value in values if value.type in REFERENCES)
        for path in sorted({value.text for value in values if value.type == STRING and value.text}):
            root = self._root(path)
            if root is not None:
                for found in self._graph(root) if root.tag == _NAVIGATION else self._tree(root):
                    now |= found.now
                    later |= found.later
                    nested |= dict.fromkeys(found.nested)
        return _File(frozenset(now), frozenset(later), tuple(nested))

    def _root(self, path: str) -> Element | None:
        entry = self._archive.entries.get(path)
        self._files += 1
        if entry is None or entry.size > _MOST_BYTES or self._files > _MOST_FILES:
            return None
        try:
            return axml.parse(self._archive.read(path, most=_MOST_BYTES), path)
        except EntryError:
            return None

    def _tree(self, root: Element) -> Iterator[_File]:
        """Yield what each element of a layout, a menu or a preference screen names."""
        queue = [root]
        for element in queue:
            queue += element.children
            now, later, nested = set[str](), set[str](), []
            if "." in element.tag:
                now.add(element.tag)
            for attribute in element.attributes:
                if attribute.value.type in REFERENCES:
                    nested.append(attribute.value.data)
                elif attribute.name in _MADE_WITH or (attribute.name in (_NAME, _CLASS) and element.tag.endswith(_HOLDERS)):
                    now |= self._class(attribute)
                elif attribute.name == _LATER:
                    later |= self._class(attribute)
            yield _File(frozenset(now), frozenset(later), tuple(nested))

    def _graph(self, root: Element) -> Iterator[_File]:
        """Yield what a navigation graph names: the classes of its start destination now, of all others later."""
        queue = [(root, True)]
        for graph, starts in queue:
            first = next((a.value.data for a in graph.attributes if a.name == _START), 0)
            for element in graph.children:
                is_first = starts and first != 0 and any(a.name == _ID and a.value.data == first for a in element.attributes)
                if element.tag == _NAVIGATION:
                    queue.append((element, is_first))
                    continue
                classes = frozenset[str]().union(*(self._class(a) for a in element.attributes if a.name == _NAME))
                # The destinations of an included graph are named without an order: they may all be the first.
                nested = tuple(a.value.data for a in element.attributes if a.value.type in REFERENCES and a.name == "graph")
                yield _File(classes if is_first else frozenset(), frozenset() if is_first else classes, nested)

    def _class(self, attribute: Attribute) -> frozenset[str]:
        """Return the class that an attribute's text names, as a set of one or none."""
        name = as_text(attribute.value) or ""
        name = self._package + name if name.startswith(".") else name
        return frozenset([name]) if "." in name else frozenset()
