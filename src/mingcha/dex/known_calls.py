"""What calls of the Java and Android library return for constant arguments: texts, Uris, files, classes.

A model takes the argument values, receiver first, and their descriptors (the receiver's is the class that the call names). What a
model does not know for certain is a HOLE in a text, or UNKNOWN.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mingcha.dex.constants import HOLE, STRING, UNKNOWN, Kind, Value, array, class_value, element, joined, made, part_of, text
from mingcha.dex.roles import COLLECTIONS

Values = Sequence[Value]
Descriptors = Sequence[str]
Model = Callable[[Values, Descriptors], Value]
Part = tuple[str, bool]  # words, and whether they are all

URI = "Landroid/net/Uri;"
URI_BUILDER = "Landroid/net/Uri$Builder;"
FILE = "Ljava/io/File;"
CLASS = "Ljava/lang/Class;"
PROCESS_BUILDER = "Ljava/lang/ProcessBuilder;"

_UNKNOWN_PART: Part = (HOLE, False)
_DIRECTIVE = re.compile(r"%(?:(%)|(\d+\$)?([sd])|.?)", re.DOTALL)
_TRIMMED = "".join(map(chr, range(0x21)))
_LITERAL_SEPARATORS = ",:;/ =#@&_-"
_LAST_UNIT = "\uffff"


def _whole(value: Value) -> str | None:
    """Return a text that is known to its end."""
    return value.text if value.kind is Kind.TEXT and value.complete else None


def _text_part(value: Value) -> Part:
    return part_of(value) if value.kind is Kind.TEXT else _UNKNOWN_PART


def rendered(value: Value, descriptor: str) -> Part:
    """Return what String.valueOf makes of a value of a declared type."""
    if value.kind is Kind.NULL:
        return "null", True
    if value.kind is Kind.NUMBER and value.number is not None:
        if descriptor == "C":
            return chr(value.number & 0xFFFF), True
        if descriptor == "Z":
            return ("true" if value.number else "false"), True
    return part_of(value)


def _value_of(values: Values, descriptors: Descriptors) -> Value:
    return joined([rendered(values[0], descriptors[0])])


def _concat(values: Values, _: Descriptors) -> Value:
    return joined(map(_text_part, values))


def _same_text(values: Values, _: Descriptors) -> Value:
    """toString, getPath: the text that something carries, as a String."""
    return joined([part_of(values[0])]) if values[0].kind is Kind.TEXT else UNKNOWN


def _trim(values: Values, _: Descriptors) -> Value:
    words = _whole(values[0])
    return UNKNOWN if words is None else text(words.strip(_TRIMMED))


def _in_case(change: Callable[[str], str]) -> Model:
    """toLowerCase, toUpperCase; beyond ASCII the device's language would matter."""

    def model(values: Values, _: Descriptors) -> Value:
        words = _whole(values[0])
        return UNKNOWN if words is None or not words.isascii() else text(change(words))

    return model


def _replace(values: Values, descriptors: Descriptors) -> Value:
    words = _whole(values[0])
    old, new = (rendered(v, d) for v, d in zip(values[1:3], descriptors[1:3], strict=True))
    if words is None or not old[0] or not old[1] or not new[1]:
        return UNKNOWN
    return text(words.replace(old[0], new[0]))


def _substring(values: Values, _: Descriptors) -> Value:
    words = _whole(values[0])
    if words is None or max(words, default="") > _LAST_UNIT:
        return UNKNOWN
    first = values[1].number
    last = values[2].number if len(values) > 2 else len(words)  # noqa: PLR2004 - receiver, first, last
    if first is None or last is None or not 0 <= first <= last <= len(words):
        return UNKNOWN
    return text(words[first:last])


def _split(values: Values, _: Descriptors) -> Value:
    """split(separator) by text that is no regular expression."""
    words, separator = _whole(values[0]), _whole(values[1])
    literal = separator and all(c.isalnum() or c in _LITERAL_SEPARATORS for c in separator)
    if not words or not separator or not literal:
        return UNKNOWN
    pieces = words.split(separator)
    while len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    return array(f"[{STRING}", map(text, pieces))


