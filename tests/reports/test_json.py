from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
from scripts.write_report_schema import TARGET

from mingcha.reports import json as reports

if TYPE_CHECKING:
    from mingcha.model import Report

KEYS = [
    *("accesses", "clauses", "components", "coverage", "findings", "limits", "package", "permissions", "policy"),
    *("schema_version", "sdks", "signers", "tool"),
]


@pytest.mark.parametrize("name", ["shop", "packed", "hostile", "huge"])
def test_every_report_has_the_contracts_keys_and_fits_the_schema(name: str, request: pytest.FixtureRequest) -> None:
    report: Report = request.getfixturevalue(name)
    document = json.loads(reports.write(report))
    assert sorted(document) == KEYS
    jsonschema.Draft202012Validator(json.loads(TARGET.read_text(encoding="utf-8"))).validate(document)


def test_one_line_holds_the_same_document(shop: Report) -> None:
    line = reports.write(shop, one_line=True)
    assert line.count("\n") == 1
    assert json.loads(line) == json.loads(reports.write(shop))


def test_text_of_packages_is_valid_utf_8(hostile: Report) -> None:
    assert reports.write(hostile).encode("utf-8").decode("utf-8") == reports.write(hostile)
