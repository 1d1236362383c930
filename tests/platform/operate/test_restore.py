from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.platform.operate.conftest import command

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def backup(home: Path, tmp_path: Path) -> Path:
    command("backup", tmp_path / "backup", "--home", home)
    return tmp_path / "backup"


def _refused(backup: Path, home: Path) -> str:
    done = command("restore", backup, "--home", home, check=False)
    assert done.returncode == 2
    return done.stderr


def test_a_home_in_use_is_left_alone(home: Path, backup: Path) -> None:
    before = (home / "mingcha.sqlite3").read_bytes()
    assert "not an empty folder" in _refused(backup, home)
    assert (home / "mingcha.sqlite3").read_bytes() == before


def test_a_damaged_file_leaves_no_home(backup: Path, tmp_path: Path) -> None:
    database = backup / "database/mingcha.sqlite3"
    content = bytearray(database.read_bytes())
    content[-1] ^= 1
    database.write_bytes(content)
    assert "the backup is damaged" in _refused(backup, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def _forge(backup: Path, statements: str, **changes: object) -> None:
    """Change the database of a backup, and the manifest so that it vouches for that."""
    database = backup / "database/mingcha.sqlite3"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executescript(statements)
    content = database.read_bytes()
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["files"]["database/mingcha.sqlite3"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    (backup / "manifest.json").write_text(json.dumps({**manifest, **changes}))


def test_a_changed_event_log_is_noticed_even_when_the_manifest_was_changed_with_it(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    _forge(backup, "DROP TRIGGER ledger_no_update; UPDATE ledger_entry SET actor_name = 'another' WHERE number = 3;")
    assert "does not hold at 3" in _refused(backup, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_log_that_ends_elsewhere_is_not_the_one_of_the_manifest(backup: Path, tmp_path: Path) -> None:
    _forge(backup, "", ledger=[33, "0" * 64])
    assert "not the one that the manifest names" in _refused(backup, tmp_path / "new")


def test_a_backup_of_a_later_version_is_refused(backup: Path, tmp_path: Path) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    _forge(backup, "", migrations=[*manifest["migrations"], ["people", "0999_later"]], version="9.9")
    assert "later version: 9.9" in _refused(backup, tmp_path / "new")


def test_a_backup_of_another_engine_is_refused(backup: Path, tmp_path: Path) -> None:
    _forge(backup, "", engine="postgresql")
    assert "the backup is of postgresql" in _refused(backup, tmp_path / "new")
