from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mingcha.platform.operate import home as homes

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_home_is_its_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    homes.make(home)
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o600
    assert len((home / "secret.key").read_text()) == 65
    assert sorted(path.name for path in home.iterdir()) == ["incoming", "secret.key", "store"]


def test_a_folder_that_is_used_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(homes.HomeError, match="not an empty folder"):
        homes.make(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_what_was_not_finished_is_told(tmp_path: Path) -> None:
    homes.make(tmp_path / "home")
    with pytest.raises(homes.HomeError, match="was not finished"):
        homes.make(tmp_path / "home")
    with pytest.raises(homes.HomeError, match="not initialised"):
        homes.enter(tmp_path / "home")


def test_a_demonstration_asks_for_no_second_factor_unless_the_environment_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MINGCHA_HOME", "DJANGO_SETTINGS_MODULE", "MINGCHA_SECOND_FACTOR"):
        monkeypatch.setenv(name, "x")  # put back at the end of the test
        monkeypatch.delenv(name)
    (tmp_path / homes.READY).touch()
    homes.enter(tmp_path)
    assert os.environ["MINGCHA_HOME"] == str(tmp_path)
    assert "MINGCHA_SECOND_FACTOR" not in os.environ
    homes.write_private(tmp_path / homes.DEMONSTRATION, "users")
    homes.enter(tmp_path)
    assert os.environ["MINGCHA_SECOND_FACTOR"] == "0"
    monkeypatch.setenv("MINGCHA_SECOND_FACTOR", "1")
    homes.enter(tmp_path)
    assert os.environ["MINGCHA_SECOND_FACTOR"] == "1"
