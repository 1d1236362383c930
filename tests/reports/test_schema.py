"""The JSON Schema: committed as generated, and every report validates."""

from __future__ import annotations

import json as standard
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from mingcha.reports import json, schema

if TYPE_CHECKING:
    from mingcha.model import Report

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "report.schema.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema.build())
    return jsonschema.Draft202012Validator(schema.build())


def test_committed_schema_is_current() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == schema.write(), "run python scripts/write_report_schema.py"


@pytest.mark.parametrize("name", ["shop", "packed", "hostile"])
@pytest.mark.parametrize("one_line", [False, True])
def test_reports_validate(name: str, one_line: bool, request: pytest.FixtureRequest, validator: jsonschema.Draft202012Validator) -> None:
    report: Report = request.getfixturevalue(name)
    assert [error.message for error in validator.iter_errors(standard.loads(json.write(report, one_line=one_line)))] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), 2),
        (("package", "size"), "big"),
        (("package", "extra"), 1),
        (("clauses", 0, "verdict"), "clean"),
        (("findings", 0, "verdict"), "not-found"),
        (("findings", 0, "sentence"), "one language"),
        (("coverage", 0, "why"), {"zh": "", "en": ""}),
        (("accesses", 0, "start_state"), "never"),
    ],
)
def test_wrong_reports_do_not_validate(
    path: tuple[str | int, ...], value: Any, shop: Report, validator: jsonschema.Draft202012Validator
) -> None:
    document = standard.loads(json.write(shop))
    part = document
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    assert not validator.is_valid(document)


def test_missing_key_does_not_validate(shop: Report, validator: jsonschema.Draft202012Validator) -> None:
    document = standard.loads(json.write(shop))
    del document["limits"]
    assert not validator.is_valid(document)
