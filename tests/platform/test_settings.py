from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("django", reason="the extra platform is absent")

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = "from mingcha.platform.settings import SECRET_KEY, SECRET_KEY_FALLBACKS as former; print(SECRET_KEY, *former)"


@pytest.mark.parametrize(("text", "keys"), [("new\n", ["new"]), ("new\nformer\n\nfirst\n", ["new", "former", "first"])])
def test_the_first_secret_key_is_in_use_and_former_ones_still_hold(text: str, keys: list[str], tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text(text)
    assert _keys(tmp_path) == keys


@pytest.mark.parametrize("text", [None, "", "\n"])
def test_without_a_secret_key_each_process_has_its_own(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "secret.key").write_text(text)
    first, second = _keys(tmp_path), _keys(tmp_path)
    assert (len(first), len(first[0]), first == second) == (1, 64, False)


def _keys(home: Path) -> list[str]:
    environment = {**os.environ, "MINGCHA_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", _KEYS], env=environment, check=True, capture_output=True, text=True)
    return done.stdout.split()
