"""What is known of a value in bytecode before it runs."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

HOLE = "\ufffc"  # stands for an unknown part of a text
MAX_TEXT = 8192
STRING = "Ljava/lang/String;"


class Kind(StrEnum):
    """What a Value is."""

    UNKNOWN = "unknown"
    NULL = "null"
    NUMBER = "number"  # of an integer type, boolean or char; `type` is the box class, None outside a box
    TEXT = "text"  # `type` says what carries it: a String, Uri, File or string builder
    CLASS = "class"  # a java.lang.Class
    METHOD = "method"  # a java.lang.reflect.Method found by name: text is "Lx/Y;->name", with a HOLE for an unknown class
    ARRAY = "array"  # or a collection: `type` is its class, items are what it may hold
    OBJECT = "object"  # of the exact class `type`; items are the arguments of its constructor
    CHOICE = "choice"  # one of items


class Value(NamedTuple):
    """One value, as far as the code tells.

    `complete` says that nothing is missing: a text without HOLE, an array or object all of whose items are complete, a choice
    beside which no other value was seen. An incomplete CHOICE may also be something else.
    """

    kind: Kind
    text: str | None = None
    number: int | None = None
    type: str | None = None
    items: tuple[Value, ...] = ()
    complete: bool = True

    def alternatives(self) -> tuple[Value, ...]:
        """Return what the value may be: the items of a choice, else itself."""
        return self.items if self.kind is Kind.CHOICE else (self,)

    def texts(self) -> tuple[str, ...]:
        """Return the whole texts that the value may be; texts with an unknown part are left out."""
        return tuple(v.text for v in self.alternatives() if v.kind is Kind.TEXT and v.complete and v.text is not None)

    def prefixes(self) -> tuple[str, ...]:
        """Return what the texts that the value may be begin with: whole texts, or the part before the first unknown one."""
        known = (v.text.partition(HOLE)[0] for v in self.alternatives() if v.kind is Kind.TEXT and v.text is not None)
        return tuple(prefix for prefix in known if prefix)

    def sort_key(self) -> tuple[str, str, int, str, str]:
        """Return a key that orders values the same way in every run."""
        return (self.kind, self.text or "", self.number or 0, self.type or "", repr(self.items))


UNKNOWN = Value(Kind.UNKNOWN, complete=False)
NULL = Value(Kind.NULL)


def number(value: int) -> Value:
    """Return an integer."""
    return Value(Kind.NUMBER, number=value)


def text(words: str, *, complete: bool = True, carrier: str = STRING) -> Value:
    """Return a text; one of nothing but HOLE is unknown, a very long one is cut and loses its end."""
    if not complete and words.strip(HOLE) == "":
        return UNKNOWN
    if len(words) > MAX_TEXT:
        words, complete = words[:MAX_TEXT] + HOLE, False
    return Value(Kind.TEXT, text=words, type=carrier, complete=complete)


def joined(parts: Iterable[tuple[str, bool]], *, carrier: str = STRING) -> Value:
    """Return the text made of (words, complete) parts."""
    words: list[str] = []
    whole, size = True, 0
    for part, complete in parts:
        whole = whole and complete
        if part == HOLE and words and words[-1].endswith(HOLE):
            continue
        words.append(part)
        size += len(part)
        if size > MAX_TEXT:
            break
    return text("".join(words), complete=whole, carrier=carrier)


def part_of(value: Value) -> tuple[str, bool]:
    """Return what a value adds to a text that it is joined to: (words, complete)."""
    if value.kind is Kind.TEXT and value.text is not None:
        return value.text, value.complete
    if value.kind is Kind.NUMBER:
        return str(value.number), True
    return HOLE, False


def class_value(descriptor: str) -> Value:
    """Return a Class."""
    return Value(Kind.CLASS, type=descriptor)


def array(type_: str, items: Iterable[Value], *, complete: bool = True) -> Value:
    """Return an array of known length; one of a collection's type is what the collection may hold, in any order."""
    elements = tuple(items)
    return Value(Kind.ARRAY, type=type_, items=elements, complete=complete and all(v.complete for v in elements))


def element(held: Value, index: int | None) -> Value:
    """Return what an array or collection holds at an index, or (None, and always of a collection) anywhere."""
    found: list[Value] = []
    complete = held.complete or held.kind is not Kind.CHOICE
    for each in held.alternatives():
        if each.kind is not Kind.ARRAY:
            found.append(UNKNOWN)
        elif index is None or not (each.type or "").startswith("["):
            found += each.items
            complete = complete and (each.complete or (each.type or "").startswith("["))
        elif 0 <= index < len(each.items):
            found.append(each.items[index])
    return choice(found, complete=complete)


def made(type_: str, items: Iterable[Value], *, complete: bool = True) -> Value:
    """Return an object by its class and the arguments of its constructor."""
    arguments = tuple(items)
    return Value(Kind.OBJECT, type=type_, items=arguments, complete=complete and all(v.complete for v in arguments))


def choice(values: Iterable[Value], *, complete: bool = True) -> Value:
    """Return what holds when each of the values may be there; null is left out beside others."""
    values = list(values)
    if complete and values and all(value is values[0] for value in values):
        return values[0]
    flat = [each for value in values for each in (value, *value.alternatives())]
    complete = complete and all(v.complete for v in flat if v.kind in (Kind.UNKNOWN, Kind.CHOICE))
    known = sorted({v for v in flat if v.kind not in (Kind.UNKNOWN, Kind.CHOICE)}, key=Value.sort_key)
    if len(known) > 1:
        known = [v for v in known if v.kind is not Kind.NULL]
    if not known:
        return UNKNOWN
    if len(known) == 1 and complete:
        return known[0]
    return Value(Kind.CHOICE, items=tuple(known), complete=complete and all(v.complete for v in known))


def typed(value: Value, descriptor: str) -> Value:
    """Return a value as its declared type has it: 0 of a reference is null, bits of a floating-point type are not a number."""
    if value.kind is Kind.CHOICE and any(v.kind is Kind.NUMBER for v in value.items):
        return choice((typed(v, descriptor) for v in value.items), complete=value.complete)
    if value.kind is Kind.NUMBER and value.type is None:
        if descriptor in ("F", "D"):
            return UNKNOWN
        if descriptor[:1] in ("L", "["):
            return NULL if value.number == 0 else UNKNOWN
        if descriptor == "Z" and value.number not in (0, 1):
            return UNKNOWN
    return value
