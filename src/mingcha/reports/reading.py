"""A report read back from the JSON that `mingcha.reports.json` has written."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import types
import typing
from enum import Enum
from typing import TYPE_CHECKING, Any

from mingcha.model import Report, Text
from mingcha.reports.json import JOINED, RENAMED

if TYPE_CHECKING:
    from collections.abc import Callable

    Decode = Callable[[Any], Any]

_CHINESE = re.compile("[\u3400-\u9fff]")
_BETWEEN = " / "


def read(text: str | bytes) -> Report:
    """Return the report of one JSON document in the form of docs/report.schema.json; ValueError, naming the place, for any other.

    Writing it again gives the same bytes. Where both languages were written as one string, they are parted (`part`).
    """
    values = json.loads(text)
    if not isinstance(values, dict) or values.get("schema_version") != Report.__dataclass_fields__["schema_version"].default:
        raise ValueError("not a report of this version")
    report: Report = _decoder(Report)(values)
    return report


def part(text: str) -> Text:
    """Return both languages of a string that `words.joined` has made; both are the string where there is one.

    What stands in both languages (a name, a path) may hold the bar as well, so the middle one parts them; where there is no middle,
    the first after which no Chinese follows.
    """
    parts = text.split(_BETWEEN)
    middles = [len(parts) // 2] if len(parts) % 2 == 0 else range(1, len(parts))
    for middle in middles:
        zh, en = _BETWEEN.join(parts[:middle]), _BETWEEN.join(parts[middle:])
        if len(parts) % 2 == 0 or not _CHINESE.search(en):
            return Text(zh, en)
    return Text(text, text)


@functools.cache
def _decoder(wanted: Any) -> Decode:
    """Return what turns a JSON value into the type."""
    if dataclasses.is_dataclass(wanted):
        return functools.partial(_record, wanted)
    if isinstance(wanted, types.UnionType):
        (inner,) = (each for each in typing.get_args(wanted) if each is not types.NoneType)
        decode = _decoder(inner)
        return lambda value: None if value is None else decode(value)
    if typing.get_origin(wanted) is tuple:
        return functools.partial(_sequence, _decoder(typing.get_args(wanted)[0]))
    decode_plain: Decode = wanted if issubclass(wanted, Enum) else functools.partial(_plain, wanted)
    return decode_plain


@functools.cache
def _fields(kind: Any) -> tuple[tuple[str, str, Decode, bool], ...]:
    """Return attribute, key, decoder and whether there is a default, of each field of a dataclass."""
    hints = typing.get_type_hints(kind)
    found = []
    for field in dataclasses.fields(kind):
        decode = _joined if (kind, field.name) in JOINED else _decoder(hints[field.name])
        optional = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        found.append((field.name, RENAMED.get((kind, field.name), field.name), decode, optional))
    return tuple(found)


def _record(kind: Any, value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"{kind.__name__}: not an object")  # noqa: TRY004 - the document is wrong, not the call
    given = {}
    for name, key, decode, optional in _fields(kind):
        if key in value:
            try:
                given[name] = decode(value[key])
            except ValueError as error:
                raise ValueError(f"{kind.__name__}.{key}: {error}") from error
        elif not optional:
            raise ValueError(f"{kind.__name__}.{key}: missing")
    return kind(**given)


def _sequence(decode: Decode, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ValueError("not a list")  # noqa: TRY004 - the document is wrong, not the call
    return tuple(decode(each) for each in value)


def _plain(wanted: type[Any], value: Any) -> Any:
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise ValueError(f"not of type {wanted.__name__}")
    return value


def _joined(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_joined, value))
    return None if value is None else part(_plain(str, value))
