"""Which methods the framework calls on an app's objects, when, and what hands the object over (data/callbacks.tsv)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

# Bits of a callback's kind; a walk says by a mask which of them count.
KINDS = {"never": 0, "async": 1, "ui": 2, "background": 4, "later": 8}


@dataclass(frozen=True, slots=True)
class Callbacks:
    """The table as read: `exact` and `defaults` rules in file order, `triggers` as (group number, type, method); names of groups."""

    exact: dict[str, list[tuple[str, int, int]]]
    defaults: list[tuple[str, int, int]]
    triggers: list[tuple[int, str, str]]
    groups: tuple[str, ...]  # by number; 0 is none
    known: dict[str, tuple[int, int]] = field(default_factory=dict)  # the default of a method, once found

    def classify(self, ancestors: tuple[str, ...], method: str) -> tuple[int, int]:
        """Return (kind bit, trigger group or 0) of a framework method for a type with these ancestors, itself first."""
        for name in ancestors:
            for pattern, kind, trigger in self.exact.get(name, ()):
                if pattern == method or ("*" in pattern and fnmatchcase(method, pattern)):
                    return kind, trigger
        known = self.known.get(method)
        if known is None:
            known = self.known[method] = self._default(method)
        return known

    def _default(self, method: str) -> tuple[int, int]:
        for pattern, kind, trigger in self.defaults:
            if pattern == method or ("*" in pattern and fnmatchcase(method, pattern)):
                return kind, trigger
        raise AssertionError("the last default fits every method")


def _descriptor(name: str) -> str:
    return "L" + name.replace(".", "/") + ";"


@cache
def load() -> Callbacks:
    """Read the table shipped with the package."""
    text = (Path(__file__).with_name("data") / "callbacks.tsv").read_text(encoding="utf-8")
    groups: dict[str, int] = {}
    exact: dict[str, list[tuple[str, int, int]]] = {}
    defaults: list[tuple[str, int, int]] = []
    triggers: list[tuple[int, str, str]] = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        kind, trigger, owner, methods = line.split("\t")
        group = 0 if trigger == "-" else groups.setdefault(trigger, len(groups) + 1)
        for method in methods.split():
            if kind == "trigger":
                triggers.append((group, _descriptor(owner), method))
            elif owner == "*":
                defaults.append((method, KINDS[kind], group))
            else:
                exact.setdefault(_descriptor(owner), []).append((method, KINDS[kind], group))
    return Callbacks(exact, defaults, triggers, ("", *groups))
