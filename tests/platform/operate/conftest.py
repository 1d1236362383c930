"""A founded home on SQLite, made once by the command itself and copied for each test; and a way to run commands on one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).resolve().parents[3]


def environment(**changes: str) -> dict[str, str]:
    """Return the environment of a process that has no settings but those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MINGCHA_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]), **changes}


def command(*words: object, check: bool = True, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run `mingcha platform …` and return what it said."""
    line = [sys.executable, "-m", "mingcha", "platform", *map(str, words)]
    done = subprocess.run(line, env=environment(**changes), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0 or not check, done.stderr
    return done


@pytest.fixture(scope="session")
def _founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("founded") / "home"
    command("init", "--no-demo", "--home", home)
    return home


@pytest.fixture
def home(_founded: Path, tmp_path: Path) -> Path:
    """Return a founded home of the test's own."""
    return Path(shutil.copytree(_founded, tmp_path / "home"))
