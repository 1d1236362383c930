"""JSON Schema (draft 2020-12) of the report, generated from the dataclasses of `mingcha.model`."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from enum import Enum
from typing import Any

from mingcha.model import Finding, Report, Text, Verdict
from mingcha.reports.json import FIRST, JOINED, RENAMED

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
# A finding is never "not found": that is an outcome of a clause.
_FINDING_VERDICTS = [Verdict.VIOLATED.value, Verdict.SUSPECTED.value]


def build() -> dict[str, Any]:
    """Return the schema as a JSON-ready object; every object is closed and every key is always written."""
    definitions: dict[str, Any] = {}
    report = _object(Report, definitions)
    report["properties"] = {
        FIRST: {"const": 1},
        **{key: value for key, value in report["properties"].items() if key != FIRST},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mingcha report",
        **report,
        "$defs": dict(sorted(definitions.items())),
    }


def write() -> str:
    """Return the text of docs/report.schema.json."""
    return json.dumps(build(), ensure_ascii=False, indent=2) + "\n"


def _object(kind: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    properties: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        key = RENAMED.get((kind, field.name), field.name)
        hint = _as_string(hints[field.name]) if (kind, field.name) in JOINED else hints[field.name]
        properties[key] = _type(hint, definitions)
    if kind is Finding:
        properties["verdict"] = {"enum": _FINDING_VERDICTS}
    return {
        "description": " ".join((kind.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _as_string(hint: Any) -> Any:
    """Return the type with `str` in the place of Text: Text, Text | None or tuple[Text, …]."""
    if hint is Text:
        return str
    if typing.get_origin(hint) is tuple:
        return tuple[str, ...]
    return str | None


def _type(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _type(typing.get_args(hint)[0], definitions)}
    if isinstance(hint, types.UnionType):
        return _union([_type(part, definitions) for part in typing.get_args(hint)])
    if issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if hint.__name__ not in definitions:
        definitions[hint.__name__] = {}
        definitions[hint.__name__] = _object(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _union(parts: list[dict[str, Any]]) -> dict[str, Any]:
    if all(part.keys() == {"type"} for part in parts):
        return {"type": [part["type"] for part in parts]}
    return {"anyOf": parts}
