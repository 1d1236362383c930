from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_scan import run

from mingcha.census.store import load_facts
from mingcha.facts.collect import collect

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, example_apk: Path) -> Path:
    (tmp_path / "a.apk").write_bytes(example_apk.read_bytes())
    (tmp_path / "b.apk").write_bytes(b"no package")
    return tmp_path


def test_one_document_a_line_also_for_a_file_that_is_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "facts", folder) == 3
    done = capsys.readouterr()
    first, second = (json.loads(line) for line in done.out.splitlines())
    assert first == json.loads(json.dumps(collect((folder / "a.apk").read_bytes(), "a.apk").to_wire()))
    assert {row["state"] for row in second["rows"]["coverage"]} == {"absent"}
    assert done.err.count("\n") == 1
    assert "b.apk" in done.err


def test_output_goes_to_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run(monkeypatch, "facts", folder)
    shown = capsys.readouterr().out
    run(monkeypatch, "facts", folder, "-o", folder / "facts.ndjson")
    assert (capsys.readouterr().out, (folder / "facts.ndjson").read_text("utf-8")) == ("", shown)


def test_parquet_goes_to_a_folder_and_loses_no_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "facts", folder, "-f", "parquet") == 2
    assert run(monkeypatch, "facts", folder, "-f", "parquet", "-o", folder / "a.apk") == 2
    assert run(monkeypatch, "facts", folder, "-f", "parquet", "-o", folder / "facts", "--app-type", "网上购物类") == 3
    rows = [facts.rows["package"][0] for facts in load_facts(folder / "facts")]
    assert [(row["file_name"], row["kind"], row["app_type"]) for row in rows] == [
        ("a.apk", "apk", "online_shopping"),
        ("b.apk", "unknown", None),
    ]
