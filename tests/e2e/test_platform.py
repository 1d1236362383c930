"""The platform as people start it: initialised with its demonstration, run, killed, stopped; saved and restored on PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from http.cookiejar import CookieJar
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from tests.platform import postgres
from tests.platform.operate.conftest import command, environment

from mingcha.platform.operate import demo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGES = Path(demo.__file__).parent / "packages"
# The states that the demonstration's cases stand in.
STATES = {
    "answered": 1,
    "delist-ordered": 1,
    "noticed": 1,
    "ordered": 1,
    "overdue": 1,
    "penalty-proposed": 1,
    "rectified": 1,
    "recheck-review": 1,
    "review": 1,
    "testing": 1,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("platform") / "home"
    said = command("init", "--home", home).stdout
    assert re.search(r"one-time password: (\w{5}-){3}\w{5}\n", said)
    assert (home / "demonstration.txt").read_text("utf-8") in said
    return home


def wait(what: Callable[[], bool], seconds: float = 90.0) -> None:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)


def children(pid: int) -> dict[int, str]:
    """Return the command lines of the processes that a process has started, by their ids."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == pid:
                    found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
    return found


def child(pid: int, word: str) -> int | None:
    return next((each for each, line in children(pid).items() if word in line), None)


class Browser:
    """Asks the site for pages, keeping cookies."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open

    def get(self, path: str, data: dict[str, str] | None = None) -> str:
        with self._open(self._address + path, urlencode(data).encode() if data else None, 30) as answer:
            return str(answer.read().decode())

    def answers(self) -> bool:
        try:
            return "csrfmiddlewaretoken" in self.get("/accounts/login/")
        except OSError:
            return False

    def sign_in(self, name: str, password: str) -> str:
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("/accounts/login/"))[0]
        return self.get("/accounts/login/", {"csrfmiddlewaretoken": token, "login": name, "password": password})


@contextlib.contextmanager
def running(line: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Run a program while the block runs, and no longer."""
    with subprocess.Popen(line, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def test_the_demonstration_has_cases_in_many_states_whose_history_holds(home: Path) -> None:
    with contextlib.closing(sqlite3.connect(home / "mingcha.sqlite3")) as database:
        states = Counter(state for (state,) in database.execute("SELECT state FROM casework_case"))
        moments = [at for (at,) in database.execute("SELECT at FROM ledger_entry ORDER BY number")]
        scans = Counter(state for (state,) in database.execute("SELECT state FROM testing_scan"))
        notices = database.execute("SELECT COUNT(*) FROM casework_notice WHERE issued_on IS NOT NULL").fetchone()
        receipts = database.execute("SELECT receipt_at IS NULL FROM casework_delisting ORDER BY 1").fetchall()
        appeals = database.execute("SELECT state FROM casework_appeal").fetchall()
    assert states == STATES
    assert moments == sorted(moments)
    assert scans == {"done": 16}
    assert (notices, receipts, appeals) == ((1,), [(0,), (1,)], [("open",)])
    assert command("doctor", "--full", "--home", home).returncode == 0


def test_the_demonstration_ships_the_example_app(example_apk: Path) -> None:
    assert (PACKAGES / "sunflower.apk").read_bytes() == example_apk.read_bytes()


def test_a_second_initialisation_changes_nothing(home: Path) -> None:
    before = (home / "mingcha.sqlite3").read_bytes()
    assert "nothing was changed" in command("init", "--home", home).stdout
    assert (home / "mingcha.sqlite3").read_bytes() == before


def test_it_runs_survives_kills_and_ends(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line = [sys.executable, "-m", "mingcha", "platform", "run", "--home", str(home), "--port", str(port), "--processes", "1"]
    with running(line) as platform:
        browser = Browser(f"http://127.0.0.1:{port}")
        wait(browser.answers)
        wait(lambda: child(platform.pid, "platform worker") is not None)
        assert re.search(r"年第1批，总第1批", browser.get("/notices/"))
        password = (home / "demonstration.txt").read_text("utf-8").splitlines()[0].split()[-1]
        assert "王承办" in browser.sign_in("beijing-officer", password)
        assert "茉莉日历" in browser.get("/office/cases/")

        web, worker = child(platform.pid, "gunicorn"), child(platform.pid, "platform worker")
        assert web is not None
        assert worker is not None
        page = min(children(web))
        for pid in (page, worker):
            os.kill(pid, signal.SIGKILL)
        wait(lambda: child(platform.pid, "platform worker") not in {None, worker})
        wait(lambda: len(set(children(web)) - {page}) == 2)
        assert "茉莉日历" in browser.get("/office/cases/")
        os.kill(web, signal.SIGKILL)
        wait(lambda: child(platform.pid, "gunicorn") not in {None, web} and browser.answers())

        left = {platform.pid, *children(platform.pid)}
        began = time.monotonic()
        platform.send_signal(signal.SIGTERM)
        said = platform.communicate(timeout=60)[0]
        assert time.monotonic() - began < 20
    assert platform.returncode == 0
    assert f"http://127.0.0.1:{port}/" in said
    assert not any(Path(f"/proc/{pid}").exists() for pid in left)


@pytest.fixture(scope="module")
def databases() -> Iterator[tuple[str, str]]:
    """Give the addresses of two empty PostgreSQL databases."""
    programs = postgres.find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is absent (apt install postgresql)")
    with postgres.serve(programs) as folder:
        addresses = []
        for name in ("one", "two"):
            subprocess.run([programs / "createdb", "-h", folder, "-p", postgres.PORT, "-U", postgres.USER, name], check=True)
            addresses.append(f"postgresql://{postgres.USER}@{folder.replace('/', '%2F')}:{postgres.PORT}/{name}")
        yield addresses[0], addresses[1]


def test_on_postgresql_it_is_made_saved_and_restored(databases: tuple[str, str], tmp_path: Path) -> None:
    one, two = databases
    command("init", "--home", tmp_path / "one", MINGCHA_DATABASE=one)
    refused = command("init", "--home", tmp_path / "other", check=False, MINGCHA_DATABASE=one)
    assert refused.returncode == 2
    assert "holds a platform already" in refused.stderr
    saved = command("backup", tmp_path / "backup.tar", "--home", tmp_path / "one", MINGCHA_DATABASE=one).stdout
    restored = command("restore", tmp_path / "backup.tar", "--home", tmp_path / "two", MINGCHA_DATABASE=two).stdout
    assert re.findall(r"files: (\d+) +日志 log: (\d+)", saved) == re.findall(r"files: (\d+) +日志 log: (\d+)", restored)
    doctors = [
        command("doctor", "--full", "--home", tmp_path / name, MINGCHA_DATABASE=database).stdout
        for name, database in (("one", one), ("two", two))
    ]
    head = [re.findall(r"event log: .* head (\w+)", said) for said in doctors]
    assert len(head[0][0]) == 64
    assert head[0] == head[1]
    again = command("restore", tmp_path / "backup.tar", "--home", tmp_path / "three", check=False, MINGCHA_DATABASE=two)
    assert (again.returncode, (tmp_path / "three").exists()) == (2, False)
    assert "the database is not empty" in again.stderr
    # What the database refuses once a document is issued, it refuses in the restored one too.
    resaved = command("backup", tmp_path / "again", "--home", tmp_path / "two", MINGCHA_DATABASE=two).stdout
    assert re.findall(r"log: .*", resaved) == re.findall(r"log: .*", saved)
