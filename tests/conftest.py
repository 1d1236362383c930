"""Fixtures that all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of the development corpus; the test is skipped where there is none."""
    folder = Path(os.environ.get("MINGCHA_CORPUS") or ROOT.parent / "shared" / "corpus")
    if not (folder / "index.csv").is_file():
        pytest.skip("the development corpus is absent (set MINGCHA_CORPUS)")
    return folder


@pytest.fixture(scope="session")
def example_apk() -> Path:
    """Return the example app that the project builds from its own smali sources and ships."""
    return ROOT / "examples" / "sunflower" / "sunflower.apk"
