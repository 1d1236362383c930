"""What the tests of the sandbox share."""

from __future__ import annotations

import pytest

from mingcha.sandbox import Limits, isolation, preload


@pytest.fixture(scope="session")
def confined():
    """Skip a test that is about the kernel's doors where the kernel does not give all of them."""
    preload()
    missing = isolation().missing
    if missing:
        pytest.skip("this kernel does not give: " + ", ".join(layer.en for layer in missing))


@pytest.fixture
def package(tmp_path):
    """Return a small file to open."""
    path = tmp_path / "package.bin"
    path.write_bytes(b"0123456789")
    return path


@pytest.fixture
def short():
    """Return limits that a runaway child meets within a few seconds, with room for a loaded machine."""
    return Limits(memory=512 << 20, cpu=1, wall=60, result=1 << 20)
