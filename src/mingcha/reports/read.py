"""A report from its JSON document, so that it can be shown in every other form as it was made, whatever the rules say today."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from enum import Enum
from typing import Any

from mingcha.model import MingchaError, Report, Text
from mingcha.reports.json import JOINED, RENAMED

_BETWEEN = " / "


def read(document: Any) -> Report:
    """Return the report that `reports.json.document` gave as these values; MingchaError when they are none.

    Texts that the document holds as one string in both languages are parted again; `reports.json.write` gives the same bytes.
    """
    try:
        if document["schema_version"] != 1:
            raise MingchaError("不支持的报告版本 / this schema version is not supported")
        report: Report = _object(Report, document)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise MingchaError("不是明察的JSON报告 / not a JSON report of mingcha") from error
    return report


@functools.cache
def _fields(kind: type[Any]) -> tuple[tuple[str, str, Any, bool], ...]:
    """Return attribute, key, type, and whether both languages are joined, of each field of a dataclass."""
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    return tuple((name, RENAMED.get((kind, name), name), hints[name], (kind, name) in JOINED) for name in names)


def _object(kind: type[Any], values: Any) -> Any:
    return kind(**{name: _parted(values[key]) if joined else _value(hint, values[key]) for name, key, hint, joined in _fields(kind)})  # type: ignore[arg-type] # a class is hashable


def _value(hint: Any, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        return tuple(_value(inner, each) for each in value)
    if dataclasses.is_dataclass(hint):
        return _object(typing.cast("type[Any]", hint), value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if not isinstance(value, str):
        raise TypeError(hint)
    return value


def part(text: str) -> Text:
    """Return the languages of a text that `reports.words.joined` has put together; one that is whole is both."""
    parts = text.split(_BETWEEN)
    middle = len(parts) // 2
    if len(parts) % 2:
        return Text(text, text)
    return Text(_BETWEEN.join(parts[:middle]), _BETWEEN.join(parts[middle:]))


def _parted(value: Any) -> Any:
    """Return the Text of a joined string, or the tuple of them of a list."""
    if value is None:
        return None
    return part(value) if isinstance(value, str) else tuple(map(_parted, value))
