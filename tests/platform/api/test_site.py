from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

from scripts.write_api import DOCUMENT, contract

if TYPE_CHECKING:
    from django.test import Client

ROOT = Path(__file__).resolve().parents[3]


def test_the_contract_in_the_documents_is_that_of_the_program() -> None:
    assert DOCUMENT.read_text("utf-8") == contract(), "run scripts/write_api.py"


def test_the_site_serves_the_same_contract_and_no_page_with_scripts_of_others(client: Client, db: None) -> None:
    assert client.get("/api/v1/openapi.json").json() == json.loads(contract())
    assert client.get("/api/v1/docs").status_code == 404


def test_every_operation_tells_its_problems_and_only_notices_are_open() -> None:
    schema = json.loads(contract())
    open_to_all, untold = set(), []
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            problems = {status for status in operation["responses"] if int(status) >= 400}
            media = {kind for status in problems for kind in operation["responses"][status]["content"]}
            if media != {"application/problem+json"} or "429" not in problems:
                untold.append((method, path))
            if not operation.get("security"):
                open_to_all.add(path)
    assert (untold, open_to_all) == ([], {"/api/v1/notices", "/api/v1/notices/{pk}"})


def test_the_guide_names_every_address() -> None:
    guide = (ROOT / "docs" / "api.md").read_text("utf-8")
    paths = [path.removeprefix("/api/v1") for path in json.loads(contract())["paths"]]
    assert [path for path in paths if f"`{path.replace('{pk}', '<id>').replace('{name}', '<name>')}`" not in guide] == []
