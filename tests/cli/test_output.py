"""Forms and places of reports, through `scan`."""

from __future__ import annotations

import importlib.util
import json
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_scan import run

from mingcha.cli import output

if TYPE_CHECKING:
    from pathlib import Path

STARTS = {"docx": b"PK", "pdf": b"%PDF"}


@pytest.fixture
def two(tmp_path: Path, example_apk: Path) -> tuple[Path, Path]:
    data = example_apk.read_bytes()
    (tmp_path / "a.apk").write_bytes(data)
    (tmp_path / "b.apk").write_bytes(data + b"\0")
    return tmp_path / "a.apk", tmp_path / "b.apk"


def test_several_packages_are_runs_of_one_sarif_log(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "scan", *two, "-f", "sarif")
    log = json.loads(capsys.readouterr().out)
    assert [run["artifacts"][0]["location"]["uri"] for run in log["runs"]] == ["a.apk", "b.apk"]


@pytest.mark.parametrize("form", STARTS)
def test_a_document_is_a_file_dated_as_asked(form: str, example_apk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(name: str, *options: str) -> bytes:
        assert run(monkeypatch, "scan", example_apk, "-f", form, "-o", tmp_path / name, *options) == 1
        return (tmp_path / name).read_bytes()

    dated = made("a", "--date", "2026-03-05")
    assert dated.startswith(STARTS[form])
    assert dated == made("b", "--date", "2026-03-05")
    assert dated != made("c")
    assert made("c") != made("d", "--lang", "en")


@pytest.mark.parametrize("form", STARTS)
def test_documents_of_several_packages_are_a_folder(
    form: str, two: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "scan", *two, "-f", form) == 2
    assert capsys.readouterr().err.count("\n") == 1
    run(monkeypatch, "scan", *two, "-f", form, "-o", tmp_path / "out")
    assert sorted(path.name.partition("-")[0] for path in (tmp_path / "out").glob(f"*.{form}")) == ["a", "b"]


def test_a_document_does_not_go_to_a_terminal(
    example_apk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output.sys.stdout, "isatty", lambda: True, raising=False)
    assert run(monkeypatch, "scan", example_apk, "-f", "pdf") == 2
    assert capsys.readouterr().err == "mingcha: PDF需要 -o 文件 / PDF needs -o FILE\n"


def test_without_the_extra_one_line_says_what_to_install(
    example_apk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert run(monkeypatch, "scan", example_apk, "-f", "docx", "-o", tmp_path / "x.docx") == 2
    told = capsys.readouterr().err
    assert (told.count("\n"), "pip install 'mingcha[documents]'" in told) == (1, True)
