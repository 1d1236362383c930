from __future__ import annotations

import json

import jsonschema
from scripts.write_report_schema import TARGET

from mingcha.reports import schema


def test_the_committed_schema_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == schema.write()


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema.write()))
