"""A browser without a screen, and the site that it opens."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium; the test is skipped where it, or what drives it, is absent."""
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright is absent (pip install mingcha[dev])")
    program = next(filter(_runs, CHROMIUM), None)
    if program is None:
        pytest.skip("Chromium is absent (apt install chromium)")
    # Playwright keeps an event loop in this thread; Django's queries here are not run in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with driver.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which(program), args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _runs(program: str) -> bool:
    """Return whether a program is there and starts: Ubuntu's stands for a snap that may not be installed."""
    return shutil.which(program) is not None and subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
