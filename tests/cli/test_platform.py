from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from tests.cli.test_scan import run

from mingcha.cli import platform

if TYPE_CHECKING:
    from pathlib import Path


def test_every_command_is_there() -> None:
    assert list(platform.command.list_commands(click.Context(platform.command))) == [
        "backup",
        "doctor",
        "init",
        "restore",
        "run",
        "upgrade",
        "web",
        "worker",
    ]


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "axes" else found(name))
    assert run(monkeypatch, "platform", "doctor") == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "pip install 'mingcha[platform]'" in said
    assert "axes is missing" in said


@pytest.mark.parametrize("name", ["run", "web", "worker", "backup x", "doctor", "upgrade"])
def test_a_home_that_was_not_initialised_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINGCHA_HOSTS", "localhost")
    assert run(monkeypatch, "platform", *name.split(), "--home", tmp_path) == 2
    assert "mingcha platform init" in capsys.readouterr().err


def test_a_folder_in_use_is_not_initialised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").touch()
    assert run(monkeypatch, "platform", "init", "--home", tmp_path) == 2
    assert "not an empty folder" in capsys.readouterr().err


def test_initialising_twice_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "initialised").write_text("1\n")
    assert run(monkeypatch, "platform", "init", "--home", tmp_path) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["initialised"]


def test_help_loads_no_framework() -> None:
    code = """import sys
sys.argv = ["mingcha", "platform", "run", "--help"]
from mingcha.cli import main
try:
    main()
except SystemExit:
    print("django" in sys.modules)
"""
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
