from __future__ import annotations

import hashlib
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from tests.platform.operate.conftest import command, environment

if TYPE_CHECKING:
    from pathlib import Path

# Hands in ever new packages, each with its entry in the log, until it is killed.
_WRITER = """
import io, os, itertools
import django
django.setup()
from django.utils import timezone
from mingcha.platform.files import store
from mingcha.platform.registry.intake import keep_package
for number in itertools.count():
    content = f"package {number} ".encode() * 2000
    keep_package(store(), io.BytesIO(content), file_name=f"{number}.apk", actor=None, at=timezone.now())
    print(number, flush=True)
"""


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below the folder."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_a_backup_taken_while_others_write_restores_to_equal_hashes(home: Path, tmp_path: Path) -> None:
    place = environment(MINGCHA_HOME=str(home), DJANGO_SETTINGS_MODULE="mingcha.platform.settings")
    with subprocess.Popen([sys.executable, "-c", _WRITER], env=place, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        written = [int(writer.stdout.readline()) for _ in range(20)][-1] + 1
        said = [command("backup", tmp_path / name, "--home", home).stdout for name in ("folder", "file.tar")]
        time.sleep(0.2)
        writer.kill()
        later = written + len(writer.stdout.readlines())
    counts = [int(re.findall(r"files: (\d+)", text)[0]) for text in said]
    assert written <= counts[0] < counts[1] <= later
    for name, count, text in zip(("folder", "file.tar"), counts, said, strict=True):
        new = tmp_path / f"restored-{name}"
        told = command("restore", tmp_path / name, "--home", new).stdout
        assert f"files: {count} " in told
        kept = hashes(new / "store")
        assert len(kept) == count
        assert kept.items() <= hashes(home / "store").items()
        assert all(name == sha256 for name, sha256 in kept.items())
        assert (new / "secret.key").read_bytes() == (home / "secret.key").read_bytes()
        # Each package has one entry after those of the founding.
        assert re.findall(r"log: (\d+)", text) == [str(34 + count)] == re.findall(r"log: (\d+)", told)
        assert command("doctor", "--full", "--home", new).returncode == 0


def test_a_file_that_the_store_has_lost_is_told(home: Path, tmp_path: Path) -> None:
    place = environment(MINGCHA_HOME=str(home), DJANGO_SETTINGS_MODULE="mingcha.platform.settings")
    with subprocess.Popen([sys.executable, "-c", _WRITER], env=place, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        writer.kill()
    with closing(sqlite3.connect(home / "mingcha.sqlite3")) as database:  # the writer may have died before it named its last file
        named = {sha256 for (sha256,) in database.execute("SELECT sha256 FROM registry_package")}
    lost = next(path for path in (home / "store").rglob("*") if path.name in named)
    lost.unlink()
    done = command("backup", tmp_path / "backup", "--home", home, check=False)
    assert done.returncode == 1
    assert lost.name in done.stderr
    done = command("doctor", "--home", home, check=False)
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if lost.name in line and "store" in line] != []
