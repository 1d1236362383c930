"""One small SDK as class files and as dex, under any names."""

from __future__ import annotations

from typing import NamedTuple

from tests.dex.dexwriter import RETURN, Dex, const_string
from tests.formats.classwriter import class_file

METHODS = (
    ("<init>", "(Landroid/content/Context;)V", 0x1),
    ("start", "(Landroid/content/Context;{other})V", 0x9),
    ("send", "([B{other}I)Ljava/lang/String;", 0x1),
    ("all", "()[{other}", 0x1),
    ("size", "()J", 0x1),
)


class Names(NamedTuple):
    """Names of the package (x/y), and of methods other than constructors, that renaming changes."""

    package: str
    methods: tuple[str, ...] = ("start", "send", "all", "size")


def texts(number: int, count: int = 4) -> list[str]:
    return [f"rare-{number}-{place} of the sample" for place in range(count)]


def _methods(number: int, names: Names) -> list[tuple[str, str, int]]:
    other = f"L{names.package}/C{number + 1};"
    renamed = dict(zip(("start", "send", "all", "size"), names.methods, strict=True))
    extra = [(f"more{names.methods[0]}", "(" + "I" * number + ")V", 0x1)]
    found = [(renamed.get(name, name), descriptor.format(other=other), flags) for name, descriptor, flags in METHODS]
    return found + [(name, descriptor, flags) for name, descriptor, flags in extra]


def as_classes(names: Names, count: int = 6) -> dict[str, bytes]:
    """Return class files by their names in an archive."""
    return {
        f"{names.package}/C{number}.class": class_file(
            f"{names.package}/C{number}",
            [(flags, name, descriptor) for name, descriptor, flags in _methods(number, names)],
            interfaces=["java/lang/Runnable"],
            strings=texts(number),
        )
        for number in range(count)
    }


def add_to(dex: Dex, names: Names, count: int = 6) -> Dex:
    """Add the same classes to a dex."""
    for number in range(count):
        added = dex.add(f"L{names.package}/C{number};", interfaces=("Ljava/lang/Runnable;",))
        for name, descriptor, flags in _methods(number, names):
            code = [*(const_string(0, text) for text in texts(number)), RETURN] if name == "<init>" else [RETURN]
            added.method(f"{name}{descriptor}", code, flags | (0x10000 if name == "<init>" else 0))
    return dex