def _format(values: Values, descriptors: Descriptors) -> Value:
    """String.format with %s and %d; what any other directive makes, and all behind it, is a hole."""
    if descriptors[0] != STRING:
        values = values[1:]
    pattern = _whole(values[0])
    if pattern is None:
        return UNKNOWN
    items = values[1].items if values[1].kind is Kind.ARRAY else ()
    parts: list[Part] = []
    at = given = 0
    for match in _DIRECTIVE.finditer(pattern):
        parts.append((pattern[at : match.start()], True))
        at = match.end()
        if match[1]:
            parts.append(("%", True))
        elif match[3]:
            place = int(match[2][:-1]) - 1 if match[2] else given
            given += not match[2]
            item = items[place] if 0 <= place < len(items) else UNKNOWN
            fits = item.kind is Kind.NUMBER or (item.kind is Kind.TEXT and match[3] == "s")
            parts.append(part_of(item) if fits else _UNKNOWN_PART)
        else:
            return joined([*parts, _UNKNOWN_PART])
    return joined([*parts, (pattern[at:], True)])


def _boxing(box: str | None) -> Model:
    """Return the model of valueOf of a box class, or (None) of the way back."""

    def model(values: Values, _: Descriptors) -> Value:
        return values[0]._replace(type=box) if values[0].kind is Kind.NUMBER else UNKNOWN

    return model


def _parse_uri(values: Values, _: Descriptors) -> Value:
    return joined([part_of(values[0])], carrier=URI) if values[0].kind is Kind.TEXT else UNKNOWN


def _append_path(values: Values, _: Descriptors) -> Value:
    """Uri.withAppendedPath and ContentUris.withAppendedId (AOSP: Uri.java, PathPart.appendEncodedSegment)."""
    base = _text_part(values[0])
    if values[0].kind is not Kind.TEXT or "?" in base[0] or "#" in base[0]:
        return UNKNOWN
    return joined([base, ("" if base[0].endswith("/") else "/", True), part_of(values[1])], carrier=URI)


def _build_upon(values: Values, _: Descriptors) -> Value:
    return joined([part_of(values[0])], carrier=URI_BUILDER) if values[0].kind is Kind.TEXT else UNKNOWN


def _builder_part(value: Value) -> Part:
    """Return what a Uri builder that calls are chained on holds so far; nothing for one that was just made."""
    if value.type == URI_BUILDER and value.kind is Kind.TEXT:
        return part_of(value)
    return ("", True) if value == made(URI_BUILDER, ()) else _UNKNOWN_PART


def _add(before: str, after: str) -> Model:
    """Return scheme, authority and the append methods of a Uri builder, given in the order of a Uri."""

    def model(values: Values, _: Descriptors) -> Value:
        base = _builder_part(values[0])
        if "?" in base[0] or "#" in base[0]:
            return joined([base, _UNKNOWN_PART], carrier=URI_BUILDER)
        return joined([base, (before, True), _text_part(values[1]), (after, True)], carrier=URI_BUILDER)

    return model


def _set_path(values: Values, _: Descriptors) -> Value:
    """Return path and encodedPath of a builder that has a scheme and an authority so far."""
    base, path = _builder_part(values[0]), _text_part(values[1])
    scheme, authority = base[0].split("://", 1) if "://" in base[0] else ("", "")
    if not scheme or not authority or "/" in authority or HOLE in base[0]:
        return UNKNOWN
    return joined([base, ("" if path[0].startswith("/") else "/", True), path], carrier=URI_BUILDER)


def _add_something(values: Values, _: Descriptors) -> Value:
    return joined([_builder_part(values[0]), _UNKNOWN_PART], carrier=URI_BUILDER)


def _built(values: Values, _: Descriptors) -> Value:
    """Return the Uri of a builder; calls outside the chain may have added more to it."""
    return joined([_builder_part(values[0]), _UNKNOWN_PART], carrier=URI)


def _media(path: str) -> Model:
    """getContentUri(volume) of the MediaStore."""

    def model(values: Values, _: Descriptors) -> Value:
        return joined([("content://media/", True), _text_part(values[0]), (path, True)], carrier=URI)

    return model


