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


def test_a_folder_of_fonts_that_is_none_ends_the_program(tmp_path: Path) -> None:
    def run(fonts: str) -> tuple[int, str]:
        environment = {**os.environ, "MINGCHA_HOME": str(tmp_path), "MINGCHA_FONTS": fonts}
        asked = "from mingcha.platform.settings import DOCUMENT_FONTS; print(DOCUMENT_FONTS)"
        done = subprocess.run([sys.executable, "-c", asked], env=environment, check=False, capture_output=True, text=True)
        return done.returncode, (done.stdout or done.stderr).strip()

    assert run("") == (0, "None")
    assert run(str(tmp_path)) == (0, str(tmp_path))
    assert run(str(tmp_path / "gone")) == (1, f"MINGCHA_FONTS: no folder {tmp_path / 'gone'}")
