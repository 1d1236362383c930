"""The platform's home folder: secret key, database, store, and what says how it was set up. Knows nothing of Django."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from mingcha.model import MingchaError

if TYPE_CHECKING:
    from pathlib import Path

KEY, READY, DEMONSTRATION = "secret.key", "initialised", "demonstration.txt"
DATABASE = "mingcha.sqlite3"
FOLDERS = ("store", "incoming")
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class HomeError(MingchaError):
    """A home folder that is not as the command needs it; the message is in both languages."""


def make(home: Path) -> None:
    """Make the folder, only to be read by its owner, with a new secret key. HomeError unless it is absent or empty."""
    require_empty(home)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(PRIVATE_FOLDER)
    for name in FOLDERS:
        (home / name).mkdir(mode=PRIVATE_FOLDER)
    write_private(home / KEY, secrets.token_hex(32) + "\n")


def require_empty(home: Path) -> None:
    """Raise HomeError unless the folder is absent or empty."""
    if (home / KEY).exists() and not is_ready(home):
        raise HomeError(f"{home}: 上次初始化或恢复未完成，请清空后重试 / was not finished: empty it and start again")
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise HomeError(f"{home}: 不是空文件夹 / is not an empty folder")


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner may read; FileExistsError when there is one."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "w", encoding="utf-8") as file:
        file.write(text)


def is_ready(home: Path) -> bool:
    """Return whether `init` or `restore` has ended there."""
    return (home / READY).is_file()


def enter(home: Path) -> None:
    """Let this process and those it starts work in the home. HomeError when it was not initialised."""
    if not is_ready(home):
        raise HomeError(f"{home}: 尚未初始化，请先运行 mingcha platform init / not initialised: run mingcha platform init")
    name(home)


def name(home: Path) -> None:
    """Set the environment that the settings are read from; what the caller's environment says goes first."""
    os.environ["MINGCHA_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "mingcha.platform.settings"
    if is_demonstration(home):
        os.environ.setdefault("MINGCHA_SECOND_FACTOR", "0")


def is_demonstration(home: Path) -> bool:
    """Return whether the home holds demonstration data, whose users sign in without a second factor."""
    return (home / DEMONSTRATION).is_file()
