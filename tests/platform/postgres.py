"""A PostgreSQL server of one's own in a temporary folder, reached by a socket in it; no port is opened."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PORT = "5432"
USER = "mingcha"
# Debian keeps the server's programs out of PATH.
_FOLDERS = "/usr/lib/postgresql"
# Whoever a server may run as when the tests run as root, which it refuses.
_OTHERS = ("postgres", "nobody")


def find_programs() -> Path | None:
    """Return the folder of initdb and postgres, of the newest version; None where there are none."""
    if there := shutil.which("initdb"):
        return Path(there).resolve().parent
    found = sorted(Path(_FOLDERS).glob("*/bin/initdb"), key=lambda each: float(each.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def serve(programs: Path, *, settings: tuple[str, ...] = (), keep: Path | None = None) -> Iterator[str]:
    """Start a server with an empty database `postgres`; yield the folder of its socket, which is the host to connect to.

    `settings` are `name=value`. With `keep` its files lie in that folder, and are there again the next time.
    """
    with tempfile.TemporaryDirectory(prefix="mingcha-pg-", ignore_cleanup_errors=True) as folder:
        user = _user()
        place = keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        if user is not None:
            shutil.chown(folder, user)
            shutil.chown(place, user)
        data = place / "data"
        if not data.exists():
            _run([programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"], user, folder)
        options = " ".join(("-k", folder, "-p", PORT, *(f"-c {each}" for each in ("listen_addresses=", *settings))))
        _run([programs / "pg_ctl", "-D", data, "-w", "-t", "300", "-l", data / "log", "-o", options, "start"], user, folder)
        try:
            yield folder
        finally:
            _run([programs / "pg_ctl", "-D", data, "-w", "-m", "fast" if keep else "immediate", "stop"], user, folder)


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    return next(each for each in _OTHERS if each in known)


def _run(command: list[str | Path], user: str | None, folder: str) -> None:
    subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
