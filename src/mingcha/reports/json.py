"""The report as JSON, `schema_version: 1` (docs/report.schema.json): byte-stable, UTF-8, safe for a terminal."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from enum import Enum
from typing import TYPE_CHECKING, Any

from mingcha.model import ClauseOutcome, Component, Coverage, Report
from mingcha.reports.order import arrange
from mingcha.reports.visible import UNSHOWABLE, join_surrogates
from mingcha.reports.words import joined

if TYPE_CHECKING:
    from mingcha.model import Text

# Where JSON and dataclasses differ: words that Python reserves, and texts that are one string in both languages.
RENAMED = {(Component, "cls"): "class"}
JOINED = {(ClauseOutcome, "why"), (Coverage, "why"), (Report, "limits")}
FIRST = "schema_version"

_INDENTED = ("findings",)

_LONE = re.compile("[\ud800-\udfff]")


def write(report: Report, *, one_line: bool = False) -> str:
    """Return the report as a JSON document that ends in a line feed: laid out, or `one_line` as a line of NDJSON.

    Laid out, each record of a list has a line of its own, and findings are indented. Keys stand in the order of the
    dataclasses and lists in the order of `reports.order`. Characters that a terminal or editor would act on or hide are
    written as escapes; a lone surrogate, which no UTF-8 can hold, becomes ‹U+D83D›.
    """
    values = document(arrange(report))
    text = _line(values) if one_line else _laid_out(values)
    return UNSHOWABLE.sub(_escape, text) + "\n"


def document(report: Report) -> dict[str, Any]:
    """Return the report as JSON-ready values, lists as they are."""
    values: dict[str, Any] = _value(report)
    return {FIRST: values.pop(FIRST), **values}


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _laid_out(values: dict[str, Any]) -> str:
    # The encoder of the standard library is slow where it indents; records by the ten thousand are not indented.
    parts = []
    for key, value in values.items():
        if isinstance(value, list) and key not in _INDENTED:
            records = ",".join(f"\n  {_line(record)}" for record in value)
            text = f"[{records}\n ]" if records else "[]"
        else:
            text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1).replace("\n", "\n ")
        parts.append(f'\n "{key}": {text}')
    return f"{{{','.join(parts)}\n}}"


@functools.cache
def _keys(kind: type[Any]) -> tuple[tuple[str, str, bool], ...]:
    """Return attribute, key, and whether both languages are joined, of each field of a dataclass."""
    names = [field.name for field in dataclasses.fields(kind)]
    return tuple((name, RENAMED.get((kind, name), name), (kind, name) in JOINED) for name in names)


def _value(item: Any) -> Any:
    if isinstance(item, str):
        return item.value if isinstance(item, Enum) else _clean(item)
    if isinstance(item, tuple):
        return [_value(part) for part in item]
    if not dataclasses.is_dataclass(item):
        return item
    kind: Any = type(item)
    return {key: _joined(getattr(item, name)) if join else _value(getattr(item, name)) for name, key, join in _keys(kind)}


def _joined(item: Text | tuple[Text, ...] | None) -> str | list[str] | None:
    if item is None:
        return None
    return [_clean(joined(text)) for text in item] if isinstance(item, tuple) else _clean(joined(item))


def _clean(text: str) -> str:
    return text if text.isascii() else _LONE.sub(lambda lone: f"‹U+{ord(lone[0]):04X}›", join_surrogates(text))


def _escape(match: re.Match[str]) -> str:
    if match[0] == "\n":  # of the layout: json.dumps has escaped those of strings
        return match[0]
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[index : index + 4]}" for index in range(0, len(units), 4))
