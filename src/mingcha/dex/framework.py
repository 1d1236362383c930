"""The class hierarchy of the Android framework (API 21 to 37): which class declares what a subclass is asked for.

The tables in data/ are made by scripts/make_framework.py from the Apache-2.0 declarations of npm's
@nativescript/types-android. Type descriptors are those of dex files (`Landroid/app/Activity;`). Parameters are known as
shapes, one letter each: N for byte, short, int, long, float and double, Z boolean, S for char, String and CharSequence,
A array, L any other class, ? any reference.
"""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")
_NUMBERS = "BSIJFD"
_TEXTS = ("Ljava/lang/String;", "Ljava/lang/CharSequence;")
_OBJECT = "Ljava/lang/Object;"


def read_table(name: str) -> str:
    """Return the text of a compressed table of mingcha.dex.data."""
    return zlib.decompress((_DATA / name).read_bytes()).decode()


def shape(descriptor: str) -> str:
    """Return the shape of the parameters of a method descriptor such as `(IZ)V`; malformed ones give some shape."""
    letters = []
    at, end = descriptor.find("(") + 1, descriptor.find(")")
    while at < end:
        start = at
        while at < end and descriptor[at] == "[":
            at += 1
        is_array = at > start
        start = at
        if descriptor[at : at + 1] == "L":
            stop = descriptor.find(";", at, end)
            at = end if stop < 0 else stop + 1
        else:
            at += 1
        kind = descriptor[start:at]
        if is_array:
            letters.append("A")
        elif kind in _NUMBERS:
            letters.append("N")
        elif kind == "Z":
            letters.append("Z")
        else:
            letters.append("S" if kind == "C" or kind in _TEXTS else "L")
    return "".join(letters)


def _fits(declared: str, asked: str) -> bool:
    return len(declared) == len(asked) and all(
        ours == theirs or (ours == "?" and theirs in "LSA") or (theirs == "?" and ours in "LSA")
        for ours, theirs in zip(declared, asked, strict=True)
    )


class Framework:
    """What the Android SDK declares; classes outside it have no superclass, no interfaces and no members."""

    def __init__(self, classes: str) -> None:
        """Take the text of the hierarchy table: one `<kind><class> <superclass> <interfaces…>` line per class."""
        self._rows = {line[1:].partition(" ")[0]: line for line in classes.split("\n")}
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._own: dict[str, frozenset[str]] = {}
        self._members: dict[str, str] | None = None

    def __contains__(self, descriptor: object) -> bool:
        """Tell whether the SDK declares the class."""
        return isinstance(descriptor, str) and descriptor[1:-1] in self._rows

    def is_interface(self, descriptor: str) -> bool:
        """Tell whether the class is an interface of the SDK."""
        return self._rows.get(descriptor[1:-1], "c").startswith("i")

    def superclass(self, descriptor: str) -> str | None:
        """Return the direct superclass; None for java.lang.Object and for classes outside the SDK."""
        words = self._rows.get(descriptor[1:-1], "").split(" ")
        return f"L{words[1]};" if len(words) > 1 else None

    def interfaces(self, descriptor: str) -> tuple[str, ...]:
        """Return the directly implemented (or, of an interface, extended) interfaces."""
        return tuple(f"L{name};" for name in self._rows.get(descriptor[1:-1], "").split(" ")[2:])

    def ancestors(self, descriptor: str) -> tuple[str, ...]:
        """Return the class itself, its superclasses from near to far, then all their interfaces, each once."""
        known = self._ancestors.get(descriptor)
        if known is None:
            line = []
            at: str | None = descriptor
            while at is not None and at not in line:
                line.append(at)
                at = self.superclass(at)
            faces = [face for each in line for face in self.interfaces(each)]
            for face in faces:
                faces.extend(up for up in self.interfaces(face) if up not in faces)
            known = self._ancestors[descriptor] = tuple(dict.fromkeys(line + faces))
        return known

    def is_a(self, descriptor: str, ancestor: str) -> bool:
        """Tell whether the class is `ancestor` or inherits from it; everything inherits from java.lang.Object."""
        return ancestor == _OBJECT or ancestor in self.ancestors(descriptor)

    def _member_words(self, descriptor: str) -> str:
        if self._members is None:
            lines = read_table("framework.members.z").split("\n")
            self._members = {owner: words for owner, _, words in (line.partition(" ") for line in lines)}
        return self._members.get(descriptor[1:-1], "")

    def members(self, descriptor: str) -> tuple[tuple[str, str], ...]:
        """Return (name, shape of the parameters) of each method that the class itself declares."""
        words = (word.partition(":") for word in self._member_words(descriptor).split())
        return tuple((name, shape) for name, _, shape in words)

    def callable_names(self, descriptor: str) -> frozenset[str]:
        """Return the names of all methods that the class has from itself and from what it inherits from, Object aside."""
        known = self._names.get(descriptor)
        if known is None:
            line = (each for each in self.ancestors(descriptor) if each != _OBJECT)
            known = self._names[descriptor] = frozenset[str]().union(*map(self._own_names, line))
        return known

    def _own_names(self, descriptor: str) -> frozenset[str]:
        known = self._own.get(descriptor)
        if known is None:
            known = self._own[descriptor] = frozenset(name for name, _ in self.members(descriptor))
        return known

    def declares(self, descriptor: str, name: str, method: str | None = None) -> bool:
        """Tell whether the class itself declares a method `name`, with parameters of the shape of `method` if given."""
        if name not in self._own_names(descriptor):
            return False
        if method is None:
            return True
        asked = shape(method)
        words = f" {self._member_words(descriptor)} "
        if f" {name}:{asked} " in words:
            return True
        own = (word.partition(":") for word in words.split())
        return any(each == name and _fits(declared, asked) for each, _, declared in own)

    def declaring(self, descriptor: str, name: str, method: str | None = None) -> tuple[str, ...]:
        """Return the classes among the ancestors that declare the method, nearest first: the last one introduced it.

        Constructors and static initialisers are not inherited: only the class itself is asked for them.
        """
        candidates = (descriptor,) if name.startswith("<") else self.ancestors(descriptor)
        return tuple(each for each in candidates if self.declares(each, name, method))


@cache
def load() -> Framework:
    """Return the packaged framework; read once per process."""
    return Framework(read_table("framework.classes.z"))