def _file(values: Values, _: Descriptors) -> Value:
    """Return new File(path) or new File(parent, name), its path in the normal form of java.io.UnixFileSystem."""
    parts = [_text_part(v) for v in values[1:]]
    words = "/".join(part for part, _ in parts if part)
    normal = re.sub("/+", "/", words)
    return text(normal.rstrip("/") or normal, complete=all(whole for _, whole in parts), carrier=FILE)


def _copy_text(values: Values, descriptors: Descriptors) -> Value:
    """Return new String() or new String(text)."""
    return _same_text(values[1:], descriptors[1:]) if len(values) > 1 else text("")


def descriptor_of(name: str) -> str | None:
    """Return the descriptor of a class named as Class.forName wants it; None for arrays and impossible names."""
    return None if not name or any(c in name for c in "[;/()<> ") else f"L{name.replace('.', '/')};"


def _class_by_name(values: Values, descriptors: Descriptors) -> Value:
    """Class.forName(name, …) and ClassLoader.loadClass(name)."""
    name = _whole(values[0 if descriptors[0] == STRING else 1])
    descriptor = descriptor_of(name) if name else None
    return class_value(descriptor) if descriptor else UNKNOWN


def _class_of(values: Values, _: Descriptors) -> Value:
    exact = values[0].type if values[0].kind is Kind.OBJECT else None
    return class_value(exact) if exact else UNKNOWN


def _class_name(values: Values, _: Descriptors) -> Value:
    descriptor = values[0].type if values[0].kind is Kind.CLASS else None
    return text(descriptor[1:-1].replace("/", ".")) if descriptor and descriptor.startswith("L") else UNKNOWN


def _method_by_name(values: Values, _: Descriptors) -> Value:
    name = _whole(values[1])
    owner = values[0].type if values[0].kind is Kind.CLASS else None
    return Value(Kind.METHOD, text=f"{owner or HOLE}->{name}", complete=owner is not None) if name else UNKNOWN


def _listed(values: Values, _: Descriptors) -> Value:
    """Return what holds the same as an array or collection: Arrays.asList, iterator, toArray."""
    return values[0]._replace(type=COLLECTIONS[0]) if values[0].kind is Kind.ARRAY else UNKNOWN


def _copied(values: Values, _: Descriptors) -> Value:
    """Return a new collection with the elements of another; more may be added to it."""
    return array(COLLECTIONS[0], values[1].items, complete=False) if values[1].kind is Kind.ARRAY else UNKNOWN


def _only_listed(values: Values, _: Descriptors) -> Value:
    """Return the collection of some values."""
    return array(COLLECTIONS[0], values)


def _any_of(values: Values, _: Descriptors) -> Value:
    return element(values[0], None) if values[0].kind is Kind.ARRAY else UNKNOWN


def _command(values: Values, _: Descriptors) -> Value:
    """Return the ProcessBuilder with a command line."""
    return made(PROCESS_BUILDER, values[1:])


_QUERIES = ("encodedQuery", "query", "encodedFragment", "fragment")
_MEDIA = {
    "Audio$Media": "/audio/media",
    "Downloads": "/downloads",
    "Files": "/file",
    "Images$Media": "/images/media",
    "Video$Media": "/video/media",
}
_BOXES = {"Byte": ("byte", "B"), "Integer": ("int", "I"), "Long": ("long", "J"), "Short": ("short", "S")}

_CHARS = "Ljava/lang/CharSequence;"
_OBJECT = "Ljava/lang/Object;"
_LOCALE = "Ljava/util/Locale;"
_LOADER = "Ljava/lang/ClassLoader;"
_CLASSES = "[Ljava/lang/Class;"
_OBJECTS = "[Ljava/lang/Object;"
_LIST = "Ljava/util/List;"

