"""The report as JSON, `schema_version: 1` (docs/report.schema.json): byte-stable, UTF-8, safe for a terminal."""

from __future__ import annotations

import dataclasses
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

_LONE = re.compile("[\ud800-\udfff]")


def write(report: Report, *, one_line: bool = False) -> str:
    """Return the report as a JSON document that ends in a line feed: indented, or `one_line` as a line of NDJSON.

    Keys stand in the order of the dataclasses and lists in the order of `reports.order`. Characters that a terminal or
    editor would act on or hide are written as escapes; a lone surrogate, which no UTF-8 can hold, becomes ‹U+D83D›.
    """
    layout: dict[str, Any] = {"separators": (",", ":")} if one_line else {"indent": 1}
    text = json.dumps(document(arrange(report)), ensure_ascii=False, allow_nan=False, **layout)
    return UNSHOWABLE.sub(_escape, text) + "\n"


def document(report: Report) -> dict[str, Any]:
    """Return the report as JSON-ready values, lists as they are."""
    values: dict[str, Any] = _value(report)
    return {FIRST: values.pop(FIRST), **values}


def _value(item: Any) -> Any:
    if dataclasses.is_dataclass(item):
        kind: Any = type(item)
        return {
            RENAMED.get((kind, field.name), field.name): _joined(getattr(item, field.name))
            if (kind, field.name) in JOINED
            else _value(getattr(item, field.name))
            for field in dataclasses.fields(item)
        }
    if isinstance(item, tuple):
        return [_value(part) for part in item]
    if isinstance(item, Enum):
        return item.value
    return _clean(item) if isinstance(item, str) else item


def _joined(item: Text | tuple[Text, ...] | None) -> str | list[str] | None:
    if item is None:
        return None
    return [_clean(joined(text)) for text in item] if isinstance(item, tuple) else _clean(joined(item))


def _clean(text: str) -> str:
    return text if text.isascii() else _LONE.sub(lambda lone: f"‹U+{ord(lone[0]):04X}›", join_surrogates(text))


def _escape(match: re.Match[str]) -> str:
    # The layout's own line feeds are the only controls that json.dumps leaves in its text below U+0020.
    return match[0] if match[0] == "\n" else json.dumps(match[0])[1:-1].replace("\x7f", "\\u007f")