# Methods of instances: class, then name and parameter types.
_INSTANCE: dict[str, dict[str, Model]] = {
    STRING: {
        "<init>()": _copy_text,
        f"<init>({STRING})": _copy_text,
        f"concat({STRING})": _concat,
        "intern()": _same_text,
        "replace(CC)": _replace,
        f"replace({_CHARS}{_CHARS})": _replace,
        f"split({STRING})": _split,
        "substring(I)": _substring,
        "substring(II)": _substring,
        "toLowerCase()": _in_case(str.lower),
        f"toLowerCase({_LOCALE})": _in_case(str.lower),
        "toString()": _same_text,
        "toUpperCase()": _in_case(str.upper),
        f"toUpperCase({_LOCALE})": _in_case(str.upper),
        "trim()": _trim,
    },
    URI: {"buildUpon()": _build_upon, "toString()": _same_text},
    URI_BUILDER: {
        "build()": _built,
        f"scheme({STRING})": _add("", "://"),
        f"authority({STRING})": _add("", ""),
        f"appendEncodedPath({STRING})": _add("/", ""),
        f"appendPath({STRING})": _add("/", ""),
        f"encodedPath({STRING})": _set_path,
        f"path({STRING})": _set_path,
        f"appendQueryParameter({STRING}{STRING})": _add_something,
        **{f"{name}({STRING})": _add_something for name in _QUERIES},
    },
    FILE: {
        f"<init>({STRING})": _file,
        f"<init>({STRING}{STRING})": _file,
        f"<init>({FILE}{STRING})": _file,
        **{f"{name}()": _same_text for name in ("getPath", "getAbsolutePath", "toString")},
    },
    CLASS: {
        f"getDeclaredMethod({STRING}{_CLASSES})": _method_by_name,
        f"getMethod({STRING}{_CLASSES})": _method_by_name,
        "getName()": _class_name,
    },
    _OBJECT: {"getClass()": _class_of, "toString()": _same_text},
    _CHARS: {"toString()": _same_text},
    PROCESS_BUILDER: {f"command([{STRING})": _command, f"command({_LIST})": _command},
    "Ljava/util/Iterator;": {"next()": _any_of},
    **{
        owner: {
            "<init>(Ljava/util/Collection;)": _copied,
            "get(I)": _any_of,
            "getFirst()": _any_of,
            "iterator()": _listed,
            "toArray()": _listed,
            f"toArray({_OBJECTS})": _listed,
        }
        for owner in COLLECTIONS
    },
    **{loader: {f"loadClass({STRING})": _class_by_name} for loader in (_LOADER, "Ldalvik/system/PathClassLoader;")},
    **{f"Ljava/lang/{box};": {f"{name}Value()": _boxing(None)} for box, (name, _) in _BOXES.items()},
}
_STATIC: dict[str, dict[str, Model]] = {
    STRING: {
        f"format({STRING}{_OBJECTS})": _format,
        f"format({_LOCALE}{STRING}{_OBJECTS})": _format,
        **{f"valueOf({kind})": _value_of for kind in ("C", "I", "J", "Z", _OBJECT)},
    },
    URI: {f"parse({STRING})": _parse_uri, f"withAppendedPath({URI}{STRING})": _append_path},
    "Landroid/content/ContentUris;": {f"withAppendedId({URI}J)": _append_path},
    **{f"Landroid/provider/MediaStore${name};": {f"getContentUri({STRING})": _media(path)} for name, path in _MEDIA.items()},
    "Ljava/util/Arrays;": {f"asList({_OBJECTS})": _listed},
    "Ljava/util/Collections;": {
        f"singletonList({_OBJECT})": _only_listed,
        f"unmodifiableList({_LIST})": _listed,
    },
    _LIST: {f"of({_OBJECTS})": _listed, **{f"of({_OBJECT * n})": _only_listed for n in range(1, 5)}},
    "Ljava/util/Objects;": {f"toString({_OBJECT})": _same_text},
    CLASS: {f"forName({STRING})": _class_by_name, f"forName({STRING}Z{_LOADER})": _class_by_name},
    "Ljava/lang/Integer;": {"toString(I)": _value_of},
    "Ljava/lang/Long;": {"toString(J)": _value_of},
}
_BOXING = {f"Ljava/lang/{box};": {f"valueOf({letter})": _boxing(f"Ljava/lang/{box};")} for box, (_, letter) in _BOXES.items()}


def _flat(*tables: dict[str, dict[str, Model]]) -> dict[str, Model]:
    return {f"{owner}->{name}": model for table in tables for owner, methods in table.items() for name, model in methods.items()}


# By signature without the result type, for calls of instances and static calls.
INSTANCE_MODELS = _flat(_INSTANCE)
STATIC_MODELS = _flat(_STATIC, _BOXING)
